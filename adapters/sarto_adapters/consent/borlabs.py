"""Borlabs: `borlabs-cookie={"consents":{"statistics":["matomo"]},"expires":"…",…}`.

JSON with the services that were accepted, by group; a group of none was refused.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import cast

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import table, words

NAME = "borlabs-cookie"
ALWAYS = frozenset({"essential"})


class Borlabs:
    """A `ConsentSource`; `version` is that of the site's cookie settings."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {"analytics": ("statistics",)}
    takes = frozenset({"cookie", "version"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.version = settings.version

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        fields = table(value)
        groups = fields and fields.get("consents")
        if fields is None or not isinstance(groups, dict):
            return MALFORMED
        items = cast("dict[str, object]", groups).items()
        said = {group: bool(words(services)) for group, services in items}
        means = State.GRANTED if self.counts(fields, now) else State.STALE
        return Record(said=said, means=means, unsaid=State.DENIED, always=ALWAYS)

    def counts(self, fields: Mapping[str, object], now: datetime) -> bool:
        """Whether it is of this version, and not out of date."""
        if self.version is not None and str(fields.get("version")) != self.version:
            return False
        if "expires" not in fields:
            return True
        ends = until(str(fields["expires"]))
        return ends is not None and now < ends


def until(text: str) -> datetime | None:
    """Read a date as HTTP writes it."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
