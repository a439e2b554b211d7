"""What visitors did before explains part of what they do after: less doubt remains.

Each arm's mean is corrected by how far its visitors were from the others' before
anything was shown to them, times theta, the slope of after on before within the arms.
That moves no expectation, since arms differ before by luck alone. Source: Deng, Xu,
Kohavi and Walker (2013), "Improving the sensitivity of online controlled experiments by
utilizing pre-experiment data" (CUPED).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import NamedTuple, TypeAlias

from sarto.measure.statistics import means
from sarto.measure.statistics.means import ROUNDED, Mean
from sarto.vocabulary.measured import Sums


class Pair(NamedTuple):
    """Sums of y, what came after, and of z, what was before, over an arm's units."""

    units: float
    y: float
    yy: float
    z: float
    zz: float
    yz: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """Means as they are compared then, in the order of the arms.

    theta is 0, and the means are what they were, where nothing was seen before.
    """

    means: tuple[Mean | None, ...]
    theta: float
    reduction: float  # of the variance, a share: 0.3 is as good as 1.43 times the units


Take: TypeAlias = Callable[[Sums], Pair]


def times(sums: Sums) -> Pair:
    """Take how often it was done, after and before."""
    return Pair(sums.units, sums.x, sums.xx, sums.b, sums.bb, sums.xb)


def values(sums: Sums) -> Pair:
    """Take the sums of values, after and before."""
    return Pair(sums.units, sums.v, sums.vv, sums.c, sums.cc, sums.vc)


def adjusted(arms: Sequence[Sums], take: Take = values) -> Adjusted:
    """Adjust the means of all arms together, so that they are compared alike."""
    pairs = [take(sums) for sums in arms]
    plain = tuple(means.mean(pair.units, pair.y, pair.yy) for pair in pairs)
    known = [pair for pair, mean in zip(pairs, plain, strict=True) if mean]
    untouched = Adjusted(means=plain, theta=0.0, reduction=0.0)
    try:
        theta = slope(known)
        found = tuple(
            mean and corrected(pair, theta, known)
            for mean, pair in zip(plain, pairs, strict=True)
        )
        before, after = (math.fsum(m.square for m in x if m) for x in (plain, found))
    except OverflowError:  # beyond what a float can hold
        return untouched
    if not theta or not before:
        return untouched
    return Adjusted(means=found, theta=float(theta), reduction=1 - after / before)


def slope(pairs: Sequence[Pair]) -> Fraction:
    """Give theta, rounded as a float is; 0 where it cannot be known."""
    if not all(map(math.isfinite, chain.from_iterable(pairs))):
        return Fraction()
    below = sum((apart(p.units, p.z, p.z, p.zz) for p in pairs), Fraction())
    above = sum((apart(p.units, p.y, p.z, p.yz) for p in pairs), Fraction())
    rounding = Fraction(ROUNDED) * sum(Fraction(p.zz) for p in pairs)
    if below <= rounding or freedom(pairs) <= 1:
        return Fraction()
    return Fraction(float(above / below))


def corrected(pair: Pair, theta: Fraction, pairs: Sequence[Pair]) -> Mean | None:
    """Correct one arm's mean by how far its units were from all units before."""
    if not theta:
        return means.mean(pair.units, pair.y, pair.yy)
    middle = sum(Fraction(p.z) for p in pairs) / sum(Fraction(p.units) for p in pairs)
    square = apart(pair.units, pair.y, pair.y, pair.yy)
    before = apart(pair.units, pair.z, pair.z, pair.zz)
    square += theta * (theta * before - 2 * apart(pair.units, pair.y, pair.z, pair.yz))
    units, degrees = Fraction(pair.units), freedom(pairs)
    value = (Fraction(pair.y) - theta * (Fraction(pair.z) - middle * units)) / units
    square *= degrees / (degrees - 1)  # one of them is spent on theta
    return means.spread(pair.units, float(value), square, pair.yy / pair.units)


def apart(units: float, one: float, other: float, product: float) -> Fraction:
    """Give the sum of products of what is apart from both means."""
    return Fraction(product) - Fraction(one) * Fraction(other) / Fraction(units)


def freedom(pairs: Sequence[Pair]) -> Fraction:
    return sum((Fraction(pair.units) - 1 for pair in pairs), Fraction())
