"""IAB GPP: the string in `IABGPP_HDR_GppString`, and the older `usprivacy`.

A TC string in it is read as by `tcf`, with the same ids. A US section says of `sale`,
`sharing` and `targeted` advertising who opted out; who did not has not agreed to
anything either, and is `implied`. `personalization` and `analytics` sum either up: the
publisher's purposes of a TC string, or all of a US section's choices.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.bits import ShortError
from sarto_adapters.consent.gpp_string import (
    Choice,
    GppString,
    UsSection,
    us_privacy,
)
from sarto_adapters.consent.reading import plain, table
from sarto_adapters.consent.tcf import IDS as TCF_IDS
from sarto_adapters.consent.tcf import Tcf, of_string

NAME, PRIVACY = "IABGPP_HDR_GppString", "usprivacy"
CHOICES = ("sale", "sharing", "targeted")
SUMS = ("personalization", "analytics")
ANSWERS = {Choice.OPTED_OUT: False, Choice.NOT_OPTED_OUT: True}


class Gpp:
    """A `ConsentSource`."""

    ids = TCF_IDS | {*CHOICES, *SUMS}
    meanings: Mapping[str, tuple[str, ...]] = {name: (name,) for name in SUMS}
    takes = frozenset({"cookie", "max_age"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME
        self.max_age = settings.max_age

    def reads(self, cookie: str) -> bool:
        return cookie in (self.cookie, PRIVACY)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value, privacy = cookies.get(self.cookie), cookies.get(PRIVACY)
        if not (value or privacy):
            return None
        try:
            us = [us_privacy(unwrapped(privacy))] if privacy else []
            found = GppString.read(plain(value) or "") if value else None
        except ShortError:
            return MALFORMED
        us += found.us if found else ()
        if found is None or found.tcf is None:
            return Record(said=chosen(us), means=State.IMPLIED)
        record = of_string(found.tcf, now, self.max_age)
        return record if record.fault else both(record, us)


def both(record: Record, us: Iterable[UsSection]) -> Record:
    """Join what a TC string says with US choices, which beside one only deny."""
    denied = {id_: said for id_, said in chosen(us).items() if said is False}
    summed = {
        name: all(record.said.get(id_) for id_ in Tcf.meanings[name]) for name in SUMS
    }
    return Record(
        said={**record.said, **summed, **denied},
        means=record.means,
        always=record.always | {*SUMS},
    )


def chosen(sections: Iterable[UsSection]) -> dict[str, bool | None]:
    """Join US sections: who opted out in one of them did."""
    said: dict[str, bool | None] = {}
    for section in sections:
        for name, choice in section.choices.items():
            answer = False if section.is_gpc else ANSWERS.get(choice)
            if said.get(name) is not False:
                said[name] = answer
    answers = set(said.values())
    if not answers:
        return {}
    summed = None if None in answers else True
    return {**said, **dict.fromkeys(SUMS, False if False in answers else summed)}


def unwrapped(value: str) -> str:
    """Take the string out of the JSON that iubenda puts around it."""
    text = plain(value, until="{") or ""
    if not text.startswith("{"):
        return text
    fields = table(value) or {}
    return str(fields.get("uspString"))
