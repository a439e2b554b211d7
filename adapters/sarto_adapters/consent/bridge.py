"""A bridge from tools no server can read: Usercentrics, Termly, Osano, any other.

The site's own script writes one cookie whenever its tool tells of a choice, with no id
in it and no more of a date than the day:

    sarto_bridge=v1.VERSION.20261122.personalization-analytics.

VERSION is the site's own word for its policy. Then come the day in UTC and all that was
granted, joined by `-`, or `0` where nothing was; the dot at the end tells that nothing
is missing. In a callback of the tool's:

    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "")
    const yes = granted.join("-") || "0"  // a list like ["personalization"]
    document.cookie = `sarto_bridge=v1.1.${day}.${yes}.; ` +
      "Path=/; Secure; SameSite=Lax; Max-Age=15552000"

What is not listed is refused. After half a year a yes no longer counts.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import DAY, is_fresh, plain

NAME = "sarto_bridge"
FORM = re.compile(r"v1\.([A-Za-z0-9_-]{1,64})\.(\d{8})\.([A-Za-z0-9_-]+)\.", re.ASCII)
NOTHING = "0"
LONGEST = timedelta(days=183)


class Bridge:
    """A `ConsentSource`; `version` is the policy a visitor must have seen."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("personalization",),
        "analytics": ("analytics",),
    }
    takes = frozenset({"cookie", "version", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.version = settings.version
        self.max_age = min(settings.max_age or LONGEST, LONGEST)

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        found = FORM.fullmatch(plain(value) or "")
        since = day(found[2]) if found else None
        if found is None or since is None:
            return MALFORMED
        granted = [] if found[3] == NOTHING else found[3].split("-")
        is_current = self.version in (None, found[1])
        if is_current and is_fresh(since, now, self.max_age + DAY):  # zones differ, too
            means = State.GRANTED
        else:
            means = State.STALE
        said = dict.fromkeys(filter(None, granted), True)
        return Record(said=said, means=means, unsaid=State.DENIED)


def day(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None
