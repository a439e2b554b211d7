"""Commanders Act: `TC_PRIVACY=0@002@12@34@1,3@4@1592900933049`.

Status, version, banner, site, categories, blocked, and when. Status 0 accepts the
categories that are listed, and those alone; 1 refuses.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import is_fresh, moment, plain

NAME = "TC_PRIVACY"
# The moment is 13 digits (until the year 2286), so that a cut one is none.
FORM = re.compile(
    r"([01])@\d+@\d*@\d*@((?:\d+(?:,\d+)*)?)@\d*@(\d{13})(?:@.*)?", re.ASCII
)
ANSWERS = {"0": State.GRANTED, "1": State.DENIED}


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
        means, since = ANSWERS[found[1]], moment(int(found[3]))
        if means is State.GRANTED and not is_fresh(since, now, self.max_age):
            means = State.STALE
        return Record(said=said, means=means, unsaid=State.DENIED)
