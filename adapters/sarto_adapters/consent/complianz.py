"""Complianz: a cookie for each category, `cmplz_marketing=allow`, or `deny`.

The plugin itself takes a cookie that is missing for a yes where no consent is needed,
and for bots; here it is no answer.
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

PREFIX = "cmplz_"
ALWAYS = frozenset({"functional"})
IDS = ALWAYS | {"preferences", "statistics", "statistics-anonymous", "marketing"}
POLICY = "policy_id"
FLAGS = {"allow": True, "deny": False}


class Complianz:
    """A `ConsentSource`; `cookie` is a prefix, `version` the site's policy id."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("preferences",),
        "analytics": ("statistics",),
    }
    takes = frozenset({"cookie", "version"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        prefix = settings.cookie or PREFIX
        self.version = settings.version
        self.policy = f"{prefix}{POLICY}"
        self.cookies = {f"{prefix}{id_}": id_ for id_ in IDS}

    def reads(self, cookie: str) -> bool:
        return cookie == self.policy or cookie in self.cookies

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        given = {self.cookies[n]: v for n, v in cookies.items() if n in self.cookies}
        if not given:
            return None
        if not FLAGS.keys() >= set(given.values()):
            return MALFORMED
        said = {id_: FLAGS[value] for id_, value in given.items()}
        is_current = self.version in (None, cookies.get(self.policy))
        means = State.GRANTED if is_current else State.STALE
        return Record(said=said, means=means, always=ALWAYS)
