"""How much more than the baseline, as a share of it: 0.2 is a fifth more."""

import math
from dataclasses import dataclass

from sarto.measure.statistics import normal, student
from sarto.measure.statistics.comparison import Interval
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """A lift, and its interval; no interval: there is no end to it."""

    value: float
    interval: Interval | None


def of_shares(baseline: Count, arm: Count, *, level: float = LEVEL) -> Lift | None:
    """Give the lift of a share; none of a baseline that nobody did it in.

    The interval has 0 in it when, and only when, Newcombe's of the difference has.
    Source: Donner and Zou (2012), "Closed-form confidence intervals for functions of
    the normal mean and standard deviation", their ratio, of Wilson's limits.
    """
    z = normal.reach(level)
    if not (baseline.done and arm.units):
        return None
    return lift(baseline.share, baseline.reaches(z), arm.share, arm.reaches(z))


def of_means(
    baseline: Mean | None, arm: Mean | None, *, level: float = LEVEL
) -> Lift | None:
    """Give the lift of a mean; none of a baseline of 0 or below.

    Source: as above; of limits that lie even it is the interval of Fieller (1954).
    """
    if baseline is None or arm is None or baseline.value <= 0:
        return None
    far = student.reach(level, baseline.freedom(arm))
    one, other = (far * math.sqrt(each.square) for each in (baseline, arm))
    return lift(baseline.value, (one, one), arm.value, (other, other))


def lift(one: float, ones: Interval, other: float, others: Interval) -> Lift | None:
    """Divide the other by the one; both have reaches, below and above."""
    times = other / one
    less, more = ones[0] / one, ones[1] / one
    low = end(more, times, others[0] / one, side=-1)
    high = end(less, times, others[1] / one, side=1)
    if not math.isfinite(times):
        return None
    if less >= 1 or not math.isfinite(low + high):  # the baseline may be 0
        return Lift(value=times - 1, interval=None)
    return Lift(value=times - 1, interval=(min(low, times) - 1, max(high, times) - 1))


def end(away: float, times: float, far: float, *, side: int) -> float:
    """Solve (times - r)² = far² + (r away)² for the r on one side."""
    first, last = (1 - away) * (1 + away), (times - far) * (times + far)
    inner = math.sqrt(max(times * times - first * last, 0.0))
    # of two forms the one that does not subtract what is nearly alike
    if side * times > 0:
        return (times + side * inner) / first if first else math.inf
    under = times - side * inner
    return last / under if under else 0.0
