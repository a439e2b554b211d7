"""Cookiebot: `CookieConsent={stamp:'…',necessary:true,…,method:'explicit',ver:1,…}`.

An object as JavaScript writes it, with its quotes and commas percent-encoded, or not;
`0` is a refusal of everything, `-1` a yes that nobody said. Of the three ways to get a
yes only the method `explicit` is somebody's; without a method nobody knows.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import plain

NAME = "CookieConsent"
ALWAYS = frozenset({"necessary"})
IDS = ALWAYS | {"preferences", "statistics", "marketing"}
FLAGS = {"true": True, "false": False}
# One `key:value` and what ends it; a text in quotes may hold anything but a quote.
PART = re.compile(r"[\s+]*([A-Za-z_]\w*):('[^']*'|[^',{}]*)(,|\})")
NOBODYS = "'-1'"  # as a stamp: no consent was needed
EXPLICIT = "'explicit'"


class Cookiebot:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("preferences",),
        "analytics": ("statistics",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie == NAME

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(NAME)
        if not value:
            return None
        if value == "0":
            return Record(unsaid=State.DENIED)
        if value == "-1":
            return Record(unsaid=State.IMPLIED)
        parts = literal(value)
        return MALFORMED if parts is None else recorded(parts)


def recorded(parts: Mapping[str, str]) -> Record:
    said = {id_: FLAGS[parts[id_]] for id_ in IDS if parts.get(id_) in FLAGS}
    if not said.keys() - ALWAYS:
        return MALFORMED
    is_said = parts.get("method") == EXPLICIT and parts.get("stamp") != NOBODYS
    means = State.GRANTED if is_said else State.IMPLIED
    return Record(said=said, means=means, always=ALWAYS)


def literal(value: str) -> dict[str, str] | None:
    """Read an object literal; `None` unless it is whole and says each thing once."""
    text = plain(value)
    if text is None or not text.startswith("{"):
        return None
    found: dict[str, str] = {}
    end, closed = 1, False
    while not closed:
        part = PART.match(text, end)
        if part is None or part[1] in found:
            return None
        found[part[1]] = part[2]
        end, closed = part.end(), part[3] == "}"
    return found if end == len(text) else None
