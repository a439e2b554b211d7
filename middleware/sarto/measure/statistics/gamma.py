"""The incomplete gamma function, what it is made of, and the tail of chi-square."""

import math

NEAR = 0.1  # of each other: where a logarithm would lose digits
PRECISE = 16  # from where on Stirling's series is exact to the last digit
TINY = 1e-300
CLOSE = 1e-16
MOST = 10_000  # terms; a few dozen are enough for what is asked here


def correction(x: float) -> float:
    """Give what Stirling's formula lacks of the logarithm of gamma(x), x > 0.

    Source: Loader (2000), "Fast and accurate computation of binomial probabilities".
    """
    if x < PRECISE:
        half = math.log(2 * math.pi) / 2
        return math.lgamma(x) - (x - 0.5) * math.log(x) + x - half
    of = 1 / (x * x)
    tail = of * (1 / 1260 - of * (1 / 1680 - of / 1188))
    return (1 / 12 - of * (1 / 360 - tail)) / x


def deviance(x: float, mean: float) -> float:
    """Give x ln(x / mean) + mean - x, never below 0, without losing digits near 0.

    Both are 0 or more. Source: as above.
    """
    if x == 0 or mean == 0:
        return math.inf if x else mean
    apart = (x - mean) / (x + mean)
    if abs(apart) >= NEAR:
        return x * math.log(x / mean) + mean - x
    found, term = (x - mean) * apart, 2 * x * apart
    for step in range(3, MOST, 2):
        term *= apart * apart
        if abs(term) <= found * CLOSE:
            break
        found += term / step
    return found


def upper(a: float, x: float) -> float:
    """Give the regularised upper incomplete gamma function Q(a, x), a > 0 and x >= 0.

    To 1e-12 of itself. Source: the series and the continued fraction of Abramowitz and
    Stegun (1964), 6.5.29 and 6.5.31, the latter evaluated by Lentz (1976).
    """
    if x <= 0:
        return 1.0
    if x == math.inf:
        return 0.0
    scale = math.exp(-correction(a) - deviance(a, x)) * math.sqrt(a / (2 * math.pi))
    return 1 - scale * series(a, x) if x < a + 1 else scale * fraction(a, x)


def series(a: float, x: float) -> float:
    found = term = 1 / a
    for step in range(1, MOST):
        term *= x / (a + step)
        found += term
        if term <= found * CLOSE:
            break
    return found


def fraction(a: float, x: float) -> float:
    below = x + 1 - a
    c, d = 1 / TINY, 1 / below
    found = d
    for step in range(1, MOST):
        part = -step * (step - a)
        below += 2
        d = 1 / (part * d + below or TINY)
        c = below + part / c or TINY
        found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found


def chi_square(value: float, freedom: float) -> float:
    """Give the chance of a chi-square this large or larger; 1 without freedom."""
    if not (freedom > 0 and value > 0):
        return 1.0
    return upper(freedom / 2, value / 2)
