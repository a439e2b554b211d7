"""Differences of averages, and of such differences, with how sure they are.

A contrast is a weight for each average. Of shares its interval joins their own limits
by the method of variance estimates recovery (Zou and Donner 2008), which of two of them
is Newcombe's (1998) tenth, and p is of a normal; of means both are of a t, with Welch's
degrees of freedom.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sarto.measure.averages import Average
from sarto.measure.statistics import student
from sarto.measure.statistics.normal import LEVEL, reach

TINY = 1e-12  # of a variance, against the largest: a row that says what others said
Weighed: TypeAlias = Sequence[tuple[float, Average]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What a contrast comes to, in the units of its averages; shares are 0 to 1."""

    difference: float
    variance: float
    interval: tuple[float, float]
    p: float


def contrast(
    weights: Sequence[float], averages: Sequence[Average], level: float = LEVEL
) -> Contrast:
    """Weigh averages of one kind against one another."""
    weighed = list(zip(weights, averages, strict=True))
    difference = total(weights, averages)
    variance = math.fsum(weight * weight * one.variance for weight, one in weighed)
    freedom = degrees(weighed, variance)
    below = above = student.reach(level, freedom) * math.sqrt(variance)
    if any(one.count for one in averages):
        below, above = recovered(weighed, reach(level))
    return Contrast(
        difference=difference,
        variance=variance,
        interval=(difference - below, difference + above),
        p=two_sided(difference, variance, freedom),
    )


def degrees(weighed: Weighed, variance: float) -> float:
    """Give the degrees of freedom (Welch 1947)."""
    parts = ((w * w * one.variance, one.freedom) for w, one in weighed)
    apart = math.fsum(part * part / freedom for part, freedom in parts)
    return max(variance * variance / apart, 1.0) if apart > 0 else math.inf


def recovered(weighed: Weighed, z: float) -> tuple[float, float]:
    """Say how far an interval reaches below and above."""
    below, above = 0.0, 0.0
    for weight, one in weighed:
        down, up = one.reaches(z) if weight > 0 else reversed(one.reaches(z))
        below, above = math.hypot(below, weight * down), math.hypot(above, weight * up)
    return below, above


def two_sided(difference: float, variance: float, freedom: float = math.inf) -> float:
    if variance <= 0:
        return 0.0 if difference else 1.0
    return student.two_sided(difference / math.sqrt(variance), freedom)


def together(
    rows: Sequence[Sequence[float]], averages: Sequence[Average]
) -> tuple[float, int]:
    """Test several contrasts at once (Wald 1943): chi-square and degrees of freedom.

    Rows that say what others said already are left out, so the degrees may be fewer.
    """
    found = [[*covariances(row, rows, averages), total(row, averages)] for row in rows]
    size, chi, freedom = len(found), 0.0, 0
    most = max((line[at] for at, line in enumerate(found)), default=0.0)
    for at in range(size):
        pivot = found[at][at]
        if pivot <= TINY * most:
            continue
        chi, freedom = chi + found[at][size] ** 2 / pivot, freedom + 1
        for line in found[at + 1 :]:
            factor = line[at] / pivot
            line[:] = [x - factor * y for x, y in zip(line, found[at], strict=True)]
    return chi, freedom


def covariances(
    row: Sequence[float], rows: Sequence[Sequence[float]], averages: Sequence[Average]
) -> list[float]:
    variances = [one.variance for one in averages]
    return [
        math.fsum(map(math.prod, zip(row, other, variances, strict=True)))
        for other in rows
    ]


def total(row: Sequence[float], averages: Sequence[Average]) -> float:
    return math.fsum(
        weight * one.value for weight, one in zip(row, averages, strict=True)
    )
