"""The pattern of GOV.UK: `cookies_policy={"essential":true,"usage":false,…}`.

JSON, written before anybody is asked: it counts beside `cookies_preferences_set=true`.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import answers, table

NAME, DONE = "cookies_policy", "cookies_preferences_set"
ALWAYS = frozenset({"essential"})
IDS = ALWAYS | {"settings", "usage", "campaigns"}


class GovUk:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("settings",),
        "analytics": ("usage",),
    }
    takes = frozenset({"cookie"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        self.cookie = settings.cookie or NAME

    def reads(self, cookie: str) -> bool:
        return cookie in (self.cookie, DONE)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        value = cookies.get(self.cookie)
        if not value:
            return None
        policy = table(value)
        if policy is None:
            return MALFORMED
        is_asked = cookies.get(DONE) == "true"
        means = State.GRANTED if is_asked else State.UNDECIDED
        return Record(said=answers(policy), means=means, always=ALWAYS)
