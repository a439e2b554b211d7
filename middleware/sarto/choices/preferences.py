"""What a visitor told us about how they like this site: a short cookie, no id, no more.

In comes text that anybody may have written, out comes what the site declares: a value
that is not declared (any more) is left out, and nothing here raises for any text. What
goes out is bounded and canonical: equal choices, equal bytes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from sarto.vocabulary.facts import LEVELS

Texts: TypeAlias = tuple[str, ...]
Told: TypeAlias = Mapping[str, str | frozenset[str]]

LEVEL: Final = "level"
LANGUAGE: Final = "language"
INTERESTS: Final = "interests"
BUILT_IN: Final = (LEVEL, LANGUAGE, INTERESTS)
KEEP: Final = "sarto-keep"  # how long: `year`, else as long as the browser is open
YEAR: Final = "year"
LONGEST: Final = 2048  # bytes of the cookie
MANY: Final = 64  # pairs that are looked at
WORDS: Final = 8  # interests
LETTERS: Final = 40  # characters of one
JOINERS: Final = "\u200c\u200d"  # inside words of Persian and other languages
COMMAS: Final = re.compile(r"[,;،؛\r\n\t]+")  # Arabic ones, too


class UndeclaredError(ValueError):
    """Raised for a preference, or a value of one, that the site does not declare."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("no such preference, or no such value of it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What may be told: by name the values, and the languages the site speaks."""

    values: Mapping[str, Texts] = field(default_factory=dict[str, Texts])
    languages: tuple[str, ...] = ("en",)

    def choices(self, name: str) -> tuple[str, ...] | None:
        """List what may be said of a preference; `None`: there is no such."""
        given = {**self.values, LEVEL: LEVELS, LANGUAGE: self.languages}
        return given.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """List the preferences in the order they are written."""
        return (*BUILT_IN, *sorted(self.values.keys() - {*BUILT_IN}))

    def read(self, text: str | None) -> dict[str, str | frozenset[str]]:
        """Read a cookie's value, less what is not declared or said two ways."""
        said = gathered(pairs(text))
        topics = frozenset(kept_words(said.pop(INTERESTS, ())))
        found: dict[str, str | frozenset[str]] = {
            name: said[name][0]
            for name in self.names
            if name in said and self.is_declared(name, said[name])
        }
        return found | ({INTERESTS: topics} if topics else {})

    def changed(
        self, before: Told, said: Iterable[tuple[str, str]]
    ) -> dict[str, str | frozenset[str]]:
        """Take what a visitor says now; an empty value takes a choice back.

        Raises `UndeclaredError` for what is not declared, or cannot be kept.
        """
        after = dict(before)
        for name, values in gathered(said).items():
            after.pop(name, None)
            chosen = tuple(value for value in values if value.strip())
            if name == INTERESTS:
                topics = frozenset(all_words(chosen))
                after |= {name: topics} if topics else {}
            elif chosen and self.is_declared(name, chosen):
                after[name] = chosen[0]
            elif chosen or self.choices(name) is None:
                raise UndeclaredError(name)
        if len(self.written(after)) > LONGEST:
            raise UndeclaredError(INTERESTS)
        return after

    def is_declared(self, name: str, values: Texts) -> bool:
        """Whether it is one value, and one that may be told."""
        return len(values) == 1 and values[0] in (self.choices(name) or ())

    def written(self, told: Told, *, is_kept: bool = False) -> str:
        """Write a cookie's value; empty where nothing is told."""
        listed: list[tuple[str, str]] = []
        for name in self.names:
            value = told.get(name, ())
            values = (value,) if isinstance(value, str) else sorted(value)
            listed += [(name, each) for each in values]
        if listed and is_kept:
            listed.append((KEEP, YEAR))
        return urlencode(listed)


def is_kept(text: str | None) -> bool:
    """Whether a visitor asked for these choices to outlast the session."""
    return (KEEP, YEAR) in pairs(text)


def pairs(text: str | None) -> list[tuple[str, str]]:
    """Take a cookie's value apart; of what is too long or no text, nothing."""
    if not text or len(text) > LONGEST:
        return []
    try:
        return parse_qsl(text, errors="strict", max_num_fields=MANY)
    except ValueError:
        return []


def gathered(said: Iterable[tuple[str, str]]) -> dict[str, Texts]:
    """Gather the different values of each name."""
    found: dict[str, dict[str, None]] = {}
    for name, value in said:
        found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in found.items()}


def word(text: str) -> str:
    """Fold a topic, so that equal ones are equal; what is no text gives nothing."""
    folded = unicodedata.normalize("NFC", " ".join(text.split()).casefold())
    is_text = all(map(is_written, folded))
    return folded if is_text and len(folded) <= LETTERS else ""


def is_written(character: str) -> bool:
    """Whether it shows: no control character, half character or mark of direction."""
    return character in JOINERS or not unicodedata.category(character).startswith("C")


def kept_words(values: Iterable[str]) -> Iterator[str]:
    """List the topics of a cookie, as many as are kept, only as we write them."""
    sound = sorted(each for each in values if each and word(each) == each)
    yield from sound[:WORDS]


def all_words(values: Iterable[str]) -> Iterator[str]:
    """List the topics of a form; raises for any that cannot be kept."""
    parts = [part for value in values for part in COMMAS.split(value) if part.strip()]
    topics = {part: word(part) for part in parts}
    if len({*topics.values()}) > WORDS or not all(topics.values()):
        raise UndeclaredError(INTERESTS)
    yield from topics.values()
