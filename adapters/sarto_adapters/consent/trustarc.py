"""TrustArc: `notice_preferences=1:`, `cmapi_cookie_privacy=permit 1,2 functional`.

Categories are numbered 1 required, 2 functional, 3 advertising, 4 the site's own; a
level of preferences is one less. `notice_behavior` says how visitors are asked, and not
what they answered. Of cookies that disagree the stricter counts.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from sarto.vocabulary.consent import (
    AS_SHIPPED,
    MALFORMED,
    Fault,
    Record,
    Settings,
    State,
)
from sarto_adapters.consent.reading import plain

Allowed: TypeAlias = frozenset[str]

PREFERENCES, GDPR = "notice_preferences", "notice_gdpr_prefs"
PERMITS = "cmapi_cookie_privacy"
ALWAYS = frozenset({"1"})
IDS = ALWAYS | {"2", "3", "4"}
USUAL = ("1", "2", "3")
LEVEL = re.compile(r"([0-3]):.*")
LEVELS = re.compile(r"([0-3](?:,[0-3])*):.*")
PERMIT = re.compile(r"permit ([1-4](?:,[1-4])*)(?: [a-z]+)?")


class TrustArc:
    """A `ConsentSource`."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("2",),
        "analytics": ("2",),
    }
    takes: frozenset[str] = frozenset()

    def __init__(self, _settings: Settings = AS_SHIPPED) -> None:
        pass

    def reads(self, cookie: str) -> bool:
        return cookie in (PREFERENCES, GDPR, PERMITS)

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        if not (cookies.get(PREFERENCES) or cookies.get(PERMITS)):
            return None
        said: list[Allowed] = []
        for name, read in READ.items():
            if name in cookies:
                allowed = read(plain(cookies[name]) or "")
                if allowed is None:
                    return MALFORMED
                said.append(allowed)
        common = said[0].intersection(*said)
        if any(each != common for each in said):
            agreed = dict.fromkeys(sorted(common), True)
            return Record(said=agreed, unsaid=State.DENIED, fault=Fault.CONFLICT)
        known = sorted({*USUAL, *common})
        return Record(said={id_: id_ in common for id_ in known}, always=ALWAYS)


def of_level(text: str) -> Allowed | None:
    found = LEVEL.fullmatch(text)
    return frozenset(str(n + 1) for n in range(int(found[1]) + 1)) if found else None


def of_levels(text: str) -> Allowed | None:
    found = LEVELS.fullmatch(text)
    return frozenset(str(int(n) + 1) for n in found[1].split(",")) if found else None


def of_permit(text: str) -> Allowed | None:
    found = PERMIT.fullmatch(text)
    return frozenset(found[1].split(",")) if found else None


READ = {PREFERENCES: of_level, GDPR: of_levels, PERMITS: of_permit}
