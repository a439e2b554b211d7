"""CookieYes: `cookieyes-consent=consentid:…,consent:yes,action:yes,analytics:no,…`.

`action:yes` means that somebody clicked, `action:no` that nobody was asked. Where all
of it is refused and a category is allowed all the same, nobody knows what was meant.
Older sites keep `cookielawinfo-checkbox-…=yes` by category, which stand there before
anybody is asked: they count beside `viewed_cookie_policy=yes` only.
"""

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
from sarto_adapters.consent.reading import pairs, plain

NAME, OLD, VIEWED = (
    "cookieyes-consent",
    "cookielawinfo-checkbox-",
    "viewed_cookie_policy",
)
ALWAYS = frozenset({"necessary"})
IDS = ALWAYS | {"functional", "analytics", "performance", "advertisement", "other"}
ABOUT = frozenset({"consentid", "consent", "action", "lastRenewedDate"})
FLAGS = {"yes": True, "no": False}
ACTIONS = {"yes": State.GRANTED, "no": State.IMPLIED}


class CookieYes:
    """A `ConsentSource`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("functional",),
        "analytics": ("analytics",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie in (NAME, VIEWED) or cookie.startswith(OLD)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not cookies.get(NAME):
            return old(cookies)
        text = plain(cookies[NAME], until=",")
        parts = pairs(text, ",", ":") if text else None
        if not parts or not IDS.intersection(parts):
            return MALFORMED
        said = {
            id_: FLAGS[word]
            for id_, word in parts.items()
            if id_ not in ABOUT and word in FLAGS
        }
        means = ACTIONS.get(parts.get("action", ""), State.UNDECIDED)
        is_yes = any(yes for id_, yes in said.items() if id_ not in ALWAYS)
        if means is not State.UNDECIDED and is_yes and parts.get("consent") != "yes":
            return Record(said=said, fault=Fault.CONFLICT, always=ALWAYS)
        return Record(said=said, means=means, always=ALWAYS)


def old(cookies: Mapping[str, str]) -> Record | None:
    """Read the cookies of an older site."""
    said = {
        name.removeprefix(OLD): FLAGS[value]
        for name, value in cookies.items()
        if name.startswith(OLD) and value in FLAGS
    }
    if not said:
        return None
    is_asked = cookies.get(VIEWED) == "yes"
    means = State.GRANTED if is_asked else State.UNDECIDED
    return Record(said=said, means=means, always=ALWAYS)
