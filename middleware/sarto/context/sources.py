"""Where this site's facts come from: made once at start-up, immutable."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from ipaddress import IPv4Network, IPv6Network
from re import Pattern
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sarto.choices.agreement import Agreement
from sarto.choices.cookies import CookieJar
from sarto.choices.preferences import Declared as Preferences
from sarto.clock import Clock, utc_now
from sarto.context.remembered import Trial
from sarto.errors import Failures
from sarto.vocabulary.declared import Declared
from sarto.vocabulary.law import Law
from sarto.vocabulary.ports import DeviceSource, HolidaySource, LocationSource

Network: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a `Visit` asks; all of it belongs to the site, nothing to a visitor."""

    clock: Clock = utc_now
    devices: DeviceSource | None = None
    locations: LocationSource | None = None
    holidays: HolidaySource | None = None
    location_headers: tuple[bytes, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    languages: tuple[str, ...] = ("en",)
    language_path: Pattern[str] | None = None
    language_cookie: str | None = None
    closest_language: Callable[[str], str | None] = field(default=lambda _header: None)
    clock_zone: ZoneInfo | None = None  # None: the visitor's own
    site_zone: tzinfo = field(default_factory=lambda: ZoneInfo("UTC"))
    agreement: Agreement | None = None  # None: nobody is asked, nobody consents
    law: Law = field(default_factory=Law)  # which facts need consent here
    jar: CookieJar = field(default_factory=CookieJar.of)  # what our cookies are called
    preferences: Preferences | None = None  # None: nobody tells us anything
    unknown: Mapping[str, object] = field(default_factory=dict[str, object])
    is_shared: bool = False  # an edge asks once for all pages of a site
    declared: Declared = field(default_factory=Declared)  # the site's own facts
    trials: Mapping[str, Trial] = field(default_factory=dict[str, Trial])
    failures: Failures = field(default_factory=Failures)
