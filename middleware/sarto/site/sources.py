"""Where the facts of one site come from: gathered once, when it is compiled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from re import Pattern, compile  # noqa: A004 - a pattern's own word
from typing import cast

from sarto.choices.cookies import CookieJar
from sarto.choices.objections import OBJECTIONS
from sarto.choices.preferences import Declared as Preferences
from sarto.clock import Clock
from sarto.config.config import Config
from sarto.config.model import SartoToml
from sarto.config.report import Report
from sarto.context.language import matcher
from sarto.context.sources import Sources
from sarto.errors import Failures
from sarto.site.consenting import agreement, law
from sarto.site.database import Database, database_of
from sarto.site.site import Site
from sarto.site.trying import tell_unmeasured, trials
from sarto.vocabulary.adapters import adapter
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.globs import glob
from sarto.vocabulary.ports import Device, DeviceSource, HolidaySource
from sarto.vocabulary.reads import ReadSet
from sarto.vocabulary.world import zone_named

DEVICE = frozenset({"device", "browser", "os", "bot"})
PLACES = ("country", "region", "continent", "eu", "city")


@dataclass(frozen=True, slots=True)
class Gathering:
    """Opens what a config names; what cannot be opened goes to the report."""

    config: Config
    report: Report
    before: Site | None  # whose location database is kept, unless it was replaced
    reads: ReadSet  # what any rule can read, and the site's own code

    def sources(self, clock: Clock, failures: Failures, declared: Declared) -> Sources:
        toml = self.config.toml
        clock_zone = None if toml.timezone == "visitor" else zone_named(toml.timezone)
        agreed = agreement(toml, self.report)
        tell_unmeasured(toml, agreed, self.report)
        return Sources(
            clock=clock,
            failures=failures,
            devices=self.devices(),
            locations=self.locations(),
            holidays=self.holidays(),
            location_headers=tuple(n.lower().encode() for n in toml.location.headers),
            trusted_proxies=tuple(
                ip_network(network, strict=False)
                for network in toml.location.trusted_proxies
            ),
            languages=tuple(toml.languages),
            language_path=language_path(toml.language.path),
            language_cookie=toml.language.cookie,
            closest_language=matcher(tuple(toml.languages)),
            clock_zone=clock_zone,
            site_zone=zone_named(toml.site_timezone) or Sources().site_zone,
            agreement=agreed,
            law=law(toml),
            jar=CookieJar.of(toml.site, toml.https),
            preferences=preferences(toml),
            unknown=first_stage(toml),
            is_shared=toml.cache.edge != "none",
            declared=declared,
            trials=trials(toml, self.before.sources.trials if self.before else {}),
        )

    def devices(self) -> DeviceSource:
        """Get ready to tell devices apart, where they count; else when first asked."""
        if not DEVICE.isdisjoint(self.reads.facts):
            devices()
        return Devices()

    def locations(self) -> Database | None:
        """Open the location database; without one the facts are unknown."""
        if self.config.toml.location.database is None:
            return None
        file = self.config.folder / self.config.toml.location.database
        database = Database.opened(file, database_of(self.before))
        if database.mistake:
            text = f"the location database cannot be read: {database.mistake}"
            hint = "countries and zones will be unknown"
            if database.source:
                hint = "the one that was opened before stays in use"
            self.warn("SARTO020", ("location", "database"), text, hint)
        return database

    def holidays(self) -> HolidaySource | None:
        """Open the calendar, where holidays count; it is an extra."""
        if "holiday" not in self.reads:
            return None
        try:
            return cast("HolidaySource", adapter("calendars", "holidays")())
        except ImportError:
            text = "nothing tells `holiday`: the package `holidays` is not installed"
            self.warn("SARTO021", (), text, 'pip install "sarto[holidays]"')
            return None

    def warn(self, code: str, path: tuple[str, ...], text: str, hint: str) -> None:
        self.report.wrong(code, path, text, hint, at_value=True, severity="warning")


class Devices:
    """A `DeviceSource` that is made when first asked."""

    @staticmethod
    def device(user_agent: str) -> Device:
        return devices().device(user_agent)


@cache
def devices() -> DeviceSource:
    """Tell devices apart: made once, alike for all sites, and kept when one changes."""
    return cast("DeviceSource", adapter("device", "user-agents")())


def read_by_code(toml: SartoToml) -> ReadSet:
    """Gather what the site's own code reads on any page, as `[app]` says."""
    return ReadSet.of(fact for facts in toml.app.reads.values() for fact in facts)


def preferences(toml: SartoToml) -> Preferences:
    """Read `[preferences]`."""
    values = {name: tuple(told.values) for name, told in toml.preferences.items()}
    return Preferences(values=values, languages=tuple(toml.languages))


def first_stage(toml: SartoToml) -> dict[str, object]:
    stages = toml.journey.stages if toml.journey else []
    return {"stage": stages[0].name} if stages else {}


def language_path(path: str | None) -> Pattern[str] | None:
    """Compile `/{language}/*` so that the language can be taken out of it."""
    if path is None:
        return None
    before, _, after = path.partition("{language}")
    return compile(f"{glob(before).pattern}(?P<language>[^/]+){glob(after).pattern}")


def extra_headers(toml: SartoToml) -> Mapping[str, tuple[str, ...]]:
    """Tell which headers the site's settings let facts be read from."""
    places = tuple(toml.location.headers)
    found: dict[str, tuple[str, ...]] = {}
    if places:
        found |= dict.fromkeys(PLACES, places)
    if toml.language.cookie or len(toml.languages) > 1:  # which one may be told
        found["language"] = ("Cookie",)
    if toml.consent and toml.consent.regime == "opt-out" and toml.consent.gpc:
        found["consent"] = OBJECTIONS
    return found
