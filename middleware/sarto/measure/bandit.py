"""How a bandit splits its visitors: by Thompson sampling (1933), a day at a time.

In: cohorts, the sums by arm of the units that were first shown an arm on one day, while
the weights stood still; only days that are over for good, their windows closed, in
order. Out: a weight for each arm, its chance of being the best, so that who is assigned
by weights is assigned as if each visitor had drawn from what is believed. Nothing is
drawn here: the same cohorts give the same weights in every process.

A day when everybody books moves no weights: what is counted is levelled first, each
day having its own height and each arm its own step above or below it (least squares, a
visitor having the same weight everywhere). Else an arm that was large on a good day
would look better than it is.
"""

import math
from collections.abc import Iterable, Sequence

from sarto.measure.posterior import Beta, believed, largest
from sarto.measure.strata import Cohort, units

FLOOR = 0.1  # of the visitors are split evenly, whatever is believed: 5 % of two arms
DIGITS = 6  # of a weight: what the last bits of a machine say moves nobody
TINY = 1e-9  # of the units, added where days do not tell arms apart


def weights(
    cohorts: Iterable[Cohort], arms: Sequence[str], *, floor: float = FLOOR
) -> dict[str, float]:
    """Weigh the arms, in shares of 1; evenly while nothing is known."""
    if not arms:
        return {}
    chances = largest(beliefs(cohorts, arms))
    even = floor / len(arms)
    return {
        arm: round(even + (1 - floor) * chance, DIGITS)
        for arm, chance in zip(arms, chances, strict=True)
    }


def beliefs(cohorts: Iterable[Cohort], arms: Sequence[str]) -> list[Beta]:
    """Say what is believed of each arm's share: its units, at its levelled share."""
    days = [cohort for cohort in cohorts if units(cohort)]
    return [
        believed(share * count, count)
        for share, count in zip(levelled(days, arms), seen(days, arms), strict=True)
    ]


def levelled(days: Sequence[Cohort], arms: Sequence[str]) -> list[float]:
    """Give each arm's share, as of a day like all days taken together."""
    counts, every = seen(days, arms), sum(map(units, days))
    if not every:
        return [0.0] * len(arms)
    steps = solved(*normal(days, arms), ridge=TINY * every)
    done = sum(day[arm].converted for day in days for arm in day)
    level = (done - math.fsum(map(math.prod, zip(counts, steps, strict=True)))) / every
    return [min(max(level + step, 0.0), 1.0) for step in steps]


def normal(
    days: Sequence[Cohort], arms: Sequence[str]
) -> tuple[list[list[float]], list[float]]:
    """Set up the equations of the arms' steps, the days' heights being taken out."""
    size = range(len(arms))
    matrix, right = [[0.0] * len(arms) for _ in size], [0.0] * len(arms)
    for day in days:
        every, done = units(day), sum(sums.converted for sums in day.values())
        counts = [day[arm].units if arm in day else 0 for arm in arms]
        for i in size:
            if counts[i]:
                right[i] += day[arms[i]].converted - counts[i] * done / every
                matrix[i][i] += counts[i]
                for j in size:
                    matrix[i][j] -= counts[i] * counts[j] / every
    return matrix, right


def solved(
    matrix: list[list[float]], right: list[float], *, ridge: float
) -> list[float]:
    """Solve by elimination; the matrix is symmetric, and no eigenvalue is below 0."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at, row in enumerate(rows):
        row[at] += ridge
    for at, row in enumerate(rows):
        for other in rows[:at] + rows[at + 1 :]:
            factor = other[at] / row[at]
            other[:] = [x - factor * y for x, y in zip(other, row, strict=True)]
    return [row[-1] / row[at] for at, row in enumerate(rows)]


def seen(days: Iterable[Cohort], arms: Sequence[str]) -> list[int]:
    found = list(days)
    return [sum(day[arm].units for day in found if arm in day) for arm in arms]
