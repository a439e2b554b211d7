"""Days as strata: what an arm had come to, if its days had been given to it evenly.

Where weights move, luck moves them, and so a plain share leans to one side. Within a
day they stand still: there a share is unbiased, and days count by all who came.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sarto.measure.totals import added
from sarto.vocabulary.measured import Sums

Cohort: TypeAlias = Mapping[str, Sums]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evened:
    """An arm as if its days had been given to it evenly: its share, as sure as of
    `worth` units. Of one day, or of many with the same weights, plain counting.
    """

    share: float = 0.0
    worth: float = 0.0


def evened(parts: Sequence[tuple[int, Sums]]) -> Evened:
    """Even an arm out; `parts` are the units of all arms, and this arm's sums."""
    seen = [(every, sums) for every, sums in parts if sums.units > 0]
    every = sum(each for each, _ in seen)
    if not every:
        return Evened()
    share = math.fsum(n / every * s.converted / s.units for n, s in seen)
    spread = math.fsum((n / every) ** 2 / s.units for n, s in seen)
    return Evened(share=share, worth=1 / spread)


def strata(
    cohorts: Iterable[Cohort], arms: Sequence[str], *, least: int
) -> list[dict[str, Sums]]:
    """Take days together until each arm has units enough to be compared within.

    Weights moved between days that are one stratum, by what was seen on the first of
    them: so the fewer, the less bias; the more, the less doubt.
    """
    found: list[dict[str, Sums]] = []
    for cohort in cohorts:
        day = {arm: cohort.get(arm, Sums()) for arm in arms}
        if found and is_thin(found[-1], least):
            found[-1] = joined(found[-1], day)
        else:
            found.append(day)
    if len(found) > 1 and is_thin(found[-1], least):
        last = found.pop()
        found[-1] = joined(found[-1], last)
    return found


def is_thin(stratum: Cohort, least: int) -> bool:
    return any(sums.units < least for sums in stratum.values())


def joined(one: Cohort, other: Cohort) -> dict[str, Sums]:
    return {arm: added(sums, other[arm]) for arm, sums in one.items()}


def units(stratum: Cohort) -> int:
    return sum(sums.units for sums in stratum.values())
