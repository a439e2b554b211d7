"""tarteaucitron: `tarteaucitron=!gtag=true!youtube=false!matomo=wait`, by service.

With `highPrivacy: false`, and where it takes visitors for non-Europeans, the script
writes `true` though nobody clicked: say `implied = true` for such a site.
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
from sarto_adapters.consent.reading import pairs, plain

NAME = "tarteaucitron"
FLAGS = {"true": True, "false": False, "wait": None}


class Tarteaucitron:
    """A `ConsentSource`; `cookie` is the site's `cookieName`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "implied"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.means = State.IMPLIED if settings.is_implied else State.GRANTED

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        text = plain(value, until="!=")
        if text is None or not text.startswith("!"):
            return MALFORMED
        services = pairs(plain(text) or "", "!", "=")
        if services is None:
            return MALFORMED
        said = {id_: FLAGS[word] for id_, word in services.items() if word in FLAGS}
        return Record(said=said, means=self.means)
