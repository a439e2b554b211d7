"""IAB TCF: the TC string in `euconsent-v2`, or in `eupubconsent-v2`.

Ids are purposes by their numbers. `publisher:5` is what the visitor told the site
itself, in the string's publisher segment, which is what a site that personalises its
own pages needs: without a map that counts alone. `core:5` is what vendors were told;
a plain `5` is the publisher's where there is such a segment, else the core's.
`special:1` is a special feature. A legitimate interest is no consent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Fault,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.bits import ShortError
from sarto_adapters.consent.reading import is_fresh, plain
from sarto_adapters.consent.tc_string import CURRENT, PURPOSES, TcString

NAMES = ("euconsent-v2", "eupubconsent-v2")
KNOWN = range(1, PURPOSES + 1)
SPECIAL = range(1, 13)
OF_PUBLISHER, OF_CORE = "publisher:", "core:"
IDS = frozenset(
    f"{of}{number}" for of in ("", OF_PUBLISHER, OF_CORE) for number in KNOWN
) | {f"special:{number}" for number in SPECIAL}


NOTHING_OWN = {id_: False for id_ in IDS if id_.startswith(OF_PUBLISHER)}
NOTHING = {id_: False for id_ in IDS if id_ not in NOTHING_OWN}
USUAL = frozenset(str(number) for number in range(1, 11))  # what every notice asks
UNUSUAL = IDS - USUAL


class Tcf:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": tuple(f"{OF_PUBLISHER}{n}" for n in (1, 5, 6)),
        "analytics": tuple(f"{OF_PUBLISHER}{n}" for n in (1, 8, 9)),
    }
    takes = frozenset({"cookie", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.names = (settings.cookie,) if settings.cookie else NAMES
        self.max_age = settings.max_age

    def reads(self, cookie: str) -> bool:
        return cookie in self.names

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        values = [cookies[name] for name in self.names if cookies.get(name)]
        records = [self.recorded(value, now) for value in values]
        if not records:
            return None
        if any(record != records[0] for record in records):
            return Record(unsaid=State.DENIED, fault=Fault.CONFLICT)
        return records[0]

    def recorded(self, value: str, now: datetime) -> Record:
        try:
            found = TcString.read(plain(value) or "")
        except ShortError:
            return MALFORMED
        return of_string(found, now, self.max_age)


def of_string(
    found: TcString, now: datetime, max_age: timedelta | None = None
) -> Record:
    """Make a record of a string; of version 1 none, for those ended in 2020."""
    head, core = found.head, found.core
    if head.version == 1:
        return MALFORMED
    own = found.publisher.consents if found.publisher else None
    said = NOTHING | dict.fromkeys((f"{OF_CORE}{n}" for n in core.purposes), True)
    if own is not None:
        said |= NOTHING_OWN | dict.fromkeys((f"{OF_PUBLISHER}{n}" for n in own), True)
    plainly = core.purposes if own is None else own
    said |= dict.fromkeys(map(str, plainly), True)
    said |= dict.fromkeys((f"special:{n}" for n in core.special_features), True)
    is_valid = (
        core.policy_version >= CURRENT
        and core.is_service_specific
        and is_fresh(head.created, now, None)
        and is_fresh(head.last_updated, now, max_age)
    )
    means = State.GRANTED if is_valid else State.STALE
    return Record(said=said, means=means, always=UNUSUAL)
