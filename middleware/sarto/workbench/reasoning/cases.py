"""Facts that hang together, as cases: in each of them every column is free.

A case says how visitors must stand for it, and lists what each column may be. Which
answers are possible together is then a matter of a few masks of bits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeAlias

from sarto.decide.conditions import Capped, Leaf
from sarto.workbench.reasoning.atoms import Answers, Asking, Atom
from sarto.workbench.reasoning.sightings import Sightings

Column: TypeAlias = str
Values: TypeAlias = Mapping[str, object]


class Theory(Protocol):
    """One group of facts: which answers are possible together, and for whom."""

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who answer so: a bit for each standing."""
        ...

    def values(self, answers: Answers, standing: int) -> Values:
        """Give the facts of one who answers so and stands there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Who may be in it (a bit for each standing), and what their facts may be."""

    standings: int
    free: Mapping[Column, tuple[object, ...]]


def seen(asked: Asking, value: object) -> bool:
    """Whether a condition accepts a value of its column."""
    if isinstance(asked, Capped):
        return isinstance(value, int | float) and value < asked.times
    if not isinstance(asked, Leaf):
        return False
    if isinstance(value, Sightings):
        value = value.of(asked.condition)
    return asked.accepts(value)


@dataclass(frozen=True)
class Cases:
    """One group of facts, listed."""

    atoms: Mapping[int, Atom]  # by their numbers
    listed: Sequence[Case]
    column: Mapping[int, Column]  # of each atom
    _known: dict[Answers, int] = field(default_factory=dict[Answers, int])

    @cached_property
    def bits(self) -> Mapping[int, int]:
        """Number the atoms within their columns."""
        met: dict[Column, int] = {}
        found: dict[int, int] = {}
        for number in self.atoms:
            column = self.column[number]
            found[number] = 1 << met.get(column, 0)
            met[column] = met.get(column, 0) + 1
        return found

    def accepted(self, column: Column, value: object) -> int:
        """Tell which atoms accept a value of their column."""
        return sum(
            self.bits[number]
            for number, atom in self.atoms.items()
            if self.column[number] == column and seen(atom.asked, value)
        )

    @cached_property
    def table(self) -> tuple[tuple[Case, Mapping[Column, tuple[int, ...]]], ...]:
        """The cases, each with what is accepted of each of its values."""
        known: dict[tuple[Column, object, type], int] = {}

        def of(column: Column, value: object) -> int:
            key = (column, value, type(value))
            if key not in known:
                known[key] = self.accepted(column, value)
            return known[key]

        return tuple(
            (case, {c: tuple(of(c, v) for v in vs) for c, vs in case.free.items()})
            for case in self.listed
        )

    def asked(self, answers: Answers) -> Mapping[Column, tuple[int, int]]:
        """Sum answers up by column: which atoms were asked, and which hold."""
        found: dict[Column, tuple[int, int]] = {}
        for number, holds in answers:
            column, bit = self.column[number], self.bits[number]
            care, want = found.get(column, (0, 0))
            found[column] = care | bit, want | (bit if holds else 0)
        return found

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who answer so."""
        found = self._known.get(answers)
        if found is None:
            found = 0
            asked = self.asked(answers)
            for case, told in self.table:
                if case.standings | found != found and fits(told, asked):
                    found |= case.standings
            self._known[answers] = found
        return found

    def values(self, answers: Answers, standing: int) -> Values:
        """Give the facts of one who answers so and stands there: the plainest."""
        asked = self.asked(answers)
        for case, told in self.table:
            if case.standings & standing and fits(told, asked):
                return self.of(case, answers)
        raise LookupError("nobody answers so")

    def of(self, case: Case, answers: Answers) -> Values:
        """Choose values of a case that answer so: the plainest of each column."""
        asked = self.asked(answers)
        told = next(each for listed, each in self.table if listed is case)
        return {
            column: case.free[column][place(each, *asked.get(column, (0, 0)))]
            for column, each in told.items()
        }


def fits(
    told: Mapping[Column, tuple[int, ...]], asked: Mapping[Column, tuple[int, int]]
) -> bool:
    """Whether every column has a value that answers as asked."""
    return all(
        any(each & care == want for each in told.get(column, ()))
        for column, (care, want) in asked.items()
    )


def place(told: Iterable[int], care: int, want: int) -> int:
    """Find the first value that answers so."""
    return next(at for at, each in enumerate(told) if each & care == want)
