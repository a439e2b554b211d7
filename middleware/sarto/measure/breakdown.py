"""Whether an arm does as much for everybody: compared again, by one fact's values.

In: cells, as a store sums them up, and facts to go by. Who looks at many rows finds one
that stands out by luck; so intervals and p are for all rows of all facts at once, and a
fact is called uneven only if its rows together differ more than luck has them differ.
Rows that are too small to say anything, or to hide anybody in, are joined. Whether one
is says nothing of which arm did better in it: the arms' counts are not looked at, only
what all of them together let expect.

Of a bandit only within days, which cells are not: let these rows be for fixed weights.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sarto.measure.averages import Average, Measure, share
from sarto.measure.contrasts import Contrast, contrast
from sarto.measure.statistics.gamma import chi_square
from sarto.measure.statistics.normal import LEVEL, two_sided
from sarto.measure.statistics.proportions import pooled_z
from sarto.measure.statistics.several import holm, shared
from sarto.measure.totals import of_arms, total
from sarto.vocabulary.measured import Cell, Sums

UNKNOWN: Final = "-"  # as it is recorded
OTHERS: Final = ""  # what no value is called
UNITS, DONE = 100, 10  # what a row lets expect of each arm: units; who did it, who not
ALPHA: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An arm against the baseline among the units of a row."""

    arm: str
    difference: float
    interval: tuple[float, float]  # of all rows at once
    p: float
    corrected: float  # p, by Holm, for all rows of all facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The units that have one value, or one of several, or an unknown one."""

    value: str
    joined: tuple[str, ...] = ()  # the values of `OTHERS`
    units: int
    averages: Mapping[str, float]  # by arm; of a row too small nothing is said
    beside: tuple[Beside, ...] = ()

    @property
    def is_withheld(self) -> bool:
        return not self.averages


@dataclass(frozen=True, slots=True, kw_only=True)
class Uneven:
    """Whether the rows differ in what an arm does (Cochran's Q, 1954)."""

    arm: str
    chi_square: float
    freedom: int
    p: float
    corrected: float  # p, by Holm, for all arms and facts

    @property
    def is_uneven(self) -> bool:
        return self.corrected < ALPHA


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    fact: str
    rows: tuple[Row, ...]  # the largest first, then others, then unknown
    uneven: tuple[Uneven, ...]  # of each arm; none where there is but one row

    @property
    def is_uneven(self) -> bool:
        return any(each.is_uneven for each in self.uneven)


