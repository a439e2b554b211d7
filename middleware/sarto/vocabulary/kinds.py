"""How the conditions on a fact are written where they speak of words.

`pattern` reads a condition, from a TOML value; `value` reads the same words where they
are a value and no condition: after `--as`, in a persona, in the dev bar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sarto.vocabulary import patterns
from sarto.vocabulary.globs import glob
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import (
    ConditionError,
    Toml,
    did_you_mean,
    each_text,
    shown,
    text_or_list,
)
from sarto.vocabulary.world import zone_named, zone_names

WORD = "a word in quotes"
NAME = "a name in quotes"


class Kind(Protocol):
    """How conditions on a fact, and its values, are written."""

    def pattern(self, raw: Toml) -> Pattern:
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
            help_ = did_you_mean(text, self.words) if self.words else "it has none here"
            raise ConditionError(f"{shown(text)} is none of its values", help_)
        return text

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.OneOf(tuple(each_text(raw, WORD, self.value)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"enum": list(self.words)})


@dataclass(frozen=True, slots=True)
class Code:
    """A code with a fixed shape, from a list where there is one."""

    shape: str
    says: str
    known: Callable[[], frozenset[str]] | None = None
    called: Callable[[str], str | None] | None = None  # the code, by a name

    def value(self, text: str) -> str:
        if not re.fullmatch(self.shape, text):
            better = self.meant(text)
            hint = f"did you mean {better!r}?" if better else f"write {self.says}"
            raise ConditionError(f"{shown(text)} is not {self.says}", hint)
        if not self.fits(text):
            hint = "did you mean 'GB'?" if text == "UK" else f"write {self.says}"
            raise ConditionError(f"{shown(text)} is nobody's code", hint)
        return text

    def meant(self, text: str) -> str | None:
        """Find the code that somebody meant who wrote something else."""
        if self.fits(text.upper()):
            return text.upper()
        return self.called(text) if self.called else None

    def fits(self, text: str) -> bool:
        is_known = self.known is None or text in self.known()
        return is_known and re.fullmatch(self.shape, text) is not None

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.OneOf(tuple(each_text(raw, self.says, self.value)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string", "pattern": f"^{self.shape}$"})


@dataclass(frozen=True, slots=True)
class Words:
    """Any words, compared without regard to capitals."""

    def value(self, text: str) -> str:
        return text

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.AnyCase(tuple(each_text(raw, NAME, str)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string"})


@dataclass(frozen=True, slots=True)
class Glob:
    """Text matched by globs; `starts` are the marks that one can begin with."""

    is_folded: bool = False  # the fact is in lower case whatever is written
    starts: str = ""

    def value(self, text: str) -> str:
        return text.lower() if self.is_folded else text

    def glob(self, text: str) -> str:
        if self.starts and not text.startswith(tuple(self.starts)):
            hint = f"did you mean {self.starts[0] + text!r}?"
            raise ConditionError(f"{shown(text)} matches nothing there is", hint)
        return self.value(text)

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.Globs(tuple(each_text(raw, "a glob in quotes", self.glob)))

    @property
    def schema(self) -> dict[str, object]:
        start = {"pattern": f"^[{re.escape(self.starts)}]"} if self.starts else {}
        return text_or_list({"type": "string", **start})


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name; conditions are globs that match one at least."""

    def value(self, text: str) -> str:
        if zone_named(text) is None:
            hint = did_you_mean(text, zone_names()) or 'write it like "Europe/Warsaw"'
            raise ConditionError(f"{shown(text)} is not a time zone", hint)
        return text

    def matched(self, text: str) -> str:
        names = filter(glob(text).fullmatch, zone_names())
        return next(names, None) or self.value(text)

    def pattern(self, raw: Toml) -> Pattern:
        zones = each_text(raw, "a time zone in quotes", lambda t: (t, self.matched(t)))
        return patterns.Globs(tuple(text for text, _ in zones), sample=zones[0][1])

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string"})


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def value(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise ConditionError(
                f"{shown(text)} is not true or false", "write true or false"
            )
        return text == "true"

    def pattern(self, raw: Toml) -> Pattern:
        if not isinstance(raw, bool):
            quoted = raw in ("true", "false")
            hint = f"write {raw}, without quotes" if quoted else "write true or false"
            raise ConditionError(f"{shown(raw)} is not true or false", hint)
        return patterns.Is(raw)

    @property
    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Members:
    """A fact that is a set of words; holds when any listed word is in it."""

    words: tuple[str, ...] | None = None

    def value(self, text: str) -> frozenset[str]:
        return frozenset(self.word(word) for word in text.split(",") if word)

    def word(self, text: str) -> str:
        if "," in text:
            alone = ", ".join(f'"{word}"' for word in text.split(","))
            raise ConditionError(f"{shown(text)} is not one word", f"write [{alone}]")
        return text if self.words is None else Choice(self.words).value(text)

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.Holds(frozenset(each_text(raw, WORD, self.word)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(
            {"enum": list(self.words)} if self.words else {"type": "string"}
        )
