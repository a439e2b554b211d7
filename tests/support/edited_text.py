"""A config that is edited, and what an edit is (single_edits.py)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

from sarto.config.locate import KeyPath, locate
from support.mutations import end, offset, walk

WRONG, RIGHT, OTHER = "wrong", "right", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A text with one thing changed: of which kind, how that is judged, and where."""

    kind: str
    judged: str
    text: str
    told: str


@dataclass(frozen=True)
class Sought:
    """A config, and where in it keys and values are written."""

    text: str

    @cached_property
    def data(self) -> dict[str, Any]:
        return tomllib.loads(self.text)

    @cached_property
    def keys(self) -> list[tuple[KeyPath, int, str]]:
        """List the keys with their offsets, as they are written."""
        found = locate(self.text).keys
        places = [(path, found[path]) for path, _ in walk(self.data)]
        return [
            (path, at := offset(self.text, place), self.text[at : at + place.length])
            for path, place in places
            if isinstance(path[-1], str)
        ]

    @cached_property
    def values(self) -> list[tuple[KeyPath, int, str]]:
        """List the values that are no tables, with their offsets, as written."""
        found = locate(self.text).values
        plain = [(path, found[path]) for path, v in walk(self.data) if not is_table(v)]
        starts = [(path, offset(self.text, place)) for path, place in plain]
        return [(path, at, self.text[at : end(self.text, at)]) for path, at in starts]

    def with_(self, at: int, old: str, new: str) -> str:
        assert self.text.startswith(old, at), (old, self.text[at : at + 40])
        return self.text[:at] + new + self.text[at + len(old) :]


def is_table(value: object) -> bool:
    is_tables = isinstance(value, list) and any(isinstance(v, dict) for v in value)
    return isinstance(value, dict) or is_tables


def misspelt(word: str, dice: Random) -> str:
    """Slip once: a letter too few, too many, another, or two of them swapped."""
    at = dice.randrange(len(word))
    other = dice.choice("abcdefghijklmnopqrstuvwxyz".replace(word[at].lower(), ""))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    slips = [word[:at] + word[at + 1 :], word[:at] + other + word[at + 1 :], swapped]
    slips.append(word[:at] + word[at] + word[at:])
    return dice.choice([slip for slip in slips if slip != word] or [word + "x"])


def inner(token: str) -> str:
    return token[1:-1] if token[:1] in "\"'" else token


def quoted(token: str, word: str) -> str:
    return f"{token[0]}{word}{token[0]}" if token[:1] in "\"'" else word


def uncommented(text: str) -> str:
    return re.sub(r"#[^\n]*", lambda comment: " " * len(comment[0]), text)


def is_no_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return True
    return False


def edit(kind: str, judged: str, text: str, where: object) -> Edit:
    return Edit(kind=kind, judged=judged, text=text, told=f"{kind} at {where}")