def breakdowns(
    cells: Iterable[Cell],
    facts: Sequence[str],
    arms: Sequence[str],
    *,
    of: Measure = share,
    level: float = LEVEL,
) -> tuple[Breakdown, ...]:
    """Break the arms down by each of the facts, the first arm being the baseline."""
    cells = [cell for cell in cells if cell.variant in arms]
    parts = {fact: list(split(cells, fact, arms, of)) for fact in facts}
    looks = sum(len(part.beside) for rows in parts.values() for part in rows)
    stricter = shared(level, looks)
    found = {
        fact: Breakdown(
            fact=fact,
            rows=tuple(part.row(stricter) for part in rows),
            uneven=tuple(unevenness(rows, arms)),
        )
        for fact, rows in parts.items()
    }
    return corrected(tuple(found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row before it is known how many there are."""

    value: str
    joined: tuple[str, ...]
    units: int
    averages: Mapping[str, Average]

    @property
    def beside(self) -> tuple[str, ...]:
        """The arms that are held against the baseline."""
        return tuple(self.averages)[1:]

    def against(self, arm: str, level: float = LEVEL) -> Contrast:
        baseline = next(iter(self.averages))
        return contrast([1, -1], [self.averages[arm], self.averages[baseline]], level)

    def p(self, arm: str) -> float:
        """Give the p that shares have everywhere, of a pooled z; of means Welch's."""
        baseline, one = (
            next(iter(self.averages.values())).count,
            self.averages[arm].count,
        )
        if baseline and one:
            return two_sided(pooled_z(baseline, one))
        return self.against(arm).p

    def row(self, level: float) -> Row:
        return Row(
            value=self.value,
            joined=self.joined,
            units=self.units,
            averages={arm: found.value for arm, found in self.averages.items()},
            beside=tuple(
                beside(arm, self.against(arm, level), self.p(arm))
                for arm in self.beside
            ),
        )


def beside(arm: str, found: Contrast, p: float) -> Beside:
    return Beside(
        arm=arm,
        difference=found.difference,
        interval=found.interval,
        p=p,
        corrected=p,
    )


def split(
    cells: Sequence[Cell], fact: str, arms: Sequence[str], of: Measure
) -> Iterator[Part]:
    """Part the units by a fact; small rows are joined, and withheld if still small."""
    values = dict.fromkeys(cell.facts.get(fact, UNKNOWN) for cell in cells)
    sums = {
        value: of_arms([c for c in cells if c.facts.get(fact, UNKNOWN) == value], arms)
        for value in values
    }
    unknown = sums.pop(UNKNOWN, None)
    large = {value: each for value, each in sums.items() if not is_small(each)}
    small = {value: each for value, each in sums.items() if value not in large}
    for value in sorted(large, key=lambda value: -units(large[value])):
        yield part(value, (), large[value], of)
    if small:
        rest = {arm: total(each[arm] for each in small.values()) for arm in arms}
        yield part(OTHERS, tuple(sorted(small)), rest, of)
    if unknown:
        yield part(UNKNOWN, (), unknown, of)


def part(
    value: str, joined: tuple[str, ...], sums: Mapping[str, Sums], of: Measure
) -> Part:
    averages: dict[str, Average] = {}
    for arm, each in sums.items():
        if found := of(each):
            averages[arm] = found
    if is_small(sums) or len(averages) < len(sums):
        averages = {}
    return Part(value=value, joined=joined, units=units(sums), averages=averages)


def is_small(sums: Mapping[str, Sums]) -> bool:
    """Whether too little is to be expected of an arm, by all of them together."""
    least = min(each.units for each in sums.values())
    every, done = units(sums), sum(each.converted for each in sums.values())
    return least < UNITS or least * min(done, every - done) < DONE * every


def units(sums: Mapping[str, Sums]) -> int:
    return sum(each.units for each in sums.values())


def unevenness(parts: Sequence[Part], arms: Sequence[str]) -> Iterator[Uneven]:
    told = [each for each in parts if each.averages]
    if len(told) < 2:  # noqa: PLR2004 - nothing to differ from
        return
    for arm in arms[1:]:
        chi, freedom = spread([each.against(arm) for each in told])
        p = chi_square(chi, freedom)
        yield Uneven(arm=arm, chi_square=chi, freedom=freedom, p=p, corrected=p)


def spread(contrasts: Sequence[Contrast]) -> tuple[float, int]:
    """Sum up how far differences lie from their common mean, each by how sure it is."""
    sure = [
        (1 / each.variance, each.difference) for each in contrasts if each.variance > 0
    ]
    weight = math.fsum(each for each, _ in sure)
    middle = math.fsum(each * value for each, value in sure) / weight if sure else 0.0
    chi = math.fsum(each * (value - middle) ** 2 for each, value in sure)
    return chi, max(len(sure) - 1, 0)


def corrected(found: tuple[Breakdown, ...]) -> tuple[Breakdown, ...]:
    """Correct all p for one another."""
    rows = iter(holm([b.p for each in found for row in each.rows for b in row.beside]))
    tests = iter(holm([test.p for each in found for test in each.uneven]))
    return tuple(
        replace(
            each,
            rows=tuple(
                replace(
                    row,
                    beside=tuple(replace(b, corrected=next(rows)) for b in row.beside),
                )
                for row in each.rows
            ),
            uneven=tuple(replace(test, corrected=next(tests)) for test in each.uneven),
        )
        for each in found
    )
