"""What a condition accepts: one frozen value per kind of condition, pure and total.

In comes a fact's value, never `None` (an unknown fact satisfies no condition, and the
conditions of `decide` see to that). Out comes true or false. Nothing here raises: a
value of another type than the pattern's is simply not accepted.
"""

import math
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Protocol, cast

from sarto.vocabulary.globs import any_of, example


class Pattern(Protocol):
    """What a condition accepts of one fact."""

    def holds(self, value: object) -> bool:
        """Whether the value, which is known, is accepted."""
        ...

    @property
    def example(self) -> str:
        """A value that is accepted, written as after `--as`."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """Accepts these words."""

    words: tuple[str, ...]

    def holds(self, value: object) -> bool:
        return value in self.words

    @property
    def example(self) -> str:
        return self.words[0]


@dataclass(frozen=True)
class AnyCase:
    """Accepts these words however they are capitalised (families of browsers)."""

    words: tuple[str, ...]

    @cached_property
    def folded(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.words)

    def holds(self, value: object) -> bool:
        return isinstance(value, str) and value.casefold() in self.folded

    @property
    def example(self) -> str:
        return self.words[0]


@dataclass(frozen=True)
class Among(AnyCase):
    """Accepts a text that names one of these; more names than one go by semicolon."""

    def holds(self, value: object) -> bool:
        if not isinstance(value, str):
            return False
        return not self.folded.isdisjoint(value.casefold().split("; "))


@dataclass(frozen=True)
class Globs:
    """Accepts what any of these globs matches as a whole."""

    globs: tuple[str, ...]
    sample: str | None = None  # where not all that the globs match can be

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return any_of(self.globs)

    def holds(self, value: object) -> bool:
        return isinstance(value, str) and bool(self.compiled.fullmatch(value))

    @property
    def example(self) -> str:
        return self.sample or example(self.globs[0])


@dataclass(frozen=True, slots=True)
class Is:
    """Accepts true, or accepts false."""

    flag: bool

    def holds(self, value: object) -> bool:
        return value is self.flag

    @property
    def example(self) -> str:
        return str(self.flag).lower()


@dataclass(frozen=True, slots=True)
class There:
    """Accepts what is there, by whatever name, or what is not."""

    flag: bool

    def holds(self, value: object) -> bool:
        return isinstance(value, str | bool) and bool(value) is self.flag

    @property
    def example(self) -> str:
        return str(self.flag).lower()


@dataclass(frozen=True, slots=True)
class Times:
    """Accepts times of day; minutes since midnight, start in, end out, may wrap."""

    windows: tuple[tuple[int, int], ...]

    def holds(self, value: object) -> bool:
        if not isinstance(value, time):
            return False
        minute = value.hour * 60 + value.minute
        return any(
            start <= minute < end if start < end else not end <= minute < start
            for start, end in self.windows
        )

    @property
    def example(self) -> str:
        hours, minutes = divmod(self.windows[0][0], 60)
        return f"{hours:02}:{minutes:02}"


@dataclass(frozen=True, slots=True)
class Dates:
    """Accepts calendar days, both ends of a span included."""

    spans: tuple[tuple[date, date], ...]

    def holds(self, value: object) -> bool:
        if not isinstance(value, date) or isinstance(value, datetime):
            return False  # the two do not compare
        return any(start <= value <= end for start, end in self.spans)

    @property
    def example(self) -> str:
        return self.spans[0][0].isoformat()


@dataclass(frozen=True, slots=True)
class Counts:
    """Accepts numbers within any of these spans, both ends included."""

    spans: tuple[tuple[float, float], ...]

    def holds(self, value: object) -> bool:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and any(low <= value <= high for low, high in self.spans)
        )

    @property
    def example(self) -> str:
        low, high = self.spans[0]
        if low == -math.inf:
            return str(math.floor(high))
        return str(math.ceil(low) if math.ceil(low) <= high else low)


@dataclass(frozen=True, slots=True)
class Holds:
    """Accepts sets that hold any of these words (topics, purposes)."""

    words: frozenset[str]

    def holds(self, value: object) -> bool:
        if not isinstance(value, AbstractSet):
            return False
        return not self.words.isdisjoint(cast("AbstractSet[object]", value))

    @property
    def example(self) -> str:
        return min(self.words)


@dataclass(frozen=True, slots=True)
class Either:
    """Accepts what any of its parts accepts (a site's own facts: words or numbers)."""

    parts: tuple[Pattern, ...]

    def holds(self, value: object) -> bool:
        return any(part.holds(value) for part in self.parts)

    @property
    def example(self) -> str:
        return self.parts[0].example
