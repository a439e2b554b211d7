"""Didomi: `didomi_token=`, JSON in base64, with purposes enabled and disabled.

It is written before anybody chose: without lists nothing was decided. What a later
version writes instead, `didomi_dcs`, is binary and numbered by the site's notice: not
for us to read. IAB's purposes are not in it: they stand in the TC string (`tcf`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    OPAQUE,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import in_base64, is_fresh, moment, table, words

NAME, BINARY = "didomi_token", "didomi_dcs"


class Didomi:
    """A `ConsentSource`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.max_age = settings.max_age

    def reads(self, cookie: str) -> bool:
        return cookie in (self.cookie, BINARY)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return OPAQUE if cookies.get(BINARY) else None
        fields = token(value)
        if fields is None:
            return MALFORMED
        lists = fields.get("purposes", {})
        if not isinstance(lists, dict):
            return MALFORMED
        said = chosen(cast("dict[str, object]", lists))
        if said is None:
            return MALFORMED
        means = State.STALE if self.is_old(fields, now) else State.GRANTED
        if fields.get("version") is None:
            means = State.UNDECIDED
        return Record(said=said, means=means)

    def is_old(self, fields: Mapping[str, object], now: datetime) -> bool:
        since = moment(fields.get("updated"))
        if since is None:
            return self.max_age is not None
        return not is_fresh(since, now, self.max_age)


def token(value: str) -> Mapping[str, object] | None:
    raw = in_base64(value)
    try:
        return None if raw is None else table(raw.decode())
    except UnicodeDecodeError:
        return None


def chosen(lists: Mapping[str, object]) -> dict[str, bool | None] | None:
    """Read both lists; what stands in both is refused."""
    enabled = words(lists.get("enabled", []))
    disabled = words(lists.get("disabled", []))
    if enabled is None or disabled is None:
        return None
    return {**dict.fromkeys(enabled, True), **dict.fromkeys(disabled, False)}
