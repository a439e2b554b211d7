"""Cookie Information: `CookieInformationConsent={"consents_approved":["…"],…}`.

JSON with two lists of categories, approved and denied; what stands in both is refused.
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
from sarto_adapters.consent.reading import table, words

NAME = "CookieInformationConsent"
OF = "cookie_cat_"
ALWAYS = frozenset({f"{OF}necessary"})
OTHERS = ("functional", "statistic", "marketing", "unclassified")
IDS = ALWAYS | {f"{OF}{name}" for name in OTHERS}


class CookieInformation:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": (f"{OF}functional",),
        "analytics": (f"{OF}statistic",),
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
        approved = words(fields.get("consents_approved")) if fields else None
        denied = words(fields.get("consents_denied", [])) if fields else None
        if approved is None or denied is None:
            return MALFORMED
        said = {**dict.fromkeys(approved, True), **dict.fromkeys(denied, False)}
        return Record(said=said, unsaid=State.DENIED, always=ALWAYS)
