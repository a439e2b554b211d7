"""Shopify: `_tracking_consent={"purposes":{"a":true,"p":false,"m":false,"t":true}}`.

Analytics, preferences, marketing, and transactions, which nobody is asked about. Later
versions write `{"con":{"CMP":{"a":"1","p":"0","m":""}}}`, where nothing is no answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, cast

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings
from sarto_adapters.consent.reading import answers, table

Table: TypeAlias = Mapping[str, object]

NAME = "_tracking_consent"
ALWAYS = frozenset({"t"})
FLAGS = {"1": True, "0": False}
IDS = ALWAYS | {"a", "p", "m"}


class Shopify:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("p",),
        "analytics": ("a",),
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
        said = answers(fields.get("purposes")) if fields else {}
        if fields and not said:
            said = of_second(fields)
        if not IDS.intersection(said):
            return MALFORMED
        return Record(said=said, always=ALWAYS)


def of_second(fields: Mapping[str, object]) -> dict[str, bool | None]:
    """Read the later version."""
    told = fields.get("con")
    given = cast("Table", told).get("CMP") if isinstance(told, dict) else None
    items = cast("Table", given).items() if isinstance(given, dict) else ()
    words = ((id_, w if isinstance(w, str) else "") for id_, w in items if id_ in IDS)
    return {id_: FLAGS.get(word) for id_, word in words}
