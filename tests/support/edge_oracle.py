"""What a visitor of `edge_site` must see: said by hand, rule by rule, in raw terms.

Nothing here is Sarto's: no config is read, and no fact but what a request, a person and
a clock say. A fact not told by a header is the person's: what they agreed to and chose.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from html import escape
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from support.edge_site import PEOPLE, SLOTS, own, page

WARSAW = ZoneInfo("Europe/Warsaw")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 15_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/15.5 Mobile/15E148 Safari/604.1"
)
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/153.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
MACHINES: dict[str, tuple[Mapping[str, str], str]] = {  # what they send, what they are
    "iphone": ({"user-agent": IPHONE}, "mobile"),
    "ipad": ({"user-agent": IPAD}, "tablet"),
    "chrome": ({"user-agent": CHROME, "sec-ch-ua-mobile": "?0"}, "desktop"),
    "narrow": ({"user-agent": CHROME, "sec-ch-ua-mobile": "?1"}, "mobile"),
    "firefox": ({"user-agent": FIREFOX}, "desktop"),
    "nothing": ({}, "other"),
}
SPOKEN: dict[str | None, str] = {  # what Accept-Language means on this site
    None: "en",
    "": "en",
    "en-GB,en;q=0.9": "en",
    "fa": "fa",
    "fa-IR,fa;q=0.9,en;q=0.8": "fa",
    "en;q=0.2,fa;q=0.7": "fa",
    "pl,en;q=0.5": "pl",
    "de,pl;q=0.3": "pl",
    "de-DE,de;q=0.9": "en",
}
PLACES: dict[str | None, tuple[str | None, bool | None, str | None]] = {
    None: (None, None, None),  # country, whether it is in the EU, its only zone
    "XX": (None, None, None),
    "IR": ("IR", False, "Asia/Tehran"),
    "PL": ("PL", True, "Europe/Warsaw"),
    "FI": ("FI", True, "Europe/Helsinki"),
    "JP": ("JP", False, "Asia/Tokyo"),
    "US": ("US", False, None),
}
TWINS = {"touch": {"fa": "لمس", "pl": "dotyk"}, "dinner": {"pl": "kolacja"}}
WAY = {"fa": "rtl", "pl": "ltr"}
WINDOWS = [  # of the site's own clock, its end excluded
    ("one", "2026-03-28 22:15", "2026-03-29 03:30"),
    ("two", "2026-03-29 14:00", "2026-03-31 00:00"),
    ("one", "2026-10-25 00:45", "2026-10-25 04:15"),
    ("two", "2026-10-25 08:00", "2026-10-25 18:30"),
]


def moment(told: str) -> float:
    return datetime.fromisoformat(told).replace(tzinfo=WARSAW).timestamp()


SPANS = [(name, moment(start), moment(end)) for name, start, end in WINDOWS]


@dataclass(slots=True)
class Visitor:
    """Who asks: what the machine sends, and what is true of the person."""

    machine: str = "chrome"
    speaks: str | None = None  # Accept-Language
    country: str | None = None  # cf-ipcountry
    chose: str | None = None  # the site's cookie `lang`
    told: str | None = None  # the language that they told us
    by_path: str | None = None  # the language that the address is in
    is_dark: bool = False  # what the screen is set to
    session: str | None = None
    consent: bool | None = None
    level: str = "novice"
    view: str | None = None
    is_back: bool = False
    looked: int = 0  # pages of coffee
    is_teased: bool = False  # often enough
    referer: str | None = None

    def headers(self) -> dict[str, str]:
        """Write what the machine sends of itself."""
        said = {
            "accept-language": self.speaks,
            "cf-ipcountry": self.country,
            "referer": self.referer,
            "sec-ch-prefers-color-scheme": '"dark"' if self.is_dark else None,
        }
        told = {name: value for name, value in said.items() if value is not None}
        return {**MACHINES[self.machine][0], **told}

    @property
    def language(self) -> str:
        said = (self.told, self.by_path, self.chose)
        return next((n for n in said if n in ("en", "fa", "pl")), SPOKEN[self.speaks])


@dataclass(slots=True, frozen=True)
class Oracle:
    """What one version of the site shows; `zone` is whose clock it goes by."""

    version: str = "A"
    zone: str = "Europe/Warsaw"
    zones: dict[str, ZoneInfo] = field(default_factory=dict[str, ZoneInfo])

    def expected(self, who: Visitor, target: str, now: float) -> bytes:
        """Write the body that this visitor must get at this moment."""
        path = target.partition("?")[0]
        more = ""
        if path == "/front/small":
            return page(path, own(path)).encode()
        if path == "/front" and MACHINES[who.machine][1] == "mobile":
            path = "/front/small"
        if path == "/where":
            more = str(PLACES[who.country][0])
        if path == "/spoken":
            more = who.speaks or ""
        return page(path, "".join(self.parts(who, target, now)), more).encode()

    def parts(self, who: Visitor, target: str, now: float) -> list[str]:
        """Write the slots of a page, one by one."""
        path, _, query = target.partition("?")
        return [
            element(slot, self.shown(slot, who, query, now), who, self.version)
            for slot in ruled(path)
        ]

    def shown(self, slot: str, who: Visitor, query: str, now: float) -> str | None:  # noqa: C901, PLR0911, PLR0912 - a slot a line
        """Tell the text of a slot, `None` for the page's own."""
        country, is_eu, zone = PLACES[who.country]
        if slot == "hero":
            device = MACHINES[who.machine][1]
            is_touched = device == "mobile" or (
                device == "tablet" and self.version == "A"
            )
            return "touch" if is_touched else "desk" if who.language == "fa" else None
        if slot == "place":
            return "far" if country in ("IR", "US") else "eu" if is_eu else None
        if slot == "named":
            is_found = (who.referer or "").startswith("https://www.google.com/")
            named = f"named {country}" if country in ("IR", "US", "PL") else None
            return named or ("found" if is_found else None)
        if slot == "hours":
            return self.hours(now, zone)
        if slot == "window":
            return next((n for n, start, end in SPANS if start <= now < end), None)
        if slot == "letter":
            said = parse_qs(query).get("ref", [""])[0]
            return "letter" if said.startswith("news") else None
        if slot == "greeting":
            name = PEOPLE.get(who.session or "")
            return f"Hello {escape(name)}" if name else None
        if slot == "guest":
            return self.guest(who, self.hours(now, zone))
        if slot == "badge":
            name = PEOPLE.get(who.session or "", "")
            return f"Member {name}" if name == "Anna Canary" else "nobody"
        if slot == "asked":
            return {None: "ask", True: "thanks", False: None}[who.consent]
        if slot == "level":
            return "expert" if who.level == "expert" else None
        if slot == "view":
            return "simple" if who.view == "simple" else None
        if slot == "fan":
            return "fan" if who.consent and who.looked >= 2 else None
        if slot == "teaser":
            return "teaser" if who.consent and not who.is_teased else None
        if slot == "shade":
            return "dark" if who.consent and who.is_dark else None
        if slot == "returning":
            return "again" if who.is_back and who.consent else None
        return f"Member {escape(PEOPLE.get(who.session or '', 'nobody'))}"

    def guest(self, who: Visitor, hours: str) -> str:
        """Greet who has a table."""
        name = PEOPLE.get(who.session or "")
        if name is None:
            return "nobody"
        if who.level == "expert":
            return "expert"
        return "night" if hours == "night" else f"Dear {escape(name)}"

    def hours(self, now: float, zone: str | None) -> str:
        """Read the clock on the wall; a wall has no memory of an hour put back."""
        of = (zone or "Europe/Warsaw") if self.zone == "visitor" else self.zone
        clock = self.zones.setdefault(of, ZoneInfo(of))
        local = datetime.fromtimestamp(now, UTC).astimezone(clock)
        wall = local.time()
        if time(0, 30) <= wall < time(2, 30):
            return "night"
        opens = time(7) if self.version == "A" else time(5, 30)
        if opens <= wall < time(11, 30):
            return "brunch" if local.weekday() >= 5 else "morning"
        return "dinner" if time(12) <= wall < time(22) else "closed"


def ruled(path: str) -> tuple[str, ...]:
    """List the slots of a page that rules are for."""
    return () if path == "/front/small" else SLOTS.get(path, ())


def element(slot: str, text: str | None, who: Visitor, version: str) -> str:
    """Write a slot's element around its text, in the language it is told in."""
    if text is None:
        return f'<p data-sarto="{slot}">own {slot}</p>'
    twin = TWINS.get(text, {}).get(who.language)
    spoken = f' lang="{who.language}" dir="{WAY[who.language]}"' if twin else ""
    return f'<p data-sarto="{slot}"{spoken}>{twin or text} {version}</p>'
