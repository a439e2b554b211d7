"""What each factor of a full factorial does, and what two of them do together.

In: the sums of each arm, named by its levels (`on.short`), and the factors in the order
of the file, their first level the baseline. A main effect is one level less the first,
averaged evenly over the levels of all other factors; an interaction is how much more
that is beside another factor's level, a difference of differences. Where an arm has no
units to speak of nothing is said.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeAlias

from sarto.measure.averages import Average, Measure, share
from sarto.measure.contrasts import Contrast, contrast, together
from sarto.measure.statistics.gamma import chi_square
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.several import holm, shared
from sarto.vocabulary.measured import Sums

Factors: TypeAlias = Mapping[str, Sequence[str]]
Levels: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What these levels do, against the first ones; several: what only both do."""

    levels: Levels  # {"photo": "on"}, or {"photo": "on", "words": "long"}
    difference: float  # shares are 0 to 1
    interval: tuple[float, float]  # of all effects at once
    p: float
    corrected: float  # p, by Holm, for all effects that were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Whether a factor, or some together, does anything at all, by all its levels."""

    factors: tuple[str, ...]
    effects: tuple[Effect, ...]
    chi_square: float
    freedom: int
    p: float

    @property
    def is_interaction(self) -> bool:
        return len(self.factors) > 1


def arms(factors: Factors) -> tuple[str, ...]:
    """Name the arms of a full factorial, the baseline first."""
    return tuple(map(".".join, product(*factors.values())))


def terms(
    sums: Mapping[str, Sums],
    factors: Factors,
    *,
    of: Measure = share,
    order: int = 2,
    level: float = LEVEL,
) -> tuple[Term, ...]:
    """Find main effects and interactions of up to `order` factors, in that order."""
    found = [of(sums[arm]) if arm in sums else None for arm in arms(factors)]
    averages = [each for each in found if each is not None]
    if not factors or len(averages) < len(found):
        return ()
    asked = [
        (levels, weights(levels, factors))
        for count in range(1, order + 1)
        for names in combinations(factors, count)
        for levels in others(names, factors)
    ]
    stricter = shared(level, len(asked))
    contrasts = [contrast(row, averages, stricter) for _, row in asked]
    corrected = holm([each.p for each in contrasts])
    effects = [
        effect(levels, each, p)
        for (levels, _), each, p in zip(asked, contrasts, corrected, strict=True)
    ]
    return tuple(gathered(effects, factors, averages))


def others(names: tuple[str, ...], factors: Factors) -> Iterator[Levels]:
    """Go through the levels of some factors, their first ones left out."""
    for levels in product(*(factors[name][1:] for name in names)):
        yield dict(zip(names, levels, strict=True))


def weights(levels: Levels, factors: Factors) -> list[float]:
    """Weigh each arm: +1 and -1 on the factors meant, evenly on the others."""
    each = [
        [of_level(one, options[0], levels.get(name), len(options)) for one in options]
        for name, options in factors.items()
    ]
    return [math.prod(row) for row in product(*each)]


def of_level(level: str, first: str, meant: str | None, count: int) -> float:
    if meant is None:
        return 1 / count
    return float(level == meant) - float(level == first)


def effect(levels: Levels, found: Contrast, corrected: float) -> Effect:
    return Effect(
        levels=levels,
        difference=found.difference,
        interval=found.interval,
        p=found.p,
        corrected=corrected,
    )


def gathered(
    effects: Sequence[Effect], factors: Factors, averages: Sequence[Average]
) -> Iterator[Term]:
    for names in dict.fromkeys(tuple(each.levels) for each in effects):
        own = tuple(each for each in effects if tuple(each.levels) == names)
        rows = [weights(each.levels, factors) for each in own]
        chi, freedom = together(rows, averages)
        yield Term(
            factors=names,
            effects=own,
            chi_square=chi,
            freedom=freedom,
            p=chi_square(chi, freedom),
        )
