"""Commanders Act: `TC_PRIVACY=0@002@12@34@1,3@4@1592900933049`.

Status, version, banner, site, categories, blocked, and when. Status 0 accepts the
categories that are listed, and those alone; 1 refuses.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import moment, plain

NAME = "TC_PRIVACY"
# The moment is 13 digits (until the year 2286), so that a cut one is none.
FORM = re.compile(
    r"([01])@\d+@\d*@\d*@((?:\d+(?:,\d+)*)?)@\d*@(\d{13})(?:@.*)?", re.ASCII
)
ANSWERS = {"0": State.GRANTED, "1": State.DENIED}
DAY = timedelta(days=1)  # that clocks may differ


class CommandersAct:
    """A `ConsentSource`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.max_age = settings.max_age

    def reads(self, cookie: str) -> bool:
        return cookie == NAME

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not cookies.get(NAME):
            return None
        found = FORM.fullmatch(plain(cookies[NAME]) or "")
        if found is None:
            return MALFORMED
        said = dict.fromkeys(filter(None, found[2].split(",")), True)
        means = ANSWERS[found[1]]
        if means is State.GRANTED and not self.counts(moment(int(found[3])), now):
            means = State.STALE
        return Record(said=said, means=means, unsaid=State.DENIED)

    def counts(self, since: datetime | None, now: datetime) -> bool:
        if since is None or since - now > DAY:
            return False
        return self.max_age is None or now - since <= self.max_age
