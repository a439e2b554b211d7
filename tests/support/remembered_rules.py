"""The rules of a site that remembers much: what one says, and what it means.

Each is a pair: its words in TOML, and a function that reads them anew. Nothing of Sarto
is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

Facts = Mapping[str, Any]

ZONE = ZoneInfo("Europe/Warsaw")
MINUTE, HOUR, DAY = 60, 3600, 86_400
MEMORY = """
[preferences.view]
values = ["simple", "standard", "expert"]

[signals.booked]
on = "POST /book"
points = 5
area = "booking"
[signals.paid]
on = "POST /book"
status = "2xx"
[signals.failed]
on = "POST /book"
status = "4xx,5xx"
points = -2
area = "booking"
[signals.read]
on = "GET /menu/*"
points = 1
area = "menu"
[signals.left]
on = "GET /bye"
[signals.liked]
points = 2
area = "menu"

[level]
regular = 10
expert = 40
half_life = "30d"
lead = 3
freeze = ["/book/*"]

[journey]
stages = [
  { name = "first-visit" },
  { name = "exploring", when = { visits = ">=2" } },
  { name = "reader", when = { signals.read = ">=4", within = "7d" } },
  { name = "customer", when = { signals.booked = ">=1" } },
  { name = "back", when = { days_since_last = ">=20" } },
]

[interests]
from = ["/menu/{topic}", "?q"]
min = 3
never = ["health*"]
"""


def changes(path: str) -> bool:
    """Whether rules can change the page at this path."""
    return path in ("/", "/help", "/book") or path.startswith(("/menu/", "/book/"))


def moment(text: str) -> int:
    """Read a moment of the site's zone."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp())


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of a slot, as written and as meant."""

    shows: str
    says: str = ""  # the condition, in TOML
    holds: Callable[[Any], bool] = lambda _: True
    is_sure: Callable[[Any], bool] = lambda _: True  # nothing old was left out
    start: str = ""
    until: str = ""
    times: int = 0
    per: str = ""

    @property
    def toml(self) -> str:
        parts = [f'fragment = "{self.shows}.html"']
        if self.says:
            parts.append(f"when = {{ {self.says} }}")
        if self.start:
            parts.append(f"from = {self.start}")
        if self.until:
            parts.append(f"until = {self.until}")
        if self.times:
            parts.append(f'cap = {{ times = {self.times}, per = "{self.per}" }}')
        return f"{{ {', '.join(parts)} }}"

    def is_open(self, now: int) -> bool:
        return not (
            (self.start and now < moment(self.start))
            or (self.until and now >= moment(self.until))
        )


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A slot, and its rules from top to bottom."""

    rules: tuple[Rule, ...]
    is_steady: bool = False
    pages: tuple[str, ...] = ("/", "/help", "/book", "/menu/*", "/book/*")

    def toml(self, name: str) -> str:
        steady = '\nstable = "visit"' if self.is_steady else ""
        rules = ",\n  ".join(rule.toml for rule in self.rules)
        pages = ", ".join(f'"{page}"' for page in self.pages)
        return f"\n[slots.{name}]\npages = [{pages}]{steady}\nshow = [\n  {rules},\n]\n"

    def stands(self, path: str) -> bool:
        return any(
            path.startswith(page[:-1]) if page.endswith("*") else path == page
            for page in self.pages
        )


def counted(
    signal: str, *least: int, within: int = 0, since: str = ""
) -> tuple[Rule, ...]:
    """Rules that show how often a signal was seen lately: `n7` is at least seven."""
    hours = within // HOUR
    more = f', within = "{hours}h"' if within else ""
    more += f', since = "{since}"' if since else ""
    return tuple(
        Rule(
            shows=f"n{n}",
            says=f'signals.{signal} = ">={n}"{more}',
            holds=lambda known, n=n: known.lately(signal, within, since) >= n,
            is_sure=lambda known: known.is_whole(within, since),
        )
        for n in sorted(least, reverse=True)
    )


def fact(shows: str, says: str, holds: Callable[[Facts], bool], **more: Any) -> Rule:
    """Make a rule about one fact."""
    return Rule(shows=shows, says=says, holds=lambda known: holds(known.facts), **more)


def day(now: int) -> str:
    return f"{datetime.fromtimestamp(now, UTC).astimezone(ZONE):%Y-%m-%d}"


def daypart(now: int) -> str:
    hour = datetime.fromtimestamp(now, ZONE).hour
    return next(
        (
            name
            for name, (start, end) in {
                "morning": (6, 12),
                "afternoon": (12, 18),
                "evening": (18, 22),
            }.items()
            if start <= hour < end
        ),
        "night",
    )


FACTS = (
    "visits",
    "returning",
    "days_since_last",
    "level",
    "levels.booking",
    "levels.menu",
    "levels.nothing",
    "stage",
    "signals.booked",
    "signals.paid",
    "signals.failed",
    "signals.read",
    "signals.left",
    "signals.liked",
    "signals.liked.value",
    "signals.booked.value",
    "interest",
    "preference.view",
    "daypart",
)
