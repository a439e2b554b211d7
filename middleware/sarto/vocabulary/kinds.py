"""How the conditions on a fact are written where they speak of words.

`pattern` reads a condition, from a TOML value; `value` reads the same words where they
are a value and no condition: after `--as`, in a persona, in the dev bar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sarto.vocabulary import patterns
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import (
    ConditionError,
    did_you_mean,
    each,
    shown,
    text_or_list,
    texts,
)


class Kind(Protocol):
    """How conditions on a fact, and its values, are written."""

    def pattern(self, raw: object) -> Pattern:
        """Read a condition; raises `ConditionError`."""
        ...

    def value(self, text: str) -> object:
        """Read a value; raises `ConditionError`."""
        ...

    @property
    def schema(self) -> dict[str, object]:
        """The JSON Schema of a condition."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few declared words; a list is any-of."""

    words: tuple[str, ...]

    def value(self, text: str) -> str:
        if text not in self.words:
            raise ConditionError(
                f"{text!r} is not a value of it", did_you_mean(text, self.words)
            )
        return text

    def pattern(self, raw: object) -> Pattern:
        words = each(raw, "a word in quotes, or a list of them", self.value)
        return patterns.OneOf(tuple(words))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"enum": list(self.words)})


@dataclass(frozen=True, slots=True)
class Code:
    """A code with a fixed shape, from a list where there is one."""

    shape: str
    says: str
    known: Callable[[], frozenset[str]] | None = None

    def value(self, text: str) -> str:
        if not re.fullmatch(self.shape, text):
            better = text.upper()
            fits = re.fullmatch(self.shape, better)
            hint = f"did you mean {better!r}?" if fits else f"write {self.says}"
            raise ConditionError(f"{text!r} is not {self.says}", hint)
        if self.known and text not in self.known():
            hint = "the United Kingdom is 'GB'" if text == "UK" else ""
            raise ConditionError(f"{text!r} is nobody's code", hint)
        return text

    def pattern(self, raw: object) -> Pattern:
        words = each(raw, f"{self.says}, or a list of them", self.value)
        return patterns.OneOf(tuple(words))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string", "pattern": f"^{self.shape}$"})


@dataclass(frozen=True, slots=True)
class Words:
    """Any words, compared without regard to capitals."""

    def value(self, text: str) -> str:
        return text

    def pattern(self, raw: object) -> Pattern:
        return patterns.AnyCase(texts(raw, "a name in quotes, or a list of them"))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string"})


@dataclass(frozen=True, slots=True)
class Glob:
    """Text matched by globs."""

    def value(self, text: str) -> str:
        return text

    def pattern(self, raw: object) -> Pattern:
        return patterns.Globs(texts(raw, "a glob in quotes, or a list of them"))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string"})


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def value(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise ConditionError(f"{text!r} is neither true nor false")
        return text == "true"

    def pattern(self, raw: object) -> Pattern:
        if not isinstance(raw, bool):
            raise ConditionError(
                f"{shown(raw)} is not true or false", "write true or false"
            )
        return patterns.Is(raw)

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Members:
    """A fact that is a set of words; holds when any listed word is in it."""

    words: tuple[str, ...] | None = None

    def value(self, text: str) -> frozenset[str]:
        return frozenset(filter(None, text.split(",")))

    def pattern(self, raw: object) -> Pattern:
        read = Choice(self.words).value if self.words is not None else str
        words = each(raw, "a word in quotes, or a list of them", read)
        return patterns.Holds(frozenset(words))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(
            {"enum": list(self.words)} if self.words else {"type": "string"}
        )
