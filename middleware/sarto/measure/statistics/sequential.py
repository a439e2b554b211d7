"""Comparisons that stay right however often one looks, and whenever one stops.

A fixed interval is right once, at a moment that was chosen before. These are right at
all moments together: the chance that the truth is ever outside is at most 1 - level.
That costs width, about half as much again where as many visitors came as were expected,
and more the farther off that is; how many are expected must be said beforehand, and
never be read off the data that are judged.

They are the confidence sequences of a normal mixture: with `r` the size of what has
been seen, in units of what it was tuned for, the difference reaches sqrt((1 + 1/r)
(ln(1 + r) - 2 ln(1 - level))) errors to each side, and p = sqrt(1 + r) exp(-z² r / (2 +
2 r)). Sources: Robbins (1970), "Statistical methods related to the law of the iterated
logarithm"; Howard, Ramdas, McAuliffe and Sekhon (2021), "Time-uniform, nonparametric,
nonasymptotic confidence sequences"; for errors that are estimated Waudby-Smith, Arbour,
Sinha, Kennedy and Ramdas (2021), "Time-uniform central limit theory and asymptotic
confidence sequences". Estimates are normal only in the long run, so that for short ones
shares have Newcombe's limits, which know the ends of the scale, and means those of
Student's t, by Wallace (1959).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sarto.measure.statistics import proportions, student
from sarto.measure.statistics.comparison import MOST, Comparison, Interval
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import Count

EXPECTED = 10_000  # units of both arms, where nobody said how many will come
STEPS = 60
LARGEST = 700.0  # that has an exponential


def tuned() -> float:
    """Give the r of the narrowest interval, at 95 %: of r = ln(1 + r) - 2 ln(0.05)."""
    r = 1.0
    for _ in range(STEPS):
        r = math.log1p(r) - 2 * math.log(1 - LEVEL)
    return r


TUNED = tuned()


def size(units: float, expected: float) -> float:
    """Give r: the units of both arms, in those that the mixture is tuned for."""
    wanted = min(max(expected, 1.0), MOST)
    return TUNED * units / (EXPECTED if math.isnan(expected) else wanted)


def reach(r: float, level: float = LEVEL) -> float:
    """Say how many standard errors an interval reaches to each side; r > 0."""
    return math.sqrt((1 + 1 / r) * (math.log1p(r) - 2 * math.log(1 - level)))


def chance(z: float, r: float) -> float:
    """Give the p of a difference `z` standard errors away from 0; r > 0."""
    power = z * z * r / (1 + r) / 2 - math.log1p(r) / 2
    return math.exp(-min(power, LARGEST)) if power > 0 else 1.0


def of_shares(
    baseline: Count, arm: Count, /, *, expected: float = EXPECTED, level: float = LEVEL
) -> Comparison:
    """Compare two shares; p is below 1 - level when the interval leaves 0 out."""
    if not (baseline.units and arm.units):
        return Comparison(interval=proportions.ALL)
    r = size(baseline.units + arm.units, expected)
    z = proportions.distance(baseline, arm)
    return Comparison(
        difference=arm.share - baseline.share,
        interval=proportions.newcombe(baseline, arm, z=reach(r, level)),
        p=chance(z, r),
        statistic=z,
    )


def of_means(
    baseline: Mean | None,
    arm: Mean | None,
    /,
    *,
    expected: float = EXPECTED,
    level: float = LEVEL,
) -> Comparison:
    """Compare two means; p is below 1 - level when the interval leaves 0 out."""
    if baseline is None or arm is None:
        return Comparison()
    difference = arm.value - baseline.value
    error = math.sqrt(baseline.square + arm.square)
    if not math.isfinite(difference) or not math.isfinite(error):
        return Comparison()
    freedom = baseline.freedom(arm)
    r = size(baseline.units + arm.units, expected)
    far = student.beyond(reach(r, level), freedom) * error
    z = student.deviate(difference / error, freedom) if error else 0.0
    return Comparison(
        difference=difference,
        interval=(difference - far, difference + far),
        p=chance(z, r),
        statistic=math.copysign(z, difference),
    )


def running(looks: Iterable[Comparison]) -> Iterator[Comparison]:
    """Keep what earlier looks made sure: p only falls, intervals only narrow.

    Looks come in the order of time, with the same level. Where an interval has nothing
    in common with those before, what it measures has moved: it begins anew.
    """
    p, kept = 1.0, None
    for look in looks:
        p, kept = min(p, look.p), common(kept, look.interval)
        yield replace(look, p=p, interval=kept)


def common(one: Interval | None, other: Interval | None) -> Interval | None:
    if one is None or other is None:
        return one or other
    low, high = max(one[0], other[0]), min(one[1], other[1])
    return (low, high) if low <= high else other
