"""iubenda: `_iub_cs-12345678={"purposes":{"1":true,…}}`, percent-encoded JSON.

A site without purposes has one answer for all, `"consent":true`. Cookies that end in
`-granular` or `-uspr` are about something else.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Fault,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import answers, table

NAME = re.compile(r"_iub_cs-s?\d+")
ALWAYS = frozenset({"1"})
IDS = ALWAYS | {"2", "3", "4", "5"}  # functionality, experience, measurement, marketing
ALL = "consent"


class Iubenda:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("2", "3"),
        "analytics": ("4",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return NAME.fullmatch(cookie) is not None

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        values = [cookies[name] for name in sorted(cookies) if cookies[name]]
        records = [recorded(value) for value in values]
        if not records:
            return None
        if any(record != records[0] for record in records):  # of several properties
            return Record(unsaid=State.DENIED, fault=Fault.CONFLICT)
        return records[0]


def recorded(value: str) -> Record:
    fields = table(value)
    if fields is None:
        return MALFORMED
    if "purposes" in fields:
        said = answers(fields["purposes"])
        is_refused = fields.get(ALL) is False
        means = State.DENIED if is_refused else State.GRANTED
        return Record(said=said, means=means, always=ALWAYS) if said else MALFORMED
    for_all = fields.get(ALL)
    if not isinstance(for_all, bool):
        return Record(means=State.UNDECIDED) if ALL not in fields else MALFORMED
    unsaid = State.GRANTED if for_all else State.DENIED
    return Record(said={ALL: for_all}, unsaid=unsaid, always=ALWAYS)
