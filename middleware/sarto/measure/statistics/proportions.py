"""Two shares: how many of how many did it, and how far the one is from the other."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from sarto.measure.statistics import normal
from sarto.measure.statistics.comparison import Comparison, Interval, counted
from sarto.measure.statistics.normal import LEVEL
from sarto.vocabulary.measured import Sums

ALL: Interval = (-1.0, 1.0)  # differences there can be
FAR = 60  # doublings, beyond which a search ends
CLOSE = 1e-12  # of each other: two ends that are one


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many. What cannot be is made what can: -1 of 5 is 0 of 5."""

    done: float
    units: float

    def __post_init__(self) -> None:
        units = counted(self.units)
        done = min(counted(self.done), units)
        object.__setattr__(self, "units", units)
        object.__setattr__(self, "done", done)

    @classmethod
    def of(cls, sums: Sums) -> Self:
        """Count the units that did it at least once."""
        return cls(sums.converted, sums.units)

    @property
    def share(self) -> float:
        return self.done / self.units if self.units else 0.0

    @property
    def other(self) -> float:
        """The share of those that did not, to as many digits."""
        return (self.units - self.done) / self.units if self.units else 1.0

    def reaches(self, z: float) -> Interval:
        """Say how far Wilson's interval goes below and above the share."""
        if not self.units:
            return 0.0, 1.0
        doubt = z * z / self.units
        away = doubt * (self.share - 0.5) / (1 + doubt)
        spread = self.share * self.other / self.units
        half = z * math.sqrt(spread + doubt / self.units / 4) / (1 + doubt)
        below, above = max(half + away, 0.0), max(half - away, 0.0)
        return min(below, self.share), min(above, self.other)


def wilson(count: Count, *, level: float = LEVEL) -> Interval:
    """Give the interval of one share; 0 to 1 where nobody was counted.

    Source: Wilson (1927), "Probable inference", without a continuity correction.
    """
    below, above = count.reaches(normal.reach(level))
    return count.share - below, count.share + above


def newcombe(baseline: Count, arm: Count, *, z: float) -> Interval:
    """Give the interval of the difference, of the limits that `z` errors give each.

    It lies within -1 and 1. Source: Newcombe (1998), "Interval estimation for the
    difference between independent proportions", his method 10.
    """
    if not (baseline.units and arm.units):
        return ALL
    difference = arm.share - baseline.share
    below, above = baseline.reaches(z)
    less, more = arm.reaches(z)
    low, high = (
        difference - math.hypot(less, above),
        difference + math.hypot(more, below),
    )
    return max(low, -1.0), min(high, 1.0)


def distance(baseline: Count, arm: Count, *, value: float = 0.0) -> float:
    """Say how many errors apart the difference and a value are: with fewer Newcombe's
    interval leaves the value out, with more it has it. Below 0: the difference is less.
    """
    side = arm.share - baseline.share - value
    if not side or not (baseline.units and arm.units):
        return 0.0

    def apart(z: float) -> float:
        low, high = newcombe(baseline, arm, z=z)
        return low - value if side > 0 else value - high

    far = next((2.0**n for n in range(FAR) if apart(2.0**n) <= 0), math.inf)
    return math.copysign(root(apart, far / 2, far) if far < math.inf else far, side)


def root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Find where something that falls is 0, between two ends, or before the first.

    Source: the "Illinois" rule of Dowell and Jarratt (1971) for false position.
    """
    above, below = falling(low), falling(high)
    if above <= 0:
        low, above = 0.0, falling(0.0)
    middle, side = low, 0
    for _ in range(FAR):
        before, middle = middle, low + (high - low) * (above / (above - below))
        found = falling(middle)
        if not found or abs(middle - before) <= CLOSE * middle:
            break
        # an end that stays twice is believed to be half as far from 0
        if found > 0:
            low, above, below = middle, found, below / (2 if side > 0 else 1)
        else:
            high, below, above = middle, found, above / (2 if side < 0 else 1)
        side = 1 if found > 0 else -1
    return middle


def pooled_z(baseline: Count, arm: Count) -> float:
    """Give the z of the difference, its error that of one common share; 0 if none.

    Source: Fleiss (1981), "Statistical methods for rates and proportions".
    """
    if not (baseline.units and arm.units):
        return 0.0
    both = Count(baseline.done + arm.done, baseline.units + arm.units)
    spread = both.share * both.other * (1 / baseline.units + 1 / arm.units)
    return (arm.share - baseline.share) / math.sqrt(spread) if spread else 0.0


def wald(baseline: Count, arm: Count, *, level: float = LEVEL) -> Interval:
    """Give the plain interval, for comparison: of small counts it is too narrow.

    Source: any textbook, as Fleiss (1981); it may leave -1 to 1.
    """
    if not (baseline.units and arm.units):
        return ALL
    spreads = (each.share * each.other / each.units for each in (baseline, arm))
    difference = arm.share - baseline.share
    far = normal.reach(level) * math.sqrt(sum(spreads))
    return difference - far, difference + far


def compare(baseline: Count, arm: Count, /, *, level: float = LEVEL) -> Comparison:
    """Compare two shares: pooled z, and Newcombe's interval."""
    if not (baseline.units and arm.units):
        return Comparison(interval=ALL)
    z = pooled_z(baseline, arm)
    return Comparison(
        difference=arm.share - baseline.share,
        interval=newcombe(baseline, arm, z=normal.reach(level)),
        p=normal.two_sided(z),
        statistic=z,
    )
