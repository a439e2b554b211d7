"""The normal distribution: tails, and how far out a level is."""

import math
from statistics import NormalDist

LEVEL = 0.95  # of intervals, unless said otherwise
NORMAL = NormalDist()


def two_sided(z: float) -> float:
    """Give the chance of a deviate this far from 0 or farther."""
    return math.erfc(abs(z) / math.sqrt(2))


def reach(level: float = LEVEL) -> float:
    """Say how many standard errors an interval of a level reaches to each side."""
    return -NORMAL.inv_cdf((1 - level) / 2)


def below(z: float) -> float:
    """Give the chance of a deviate this low or lower."""
    return math.erfc(-z / math.sqrt(2)) / 2
