"""django-cookie-consent: `cookie_consent=analytics=2026-01-01T10:00:00|social=-1`.

For each group of cookies the moment it was accepted, or -1. Cookies with such marks are
quoted by Django. `version` is a moment: what was accepted before it does not count.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings, State
from sarto_adapters.consent.reading import is_fresh, moment, pairs, plain

NAME = "cookie_consent"
REFUSED = "-1"
QUOTED = re.compile(r'("?)([^"]*)\1')


class DjangoCookieConsent:
    """A `ConsentSource`; `cookie` is `COOKIE_CONSENT_NAME`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie", "version", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.max_age = settings.max_age
        self.version = settings.version
        self.since = moment(day_or_moment(settings.version))

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not cookies.get(self.cookie):
            return None
        text = unquoted(plain(cookies[self.cookie], until="|="))
        groups = pairs(text, "|", "=") if text else None
        if not groups:
            return MALFORMED
        said: dict[str, bool | None] = {}
        for group, value in groups.items():
            since = moment(plain(value))
            if since is None and value != REFUSED:
                return MALFORMED
            said[group] = since is not None and (self.counts(since, now) or None)
        is_out = None in said.values() and True not in said.values()
        return Record(said=said, means=State.STALE if is_out else State.GRANTED)

    def counts(self, since: datetime, now: datetime) -> bool:
        """Whether what was accepted then still counts."""
        if self.version is not None and (self.since is None or since < self.since):
            return False
        return is_fresh(since, now, self.max_age)


def unquoted(value: str | None) -> str | None:
    """Take off the quotes that Django puts around such a value: both, or it is none."""
    found = QUOTED.fullmatch(value or "")
    return found[2] if found else None


def day_or_moment(version: str | None) -> str | None:
    is_day = version is not None and len(version) == len("2026-01-01")
    return f"{version}T00:00" if is_day else version
