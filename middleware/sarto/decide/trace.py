"""What one decision read and asked: the same program, run again and watched.

Facts are found once a request, so the second run takes the very same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sarto.context.visit import KEPT
from sarto.decide.conditions import Asked, Key
from sarto.decide.program import Program, Reader


@dataclass(frozen=True, slots=True)
class Trace:
    """The conditions asked, in order, with their answers, and the facts read."""

    number: int
    asked: Mapping[Key, tuple[Asked, bool]]
    read: frozenset[str]

    @classmethod
    def of(cls, program: Program, reader: Reader) -> "Trace":
        """Run a program and watch it."""
        asked: dict[Key, tuple[Asked, bool]] = {}

        def note(leaf: Asked, holds: bool) -> bool:  # noqa: FBT001 - as it is called
            asked[leaf.key] = (leaf, holds)
            return holds

        watched = Watched(reader)
        number = program.traced(watched, note)
        return cls(number, asked, frozenset(watched.read))


@dataclass(slots=True)
class Watched:
    """A reader, and what was read of it."""

    reader: Reader
    read: set[str] = field(default_factory=set[str])

    def __getitem__(self, fact: str) -> object:
        self.read.add(fact)
        return self.reader[fact]

    @property
    def now(self) -> datetime:
        return self.reader.now

    def counted(self, name: str, within: float | None, since: str | None) -> object:
        self.read.add(name)
        return self.reader.counted(name, within, since)

    def may_show(self, rule: str, times: int, per: str) -> bool:
        self.read.add(KEPT)
        return self.reader.may_show(rule, times, per)
