"""Klaro: `klaro={"service":true,…}`, percent-encoded JSON.

It names services, and what they are for stands in the site's Klaro config alone: a map
says which services stand for a purpose. It is written when somebody saves, and never
before.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings
from sarto_adapters.consent.reading import answers, table

NAME = "klaro"
NECESSARY = ("necessary", "essential", "required")


class Klaro:
    """A `ConsentSource`; `cookie` is the site's `storageName`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        services = table(value)
        if services is None:
            return MALFORMED
        said = answers(services)
        always = [name for name in said if name.lower().startswith(NECESSARY)]
        return Record(said=said, always=frozenset(always))
