"""How the conditions on what a site or a calendar names are written."""

import re
from dataclasses import dataclass

from sarto.vocabulary import patterns
from sarto.vocabulary.kinds import Flag, Words
from sarto.vocabulary.numbers import BOOLEAN, NUMBER, Count, is_number, number
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import (
    ConditionError,
    Toml,
    each,
    each_text,
    shown,
    text_or_list,
)

COMPARES = re.compile(r"[<>]|-?[0-9][0-9.]*\s*\.\.")
WORDS = ("true", "false")


@dataclass(frozen=True, slots=True)
class Own:
    """A fact of the site's own: a flag, words, or a comparison of numbers."""

    def value(self, text: str) -> str | float:
        if text in WORDS:
            return text == "true"
        return number(text) if is_number(text) else text

    def pattern(self, raw: Toml) -> Pattern:
        if isinstance(raw, bool):
            return patterns.Is(raw)
        parts = each(raw, "a word, a number or a comparison", self.item)
        return patterns.Either(tuple(parts))

    def item(self, raw: Toml) -> Pattern:
        if isinstance(raw, bool):
            return patterns.Is(raw)
        if isinstance(raw, int | float):
            return Count().pattern(raw)
        if not isinstance(raw, str):
            text = f"{shown(raw)} is neither a word nor a number"
            raise ConditionError(text, 'write it like "gold", 3 or ">=3"')
        return Count().pattern(raw) if COMPARES.match(raw) else self.words(raw)

    def words(self, text: str) -> Pattern:
        """Accept a text; one that looks like a number or a flag, as that as well."""
        words, meant = Words().pattern(text), self.value(text)
        if isinstance(meant, str):
            return words
        return patterns.Either((words, self.item(meant)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(NUMBER, BOOLEAN)


@dataclass(frozen=True, slots=True)
class Named:
    """A fact that is there or not, and has a name if it is: a holiday."""

    def value(self, text: str) -> str | bool:
        return text == "true" if text in WORDS else text

    def pattern(self, raw: Toml) -> Pattern:
        if isinstance(raw, bool):
            return patterns.There(raw)
        if raw in WORDS:
            return Flag().pattern(raw)
        return patterns.Among(tuple(each_text(raw, "a name in quotes", str)))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list({"type": "string"}, BOOLEAN)
