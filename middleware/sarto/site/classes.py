"""Which class of visitors a fact's value puts somebody in: what may be written down.

A closed vocabulary is its own classes: devices, countries, levels. Of what visitors are
free to say, only what the file itself names is told: a word of its rules, or an example
of their globs, that the same rules accept; a number beyond ten is rounded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final, cast

from sarto.decide.conditions import Leaf
from sarto.decide.why import plain
from sarto.vocabulary.kinds import Choice, Code, Flag, Kind, Zone
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.patterns import AnyCase, Globs, Holds, OneOf, Pattern
from sarto.vocabulary.reading import ConditionError
from sarto.vocabulary.spans import Calendar, Weekdays

CLOSED: Final = (Choice, Code, Flag, Zone, Calendar, Weekdays)
EXACT: Final = 10  # numbers up to here are told as they are
QUARTER: Final = 15  # minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes of one fact, by what the rules of a page ask of it."""

    kind: Kind | None
    patterns: tuple[Pattern, ...]

    @classmethod
    def of(cls, kind: Kind | None, leaves: Iterable[Leaf]) -> "Classes":
        patterns = (leaf.condition.pattern for leaf in leaves)
        return cls(
            kind=kind, patterns=tuple(p for each in patterns for p in parts(each))
        )

    def told(self, value: object) -> object:
        """Give what may be written of a value; `None`: nothing."""
        if value is None:
            return None
        if isinstance(value, time):
            return plain(value.replace(minute=value.minute // QUARTER * QUARTER))
        if isinstance(value, frozenset | tuple):
            named = frozenset(cast("Iterable[object]", value)) & self.words
            return sorted(map(str, named))
        if isinstance(self.kind, Count) and isinstance(value, int | float):
            return rounded(value)
        if isinstance(self.kind, CLOSED):
            return plain(value)
        return self.like(value)

    @property
    def words(self) -> frozenset[str]:
        """The words that the file names itself."""
        found: set[str] = set()
        for pattern in self.patterns:
            if isinstance(pattern, OneOf | AnyCase | Holds):
                found.update(pattern.words)
            elif isinstance(pattern, Globs):
                found.update(pattern.globs)
        return frozenset(found)

    def like(self, value: object) -> object:
        """Give a word of the file's that is accepted by what accepts the value."""
        wanted = self.accepted(value)
        if not any(wanted):
            return None
        for word in (*sorted(self.words), *(p.example for p in self.patterns)):
            try:
                read = self.kind.value(word) if self.kind else word
            except ConditionError:
                continue
            if self.accepted(read) == wanted:
                return plain(read)
        return None

    def accepted(self, value: object) -> tuple[bool, ...]:
        return tuple(pattern.holds(value) for pattern in self.patterns)


def parts(pattern: Pattern) -> Iterator[Pattern]:
    """Take what lists globs apart: another config may tell them apart."""
    if isinstance(pattern, Globs):
        yield from (Globs((each,)) for each in pattern.globs)
    else:
        yield pattern


def rounded(number: float) -> float:
    """Round what is large to its first figure."""
    if -EXACT <= number <= EXACT:
        return number
    near = float(f"{number:.0e}")
    return int(near) if isinstance(number, int) else near


def gathered(leaves: Iterable[Leaf]) -> Mapping[str, list[Leaf]]:
    """Gather conditions by their facts."""
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(leaf.condition.fact, []).append(leaf)
    return found
