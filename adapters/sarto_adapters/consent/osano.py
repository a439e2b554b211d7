"""Osano: `osano_consentmanager` is ciphertext, which nobody but Osano reads.

JSON in its place is a bridge of the site's own. Osano's older open tool keeps one word
for everything, `cookieconsent_status=allow`; to dismiss its notice is no answer.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    OPAQUE,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import table

NAME, OPEN = "osano_consentmanager", "cookieconsent_status"
ALL = "all"
ALWAYS = frozenset({"ESSENTIAL"})
IDS = ALWAYS | {"ANALYTICS", "MARKETING", "PERSONALIZATION", "STORAGE", ALL}
FLAGS = {"ACCEPT": True, "DENY": False}
WORDS = {
    "allow": Record(said={ALL: True}, unsaid=State.GRANTED),
    "deny": Record(said={ALL: False}, unsaid=State.DENIED),
    "dismiss": Record(means=State.UNDECIDED),
}


class Osano:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("PERSONALIZATION",),
        "analytics": ("ANALYTICS",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie in (NAME, OPEN)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if cookies.get(NAME):
            categories = table(cookies[NAME])
            if categories is None:
                return OPAQUE
            words = {i: w for i, w in categories.items() if isinstance(w, str)}
            said = {i: FLAGS[w] for i, w in words.items() if w in FLAGS}
            return Record(said=said, always=ALWAYS)
        word = cookies.get(OPEN)
        return WORDS.get(word, MALFORMED) if word else None
