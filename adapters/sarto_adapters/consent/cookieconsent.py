"""CookieConsent v3 (orestbida): `cc_cookie={"categories":[…],"revision":0,…}`.

JSON, percent-encoded; the accepted categories, and under `services` all that were
offered. What lacks an id or a date is no consent, as the library itself has it; that
goes for records of v2, which list what was accepted under `level`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import is_fresh, moment, table, words

NAME = "cc_cookie"
ALWAYS = frozenset({"necessary"})
NEEDED = ("consentId", "consentTimestamp", "lastConsentTimestamp")


class CookieConsent:
    """A `ConsentSource`; `version` is the site's `revision`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "version", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.settings = settings
        self.cookie = settings.cookie or NAME

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        fields = table(value)
        if fields is None:
            return MALFORMED
        accepted = words(fields.get("categories"))
        if accepted is None or not all(is_text(fields.get(key)) for key in NEEDED):
            kept = accepted or words(fields.get("level")) or []
            said = dict.fromkeys(kept, True)
            return Record(said=said, means=State.UNDECIDED, always=ALWAYS)
        offered = fields.get("services")
        names = cast("dict[str, object]", offered) if isinstance(offered, dict) else {}
        said = dict.fromkeys(names, False) | dict.fromkeys(accepted, True)
        means = State.GRANTED if self.counts(fields, now) else State.STALE
        return Record(said=said, means=means, always=ALWAYS)

    def counts(self, fields: Mapping[str, object], now: datetime) -> bool:
        """Whether it is of this revision, and not out of date."""
        wanted, revision = self.settings.version, fields.get("revision")
        if wanted is not None and str(revision) != wanted:
            return False
        since = moment(fields["lastConsentTimestamp"])
        if not is_fresh(since, now, self.settings.max_age):
            return False
        until = fields.get("expirationTime")
        ends = moment(until)
        return until is None or (ends is not None and now < ends)


def is_text(found: object) -> bool:
    return isinstance(found, str) and found != ""
