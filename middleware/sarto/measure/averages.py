"""What an arm reached on average, and how sure that is: a `Sums` in, an `Average` out.

Three of them, as of a signal `booked`: `share` (`booked`: who did it at all, 0 to 1),
`value` (`booked.value`: the sum of values for each visitor), `mean` (`booked.mean`: the
value for each time). Never raises; `None`: nothing can be said.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sarto.measure.statistics import means
from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.ratios import value_per_time
from sarto.vocabulary.measured import Sums

HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """An estimate: its value, and the variance of that value (not of one visitor)."""

    value: float
    variance: float
    freedom: float = math.inf  # degrees of it, of the variance
    count: Count | None = None  # of shares, whose limits know the ends of the scale

    def reaches(self, z: float) -> tuple[float, float]:
        """Say how far `z` errors go below and above."""
        if self.count:
            return self.count.reaches(z)
        far = z * math.sqrt(self.variance)
        return far, far


Measure: TypeAlias = Callable[[Sums], Average | None]


def share(sums: Sums) -> Average | None:
    """Give the share of units that did it."""
    count = Count.of(sums)
    return counted(count) if count.units else None


def counted(count: Count) -> Average:
    sure = count
    if count.done in (0, count.units):  # none, or all, is no certainty
        sure = Count(count.done + HALF, count.units + 1)
    variance = sure.share * sure.other / count.units
    return Average(value=count.share, variance=variance, count=count)


def value(sums: Sums) -> Average | None:
    """Give the mean of the units' sums of values."""
    return average(means.values(sums))


def mean(sums: Sums) -> Average | None:
    """Give the value for each time it was done."""
    return average(value_per_time(sums))


def average(found: means.Mean | None) -> Average | None:
    if found is None or not math.isfinite(found.value + found.square):
        return None
    freedom = found.units - 1
    return Average(value=found.value, variance=found.square, freedom=freedom)
