"""How small a difference shows, and how long that takes, by the visitors there are.

Of shares, two-sided, an arm against the baseline. Fixed: somebody looks once, at the
end (pooled variance under no difference, the arms' own under one: Fleiss 1981).
Sequential: somebody looks every day and stops when it shows; then what is reckoned is
that it shows by the last day at the latest, as of a look on that day alone. It is a
little better than that, for it may show before.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sarto.measure.remark import Remark, remark
from sarto.measure.statistics import normal, sequential
from sarto.measure.statistics.normal import LEVEL, NORMAL
from sarto.measure.statistics.several import shared

POWER: Final = 0.8  # how often a difference that is there is to show
LONGEST: Final = 3650  # days; what takes longer is never
HALVINGS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Who comes: units a day to all arms, the baseline's share, how they are split."""

    units_a_day: float
    share: float
    weights: tuple[float, ...] = (1, 1)  # of the arms, the baseline first
    expected: float | None = None  # units the sequential interval is tuned for

    @property
    def arms(self) -> tuple[float, ...]:
        """What the other arms weigh; one that is closed is none."""
        return tuple(weight for weight in self.weights[1:] if weight > 0)

    @property
    def is_any(self) -> bool:
        is_split = bool(self.arms) and self.weights[0] > 0
        return self.units_a_day > 0 and 0 < self.share < 1 and is_split

    def units(self, days: float) -> tuple[float, float]:
        """Give the units of the baseline, and of the smallest other arm."""
        every = self.units_a_day * days / math.fsum(self.weights)
        return every * self.weights[0], every * min(self.arms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How it is looked at: with what confidence, how often, and for how many arms."""

    level: float = LEVEL
    power: float = POWER
    is_sequential: bool = True

    def reach(self, traffic: Traffic, units: float) -> float:
        """Say how many errors away a difference shows."""
        level = shared(self.level, len(traffic.arms))
        if not self.is_sequential:
            return normal.reach(level)
        expected = traffic.expected or sequential.EXPECTED
        return sequential.reach(sequential.size(units, expected), level)


def power(
    difference: float, share: float, units: tuple[float, float], reach: float
) -> float:
    """Give the chance that a difference shows, either way."""
    one, other = units
    arm = share + difference
    both = (share * one + arm * other) / (one + other)
    alike = math.sqrt(both * (1 - both) * (1 / one + 1 / other))
    apart = math.sqrt(share * (1 - share) / one + arm * (1 - arm) / other)
    if not apart:
        return float(abs(difference) > reach * alike)
    far = (difference - reach * alike) / apart
    near = (-difference - reach * alike) / apart
    return NORMAL.cdf(far) + NORMAL.cdf(near)


def shows(difference: float, traffic: Traffic, days: float, look: Look) -> float:
    """Give the chance that a difference shows within so many days."""
    units = traffic.units(days)
    return power(difference, traffic.share, units, look.reach(traffic, sum(units)))


def smallest(traffic: Traffic, days: float, look: Look) -> float | None:
    """Find the least difference upwards that shows in time; `None`: none does."""
    if not traffic.is_any or days <= 0:
        return None
    return least(
        lambda difference: shows(difference, traffic, days, look) >= look.power,
        1 - traffic.share,
    )


def days(traffic: Traffic, difference: float, look: Look) -> int | None:
    """Count the days until a difference shows; `None`: more than ten years."""
    arm = traffic.share + difference
    if not traffic.is_any or not difference or not 0 <= arm <= 1:
        return None
    found = least(
        lambda days: shows(difference, traffic, days, look) >= look.power, LONGEST
    )
    return math.ceil(found) if found else None


def least(holds: Callable[[float], bool], most: float) -> float | None:
    """Find the least number up to `most` from which on something holds."""
    if not holds(most):
        return None
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def remarks(
    traffic: Traffic, goal: str, difference: float, *, within: int = 14
) -> tuple[Remark, ...]:
    """Say what looking every day will show, and when, to who plans an experiment."""
    look = Look()
    if not traffic.is_any:
        return (remark("power.nobody", goal=goal),)
    long, short = days(traffic, difference, look), smallest(traffic, within, look)
    first = remark(
        "power.days" if long else "power.never",
        units=round(traffic.units_a_day),
        share=traffic.share,
        goal=goal,
        change=(difference,),
        days=long or LONGEST,
    )
    if short is None or (long and long <= within):
        return (first,)
    return first, remark("power.within", days=within, change=(short,))
