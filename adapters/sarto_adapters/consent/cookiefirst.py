"""CookieFirst: `cookiefirst-consent={"necessary":true,"performance":false,…}`."""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings
from sarto_adapters.consent.reading import answers, table

NAME = "cookiefirst-consent"
ALWAYS = frozenset({"necessary"})
IDS = ALWAYS | {"performance", "functional", "advertising"}


class CookieFirst:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("functional",),
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
        categories = table(cookies[NAME])
        if categories is None:
            return MALFORMED
        return Record(said=answers(categories), always=ALWAYS)
