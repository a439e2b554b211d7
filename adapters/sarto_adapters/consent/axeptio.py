"""Axeptio: `axeptio_cookies={"$$completed":true,"google_analytics":true,…}`, by vendor.

JSON, of which sometimes the quotes and commas alone are percent-encoded. Nothing counts
until `$$completed`; `axeptio_authorized_vendors`, a list with a comma at both ends, may
only take away.
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
from sarto_adapters.consent.reading import answers, days, is_fresh, moment, plain, table

NAME, AUTHORIZED = "axeptio_cookies", "axeptio_authorized_vendors"
OWN = "$$"


class Axeptio:
    """A `ConsentSource`; `cookie` is the site's `jsonCookieName`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.max_age = settings.max_age

    def reads(self, cookie: str) -> bool:
        return cookie in (self.cookie, AUTHORIZED)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        allowed = authorized(cookies.get(AUTHORIZED))
        if not cookies.get(self.cookie):
            return listed(allowed)
        fields = table(cookies[self.cookie])
        if fields is None:
            return MALFORMED
        said = {i: yes for i, yes in answers(fields).items() if not i.startswith(OWN)}
        if allowed is not None:
            said = {id_: yes and id_ in allowed for id_, yes in said.items()}
        return Record(said=said, means=self.worth(fields, now))

    def worth(self, fields: Mapping[str, object], now: datetime) -> State:
        if fields.get("$$completed") is not True:
            return State.UNDECIDED
        since = moment(fields.get("$$date"))
        written = fields.get("$$duration")
        lasts = days(written) if written is not None else self.max_age
        if written is not None and lasts is None:
            return State.STALE
        if lasts is not None and self.max_age is not None:
            lasts = min(lasts, self.max_age)
        if lasts is None and "$$date" not in fields:
            return State.GRANTED
        return State.GRANTED if is_fresh(since, now, lasts) else State.STALE


def authorized(value: str | None) -> frozenset[str] | None:
    """Read `,a,b,`; of what has no comma at its end a part may be missing."""
    if not value:
        return None
    text = plain(value) or ""
    is_whole = len(text) > 1 and text[0] == text[-1] == ","
    return frozenset(filter(None, text.split(","))) if is_whole else frozenset()


def listed(allowed: frozenset[str] | None) -> Record | None:
    """Say what a list alone tells: that of vendors no one, or some, are allowed."""
    if allowed is None:
        return None
    if not allowed:
        return Record(unsaid=State.DENIED)
    return Record(said=dict.fromkeys(allowed, True), means=State.UNDECIDED)
