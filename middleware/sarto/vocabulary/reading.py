"""Reading what an author wrote: the parts that every kind of condition shares.

In comes what `tomllib` read; out comes the items of a text or of a list of texts, or a
`ConditionError` that says what is wrong with which item, and what to write instead.
"""

from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")
FEW = 12  # more alternatives than that nobody reads


class ConditionError(ValueError):
    """Raised for a condition that says nothing; `item` is its index in a list."""

    def __init__(self, message: str, help: str = "", item: int | None = None) -> None:  # noqa: A002 - the word of every finding
        self.message = message
        self.help = help
        self.item = item
        super().__init__(message)


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """Say which known word was probably meant, or list them when they are few."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    if known and len(known) <= FEW:
        return "one of: " + ", ".join(known)
    return ""


def texts(raw: object, what: str) -> tuple[str, ...]:
    """Read a text or a list of texts."""
    items = raw if isinstance(raw, list) else [raw]
    if not items:
        raise ConditionError("an empty list can never hold", f"write {what}")
    for index, item in enumerate(items):
        if not isinstance(item, str) or not item:
            at = index if isinstance(raw, list) else None
            raise ConditionError(f"{shown(item)} is not {what}", f"write {what}", at)
    return tuple(items)


def shown(raw: object) -> str:
    """Write a TOML value as its author wrote it, about."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, list):
        return "[" + ", ".join(map(shown, raw)) + "]"
    if isinstance(raw, dict):
        return "{ " + ", ".join(f"{k} = {shown(v)}" for k, v in raw.items()) + " }"
    return f'"{raw}"' if isinstance(raw, str) else str(raw)


def each(raw: object, what: str, read: Callable[[str], T]) -> list[T]:
    """Read every item of a text or a list of texts; a mistake names the item."""
    items = texts(raw, what)
    result: list[T] = []
    for index, item in enumerate(items):
        try:
            result.append(read(item))
        except ConditionError as mistake:
            at = index if isinstance(raw, list) else None
            raise ConditionError(mistake.message, mistake.help, at) from None
    return result


def text_or_list(
    item: dict[str, object], *more: dict[str, object]
) -> dict[str, object]:
    """Say in JSON Schema: one such item, or a list of them."""
    items = {"type": "array", "items": item, "minItems": 1}
    return {"anyOf": [item, items, *more]}
