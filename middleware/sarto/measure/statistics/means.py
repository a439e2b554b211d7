"""Two means of values that visitors brought, however different their spreads."""

import math
from dataclasses import dataclass
from fractions import Fraction

from sarto.measure.statistics import student
from sarto.measure.statistics.comparison import Comparison, counted
from sarto.measure.statistics.normal import LEVEL
from sarto.vocabulary.measured import Sums

ROUNDED = 1e-12  # of the mean square: less variance than that is rounding, not spread
IMPOSSIBLE = 1e-6  # of it: that much less than no spread is no rounding
FEWEST = 2  # units, without which there is no variance


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """An arm's mean, in the units of the value, and the variance of one visitor's."""

    units: float
    value: float
    variance: float

    @property
    def square(self) -> float:
        """The square of the mean's standard error."""
        return self.variance / self.units

    def freedom(self, other: "Mean") -> float:
        """Give the degrees of freedom of a difference, by Welch and Satterthwaite."""
        both = self.square + other.square
        share = self.square / both if both else 0.5
        mine, others = share * share / (self.units - 1), (1 - share) ** 2
        return 1 / (mine + others / (other.units - 1))


def values(sums: Sums) -> Mean | None:
    """Take the sum of values of each unit, 0 of those that brought none."""
    return mean(sums.units, sums.v, sums.vv)


def times(sums: Sums) -> Mean | None:
    """Take how often each unit did it."""
    return mean(sums.units, sums.x, sums.xx)


def mean(units: float, total: float, squares: float) -> Mean | None:
    """Give mean and variance of a sum and a sum of squares; None of fewer than two.

    Nothing is lost to cancellation that the sums have: they are subtracted as
    fractions. What they were rounded to themselves may pass for spread, or hide it: no
    deviation is taken for less than a millionth of the root mean square.
    """
    if not math.isfinite(total + squares) or counted(units) < FEWEST:
        return None
    apart = Fraction(squares) - Fraction(total) ** 2 / Fraction(units)
    return spread(units, total / units, apart, squares / units)


def spread(units: float, value: float, apart: Fraction, square: float) -> Mean | None:
    """Divide the squares of what is apart; `square` is the mean square beside it.

    None where that is less than nothing, by more than sums are rounded to.
    """
    try:
        variance = float(apart / (Fraction(units) - 1))
    except OverflowError:  # beyond what a float can hold
        return None
    if variance < -IMPOSSIBLE * square:
        return None
    least = ROUNDED * square
    return Mean(units=units, value=value, variance=max(variance, least, 0.0))


def compare(
    baseline: Mean | None, arm: Mean | None, /, *, level: float = LEVEL
) -> Comparison:
    """Compare two means by Welch's t: no common variance is assumed.

    Source: Welch (1947), "The generalization of Student's problem".
    """
    if baseline is None or arm is None:
        return Comparison()
    difference = arm.value - baseline.value
    error = math.sqrt(baseline.square + arm.square)
    freedom = baseline.freedom(arm)
    far = student.reach(level, freedom) * error
    if not math.isfinite(difference) or not math.isfinite(far):
        return Comparison()
    t = difference / error if error else 0.0
    return Comparison(
        difference=difference,
        interval=(difference - far, difference + far),
        p=student.two_sided(t, freedom),
        statistic=t,
        freedom=freedom,
    )
