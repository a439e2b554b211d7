"""The vectors of `tests/data/consent`, and how each is read.

A vector speaks of its tool in words of its own. Here stands, once and for all, which
source reads it, how the site was set up when it was taken (`SET_UP`), when that was
(`WHEN`), and which of the tool's ids stand for the vectors' three purposes (`MAPS`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sarto.choices.agreement import Agreement, Term
from sarto.vocabulary.adapters import BUILT_IN, adapter
from sarto.vocabulary.consent import AS_SHIPPED, Record, Settings, State
from sarto.vocabulary.ports import ConsentSource

DATA = Path(__file__).parents[1] / "data" / "consent"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOOLS = tuple(name for port, name in BUILT_IN if port == "consent")
SOURCES = {  # where a vector's word for a tool is not ours
    "cookieconsent_v3": "cookieconsent",
    "cookieyes_legacy": "cookieyes",
    "iab_tcf": "tcf",
    "iab_gpp": "gpp",
    "usprivacy": "gpp",
    "drupal_eucc": "drupal",
    "osano_oss": "osano",
    "commanders_act": "commanders-act",
    "cookie_script": "cookie-script",
    "wp_consent_api": "wp-consent-api",
    "django_cookie_consent": "django-cookie-consent",
    "cookie_information": "cookie-information",
}
NOT_OURS = {  # no record that a first party's server is sent
    "gpc",
    "dnt",
    "google_consent_mode",
    "usercentrics",
    "termly",
}
SET_UP = {
    "cookieconsent_v3-039": Settings(version="2"),
    "complianz-067": Settings(version="14"),
}
WHEN = {
    "civic-069": datetime(2023, 2, 15, tzinfo=UTC),
    "cookieconsent_v3-034": datetime(2025, 5, 1, tzinfo=UTC),
    "cookieconsent_v3-035": datetime(2025, 5, 1, tzinfo=UTC),
}
Ids = Mapping[str, tuple[str, ...]]


def ids(preferences: str = "", analytics: str = "", marketing: str = "") -> Ids:
    named = {
        "preferences": preferences,
        "analytics": analytics,
        "marketing": marketing,
    }
    return {purpose: tuple(text.split()) for purpose, text in named.items() if text}


MAPS: Mapping[str, Ids] = {
    "onetrust": ids("C0003", "C0002", "C0004"),
    "cookiebot": ids("preferences", "statistics", "marketing"),
    "cookieconsent": ids("functionality", "analytics", "marketing"),
    "cookieconsent_v3-035": ids("functionality", "analytics", "advertising"),
    "klaro": ids("preferences", "google-analytics", "google-ads"),
    "klaro-046": {},  # the vector maps nothing
    "cookieyes": ids("functional", "analytics", "advertisement"),
    "complianz": ids("preferences", "statistics", "marketing"),
    "wp-consent-api": ids("preferences", "statistics", "marketing"),
    "iubenda": ids("2", "4", "5"),
    "trustarc": ids("2", "2", "3"),
    "civic": ids("preferences", "analytics", "Marketing"),
    "govuk": ids("settings", "usage", "campaigns"),
    "osano": ids("PERSONALIZATION", "ANALYTICS", "MARKETING"),
    "cookiefirst": ids("functional", "performance", "advertising"),
    "cookie-script": ids("functionality", "performance", "targeting"),
    "shopify": ids("p", "a", "m"),
    "tcf": ids("5 6", "8 9", "3 4"),
    "gpp": ids("5 6", "8 9", "sale"),
    "iab_gpp-145": ids("5 6", "8 9", "3 4"),
    "iab_gpp-147": ids("5 6", "8 9", "3 4"),
    "didomi": {},
    "tarteaucitron": {},
    "axeptio": {},
    "drupal": {},
    "commanders-act": {},
}


@dataclass(frozen=True)
class Vector:
    """One row, and the request that it stands for."""

    id: str
    tool: str
    cookies: tuple[tuple[str, str], ...]
    expected: Mapping[str, Any]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Vector":
        value: str = row["raw_cookie_value"]
        if row["cookie_name"] == "(header)":
            parts = (part.partition("=") for part in value.split(";"))
            cookies = [(name.strip(), text.strip()) for name, _, text in parts]
        else:
            cookies = [(row["cookie_name"], value)]
        cookies += list(row.get("other_cookies", {}).items())
        name = SOURCES.get(row["cmp"], row["cmp"])
        return cls(row["id"], name, tuple(cookies), row["expected"])

    @property
    def source(self) -> ConsentSource:
        return source(self.tool, SET_UP.get(self.id, AS_SHIPPED))

    @property
    def now(self) -> datetime:
        return WHEN.get(self.id, NOW)

    @property
    def map(self) -> Ids:
        return MAPS[self.id] if self.id in MAPS else MAPS[self.tool]

    @property
    def own_map(self) -> Ids:
        """Map as a site would that has just what this record names."""
        said = self.record.said if self.record else {}
        return {name: (name,) for name in said}

    @property
    def record(self) -> Record | None:
        return self.source.record(self.kept(self.cookies), self.now)

    @property
    def header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies)

    def kept(self, cookies: tuple[tuple[str, str], ...]) -> dict[str, str]:
        """Give of some cookies those that the source reads."""
        return {name: value for name, value in cookies if self.source.reads(name)}

    def agreement(self, map_: Ids, *, is_opt_out: bool = False) -> Agreement:
        term = Term(name=self.tool, source=self.source, ids=map_)
        return Agreement(terms=(term,), is_opt_out=is_opt_out)

    def granted(
        self, header: bytes, map_: Ids, *, is_opt_out: bool = False
    ) -> frozenset[str]:
        """List what a Cookie header grants under a map."""
        agreement = self.agreement(map_, is_opt_out=is_opt_out)
        return agreement.consent([(b"cookie", header)], self.now).granted


def source(name: str, settings: Settings = AS_SHIPPED) -> ConsentSource:
    made: ConsentSource = adapter("consent", name)(settings)
    return made


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "vectors.json").read_text())
    return found


VECTORS = [Vector.of(row) for row in rows() if row["cmp"] not in NOT_OURS]
GRANTED = [vector for vector in VECTORS if vector.expected["state"] == "granted"]
UNSEEN = {  # cookies that tools have, and no vector
    "axeptio": ("axeptio_authorized_vendors",),
    "borlabs": ("borlabs-cookie",),
    "bridge": ("sarto_bridge",),
    "cookie-information": ("CookieInformationConsent",),
    "django-cookie-consent": ("cookie_consent",),
    "drupal": ("cookie-agreed-version",),
    "tcf": ("eupubconsent-v2",),
    "wp-consent-api": ("wp_consent_marketing",),
}


def names_of(tool: str) -> list[str]:
    """List the cookies a tool has, whether its source reads them or not."""
    seen = {name for v in VECTORS if v.tool == tool for name, _ in v.cookies}
    return sorted(seen.union(UNSEEN.get(tool, ())))


def read_of(tool: str) -> list[str]:
    """List the cookies of a tool's that its source reads."""
    return [*filter(source(tool).reads, names_of(tool))]


def name_of(vector: Vector) -> str:
    return vector.id


def js(**fields: object) -> str:
    """Write a cookie's value as most tools do: JSON, percent-encoded."""
    return quote(json.dumps(fields))


def assert_read(
    tool: str,
    settings: Mapping[str, Any],
    cookies: Mapping[str, str],
    states: Mapping[str, State],
    told: str | None,
) -> None:
    """Assert that a record says so of these ids; `told` is `None` where there is none."""
    tool_ = source(tool, Settings(**settings))
    shown = {name: value for name, value in cookies.items() if tool_.reads(name)}
    found = tool_.record(shown, NOW)
    assert (found and found.told) == told
    if found is not None:
        assert {id_: found.state(id_) for id_ in states} == states
