"""Reading what an author wrote: the parts that every kind of condition shares.

In comes what `tomllib` read; out comes the items of a value or of a list of values, or
a `ConditionError` that says what is wrong with which item, and what to write instead.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TypeAlias, TypeVar

Toml: TypeAlias = (
    "str | int | float | datetime | date | time | list[Toml] | dict[str, Toml]"
)
T = TypeVar("T")
FEW = 12  # more alternatives than that nobody reads
MANY = 1000  # words among which a near one is looked for
LONG = 60  # characters of a value in a message, or of a word that has a near one
DEEP = 8  # tables in tables that are shown; dotted keys make them without end


class ConditionError(ValueError):
    """Raised for a condition that says nothing; `item` is its index in a list."""

    def __init__(self, message: str, help: str = "", item: int | None = None) -> None:  # noqa: A002 - the word of every finding
        self.message = message
        self.help = help
        self.item = item
        super().__init__(message)

    @property
    def told(self) -> str:
        """Say it in sentences."""
        return f"{self.message}. {self.help[:1].upper()}{self.help[1:]}".rstrip()


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Find the known word that was probably meant."""
    if len(word) > LONG or len(known) > MANY:
        return None
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """Say which known word was probably meant, or list them when they are few."""
    if close := nearest(word, known):
        return f"did you mean {close!r}?"
    if known and len(known) <= FEW:
        return "one of: " + ", ".join(known)
    return ""


def written(raw: Toml, depth: int = 0) -> str:
    """Write a TOML value as its author wrote it, about."""
    if not isinstance(raw, list | dict):
        return scalar(raw)
    if depth >= DEEP:
        return "…"
    if isinstance(raw, list):
        return "[" + ", ".join(written(item, depth + 1) for item in raw) + "]"
    pairs = [f"{key} = {written(item, depth + 1)}" for key, item in raw.items()]
    return "{ " + ", ".join(pairs) + " }" if pairs else "{}"


def scalar(raw: str | float | date | time) -> str:
    if isinstance(raw, str):
        return json.dumps(raw, ensure_ascii=False)
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, date | time):
        return raw.isoformat()
    # Python writes no integer of more than 4300 digits in decimal.
    return hex(raw) if isinstance(raw, int) and abs(raw) > 1 << 128 else str(raw)


def shown(raw: Toml) -> str:
    """Write a TOML value for a message: no more of it than is read there."""
    text = written(raw)
    return text if len(text) <= LONG else text[:LONG] + "…"


def each(raw: Toml, what: str, read: Callable[[Toml], T]) -> list[T]:
    """Read a value, or every item of a list; a mistake names the item."""
    if not isinstance(raw, list):
        return [read(raw)]
    if not raw:
        raise ConditionError("an empty list can never hold", f"write {what}")
    result: list[T] = []
    for index, item in enumerate(raw):
        try:
            result.append(read(item))
        except ConditionError as mistake:
            raise ConditionError(mistake.message, mistake.help, index) from None
    return result


def each_text(raw: Toml, what: str, read: Callable[[str], T]) -> list[T]:
    """Read a text, or every text of a list; none may be empty."""

    def one(item: Toml) -> T:
        if not isinstance(item, str) or not item:
            help_ = f"write {what}, or a list of them"
            raise ConditionError(f"{shown(item)} is not {what}", help_)
        return read(item)

    return each(raw, what, one)


def text_or_list(
    item: dict[str, object], *more: dict[str, object]
) -> dict[str, object]:
    """Say in JSON Schema: one such item, or a list of them."""
    items = {"type": "array", "items": item, "minItems": 1}
    return {"anyOf": [item, items, *more]}
