"""Civic: `CookieControl={"optionalCookies":{"x":"accepted"},…}`, in raw JSON.

A yes counts from `consentDate` for `consentExpiry` days; one without a date counts for
nothing, while a no needs none. A legitimate interest is no consent.
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
from sarto_adapters.consent.reading import days, is_fresh, moment, table

NAME = "CookieControl"
FLAGS = {"accepted": True, "revoked": False}


class Civic:
    """A `ConsentSource`."""

    ids: frozenset[str] | None = None
    meanings: Mapping[str, tuple[str, ...]] = {}
    takes = frozenset({"cookie"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME

    def reads(self, cookie: str) -> bool:
        return cookie == self.cookie

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        fields = table(value)
        optional = fields and fields.get("optionalCookies")
        if fields is None or not isinstance(optional, dict):
            return MALFORMED
        said = {
            id_: FLAGS.get(word) if isinstance(word, str) else None
            for id_, word in cast("dict[str, object]", optional).items()
        }
        is_asked = fields.get("interactedWith") is True
        unsaid = State.DENIED if is_asked else State.UNDECIDED
        is_yes = True in said.values()
        means = worth(fields, now) if is_asked and is_yes else State.GRANTED
        if not is_asked:
            means = State.IMPLIED if said else State.UNDECIDED
        return Record(said=said, means=means, unsaid=unsaid)


def worth(fields: Mapping[str, object], now: datetime) -> State:
    since, lasts = moment(fields.get("consentDate")), days(fields.get("consentExpiry"))
    if lasts is None:
        return State.STALE
    return State.GRANTED if is_fresh(since, now, lasts) else State.STALE
