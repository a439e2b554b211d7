"""Student's t: tails, quantiles, and deviates of the normal that are as rare.

Degrees of freedom are any number from 1 on, infinity too.
"""

import math

from sarto.measure.statistics import beta, normal

MANY = 2000  # degrees, from which on Hill's expansion is exact to 1e-11
STEPS = 50
CLOSE = 1e-14
LARGEST = 600.0  # whose exponential may still be multiplied


def two_sided(t: float, freedom: float) -> float:
    """Give the chance of a t this far from 0 or farther, to 1e-11 of itself.

    Source: the NIST handbook (2010), 8.17, by the incomplete beta function; of many
    degrees by the expansion of Hill (1970), "Algorithm 395".
    """
    square = t * t
    if square == math.inf:
        return 0.0
    if freedom > MANY:
        return normal.two_sided(deviate_of_many(t, freedom))
    both = freedom + square
    return beta.lower(freedom / 2, 0.5, freedom / both, square / both)


def deviate_of_many(t: float, freedom: float) -> float:
    if freedom == math.inf:
        return t
    of = freedom - 0.5
    scale = 48 * of * of
    square = of * math.log1p(t * t / freedom)
    third = ((0.4 * square + 3.3) * square + 24) * square + 85.5
    last = third / (0.8 * square * square + 100 + scale)
    return math.sqrt(square) * (1 + (square + 3 - last) / scale)


def reach(level: float, freedom: float) -> float:
    """Say how many standard errors an interval of a level reaches to each side.

    Found by Newton's steps on both logarithms, of which the tail is nearly a line.
    """
    chance = 1 - level
    t = beyond(normal.reach(level), freedom)
    if freedom == math.inf or not 0 < chance < 1:
        return t
    for _ in range(STEPS):
        tail, both = two_sided(t, freedom), freedom + t * t
        slope = 2 * beta.power(freedom / 2, 0.5, freedom / both, t * t / both) / tail
        step = math.log(tail / chance) / slope
        t *= math.exp(step)
        if abs(step) < CLOSE:
            break
    return t


def deviate(t: float, freedom: float) -> float:
    """Give the normal deviate that is about as rare; its sign is lost.

    A closed form that has no end where tails are too small for a number. Source:
    Wallace (1959), "Bounds on normal approximations to Student's".
    """
    if freedom == math.inf:
        return abs(t)
    return bent(freedom) * math.sqrt(freedom * math.log1p(t * t / freedom))


def beyond(z: float, freedom: float) -> float:
    """Undo `deviate`: the t that is as rare as a normal deviate."""
    if freedom == math.inf:
        return abs(z)
    power = (z / bent(freedom)) ** 2 / freedom
    return math.sqrt(freedom * math.expm1(min(power, LARGEST)))


def bent(freedom: float) -> float:
    return (8 * freedom + 1) / (8 * freedom + 3)
