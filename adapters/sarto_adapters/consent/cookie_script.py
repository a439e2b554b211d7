"""Cookie-Script: `CookieScriptConsent={"action":"accept","categories":"[…]"}`.

JSON, with the list of accepted categories as JSON in a text, or as a list.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import document, table, words

NAME = "CookieScriptConsent"
ALWAYS = frozenset({"strict"})
IDS = ALWAYS | {"performance", "targeting", "functionality", "unclassified"}
ANSWERS = {"accept": State.GRANTED, "reject": State.DENIED}


class CookieScript:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("functionality",),
        "analytics": ("performance",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie == NAME

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not cookies.get(NAME):
            return None
        fields = table(cookies[NAME])
        action = fields and fields.get("action")
        if not fields or not isinstance(action, str) or action not in ANSWERS:
            return MALFORMED
        found = fields.get("categories", [])
        listed = words(document(found) if isinstance(found, str) else found)
        if listed is None:
            return MALFORMED
        said = dict.fromkeys(IDS - ALWAYS, False) | dict.fromkeys(listed, True)
        return Record(said=said, means=ANSWERS[action], always=ALWAYS)
