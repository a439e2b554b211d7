"""Ratios of two sums, as the value for each time: both vary from visitor to visitor.

Times are not independent, visitors are. So each visitor counts with how far they are
from the ratio, which makes of a ratio a mean that is compared as any other.
"""

import math
from fractions import Fraction

from sarto.measure.statistics.comparison import counted
from sarto.measure.statistics.means import FEWEST, Mean, spread
from sarto.vocabulary.measured import Sums


def value_per_time(sums: Sums) -> Mean | None:
    """Give the value for each time, by the delta method; None if it was never done.

    Source: Deng, Knoblich and Lu (2018), "Applying the delta method in metric
    analytics".
    """
    known = (sums.units, sums.x, sums.xx, sums.v, sums.vv, sums.xv)
    is_known = all(map(math.isfinite, known)) and sums.x > 0
    if not is_known or counted(sums.units) < FEWEST:
        return None
    units, x, xx, v, vv, xv = map(Fraction, known)
    ratio, scale = v / x, units / x
    try:
        square = float((vv + ratio * ratio * xx) / units * scale * scale)
        value = float(ratio)
    except OverflowError:  # beyond what a float can hold
        return None
    # of v - ratio x, whose sum is 0
    apart = (vv - 2 * ratio * xv + ratio * ratio * xx) * scale * scale
    return spread(sums.units, value, apart, square)
