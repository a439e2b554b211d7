"""What a bandit saved and what it cost, told as it is, and its arms compared rightly.

In: the same cohorts as its weights are made of. An arm's share is taken within strata
of days, while weights stood still, and strata count by their visitors: so that neither
good days nor weights that moved by luck lean on it (Hadad and others 2021 tell why
plain averages under adaptive weights are biased).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sarto.measure.averages import Average, counted
from sarto.measure.contrasts import contrast
from sarto.measure.statistics import sequential
from sarto.measure.statistics.comparison import Interval
from sarto.measure.statistics.normal import LEVEL, reach
from sarto.measure.statistics.proportions import Count, newcombe
from sarto.measure.statistics.several import shared
from sarto.measure.strata import Cohort, Evened, evened, strata, units

LEAST = 2  # units of each arm in a stratum: hardly any bias, which more would bring


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An arm against the baseline, as if both had been given evenly on all days."""

    arm: str
    share: float
    difference: float
    variance: float
    interval: tuple[float, float]
    any_time: tuple[float, float]  # the interval for who looks every day, of all arms
    p: float
    worth: float  # 0.6: as sure as 60 % of the visitors would have been, split evenly


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What came of the split: `gained` conversions more than of an even one."""

    units: int
    converted: int
    gained: float
    interval: tuple[float, float]
    baseline: float  # its share, days evened out
    comparisons: tuple[Compared, ...]

    @property
    def worth(self) -> float:
        """What the comparison that suffered most is worth."""
        return min((each.worth for each in self.comparisons), default=1.0)


def account(
    cohorts: Iterable[Cohort], arms: Sequence[str], *, level: float = LEVEL
) -> Account | None:
    """Settle it, the first arm being the baseline; `None`: an arm has no units yet."""
    parts = strata(cohorts, arms, least=LEAST)
    found = {arm: evened([(units(part), part[arm]) for part in parts]) for arm in arms}
    if not all(part[arm].units for part in parts for arm in arms) or not parts:
        return None
    even = sum(map(units, parts)) / len(arms)
    gained, variance = gain(parts, found)
    far = reach(level) * math.sqrt(variance)
    levels = (level, shared(level, len(arms) - 1))
    return Account(
        units=sum(map(units, parts)),
        converted=sum(sums.converted for part in parts for sums in part.values()),
        gained=gained,
        interval=(gained - far, gained + far),
        baseline=found[arms[0]].share,
        comparisons=tuple(
            compared(arm, found[arm], found[arms[0]], even, levels) for arm in arms[1:]
        ),
    )


def gain(parts: Sequence[Cohort], found: dict[str, Evened]) -> tuple[float, float]:
    """Count what units given beyond an even split brought: the sum and its variance."""
    gained, variance = 0.0, 0.0
    for part in parts:
        even = units(part) / len(part)
        for arm, sums in part.items():
            beyond = sums.units - even
            gained += beyond * sums.converted / sums.units
            variance += beyond * beyond / sums.units * scatter(found[arm])
    return gained, variance


def compared(
    arm: str,
    one: Evened,
    baseline: Evened,
    even: float,
    levels: tuple[float, float],
) -> Compared:
    found = contrast([1, -1], [average(one), average(baseline)], levels[0])
    alike = (scatter(one) + scatter(baseline)) / even
    return Compared(
        arm=arm,
        share=one.share,
        difference=found.difference,
        variance=found.variance,
        interval=found.interval,
        any_time=any_time(one, baseline, even, levels[1]),
        p=found.p,
        worth=alike / found.variance,
    )


def any_time(one: Evened, baseline: Evened, even: float, level: float) -> Interval:
    """Give the sequential interval, whose clock is the variance of the sum.

    Sums of days are what is a martingale, not means of what units are worth: of an even
    split the clock is the units of both, of another one it runs faster.
    """
    clock = even * even * (1 / one.worth + 1 / baseline.worth)
    far = sequential.reach(sequential.size(clock, sequential.EXPECTED), level)
    return newcombe(count(baseline), count(one), z=far)


def count(found: Evened) -> Count:
    return Count(found.share * found.worth, found.worth)


def average(found: Evened) -> Average:
    return counted(count(found))


def scatter(found: Evened) -> float:
    """Give the variance of one visitor."""
    return average(found).variance * found.worth
