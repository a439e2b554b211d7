"""The incomplete beta function: what the tail of a t is made of."""

import math

from sarto.measure.statistics.gamma import correction, deviance

TINY = 1e-300
CLOSE = 1e-15
MOST = 10_000  # steps: about the root of the larger of a and b is enough


def power(a: float, b: float, x: float, y: float) -> float:
    """Give x^a y^b / B(a, b), y = 1 - x; a and b > 0. Large ones lose no digits.

    Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
    """
    both = a + b
    lacks = correction(both) - correction(a) - correction(b)
    apart = deviance(a, both * x) + deviance(b, both * y)
    return math.exp(lacks - apart) * math.sqrt(a / both * b / (2 * math.pi))


def lower(a: float, b: float, x: float, y: float) -> float:
    """Give the regularised incomplete beta function I_x(a, b); 0 <= x <= 1, a, b > 0.

    `y` is 1 - x, which the caller often knows to more digits. To 1e-12 of itself or of
    1, whichever is more. Source: the continued fraction of the NIST handbook (2010),
    8.17.22, evaluated by Lentz (1976).
    """
    if x <= 0 or y <= 0:
        return float(y <= 0)
    if x > (a + 1) / (a + b + 2):
        return 1 - power(b, a, y, x) * fraction(b, a, y) / b
    return power(a, b, x, y) * fraction(a, b, x) / a


def fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or TINY)
    found = d
    for step in range(1, MOST):
        twice = a + 2 * step
        even = step * (b - step) * x / ((twice - 1) * twice)
        odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1))
        for part in (even, odd):
            d = 1 / (1 + part * d or TINY)
            c = 1 + part / c or TINY
            found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found
