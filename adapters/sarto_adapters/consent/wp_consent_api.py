"""WP Consent API, which many of WordPress's tools speak: `wp_consent_marketing=allow`.

Where no tool is installed the plugin says yes to everything; here that is no answer.
"""

from collections.abc import Mapping
from datetime import datetime

from sarto.vocabulary.consent import AS_SHIPPED, MALFORMED, Record, Settings

PREFIX = "wp_consent_"
ALWAYS = frozenset({"functional"})
IDS = ALWAYS | {"preferences", "statistics", "statistics-anonymous", "marketing"}
FLAGS = {"allow": True, "deny": False}


class WpConsentApi:
    """A `ConsentSource`; `cookie` is a prefix."""

    ids = IDS
    meanings: Mapping[str, tuple[str, ...]] = {
        "personalization": ("preferences",),
        "analytics": ("statistics",),
    }
    takes = frozenset({"cookie"})

    def __init__(self, settings: Settings = AS_SHIPPED) -> None:
        prefix = settings.cookie or PREFIX
        self.cookies = {f"{prefix}{id_}": id_ for id_ in IDS}

    def reads(self, cookie: str) -> bool:
        return cookie in self.cookies

    def record(self, cookies: Mapping[str, str], now: datetime) -> Record | None:
        given = {self.cookies[n]: v for n, v in cookies.items() if n in self.cookies}
        if not given:
            return None
        if not FLAGS.keys() >= set(given.values()):
            return MALFORMED
        said = {id_: FLAGS[value] for id_, value in given.items()}
        return Record(said=said, always=ALWAYS)
