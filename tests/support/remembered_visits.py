"""One request, one visit and one profile, as the contract has them. Nothing of Sarto.

`Known` is what a request may be shown of them.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from support.remembered_rules import DAY, MINUTE, Rule, changes

VISIT = 30 * MINUTE
HALF_LIFE = 30 * DAY
LIFE = 395 * DAY
LEVELS = ("novice", "regular", "expert")
REGULAR, EXPERT, LEAD = 10, 40, 3
POINTS = {
    "booked": (5, "booking"),
    "failed": (-2, "booking"),
    "liked": (2, "menu"),
    "read": (1, "menu"),
}
LEAST, TOPICS, LONGEST_TOPIC = 3, 20, 40
REMEMBERED_AT = 128  # sightings whose moment is surely known


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, and how the application answers it."""

    at: int
    method: str = "GET"
    path: str = "/"
    query: str | None = None  # what is searched for
    status: int = 200
    is_html: bool = True
    consents: bool = True
    analytics: bool = True
    is_bot: bool = False
    is_prefetch: bool = False
    signals: tuple[tuple[str, float | None], ...] = ()  # that the code tells
    prefers: tuple[tuple[str, str], ...] = ()

    @property
    def is_remembered(self) -> bool:
        """Whether there may be a profile: consent, and no bot."""
        return self.consents and not self.is_bot

    @property
    def may_leave_a_trace(self) -> bool:
        return self.is_remembered and not self.is_prefetch and self.method != "HEAD"

    @property
    def is_page(self) -> bool:
        return self.is_html and changes(self.path) and self.method in ("GET", "POST")

    @property
    def is_shown(self) -> bool:
        """Whether what is decided here is stored: pinned, and counted for caps."""
        return self.is_page and self.method == "GET" and self.status < 400

    @property
    def seen(self) -> list[tuple[str, float | None]]:
        """The signals of this request."""
        found: list[tuple[str, float | None]] = []
        way = f"{self.method} {self.path}"
        if way == "POST /book":
            if self.status < 400:
                found.append(("booked", None))
            if 200 <= self.status < 300:
                found.append(("paid", None))
            if 400 <= self.status < 600:
                found.append(("failed", None))
        if way.startswith("GET /menu/") and self.status < 400:
            found.append(("read", None))
        if way == "GET /bye" and self.status < 400:
            found.append(("left", None))
        return [*found, *self.signals]

    @property
    def topics(self) -> list[str]:
        if self.method != "GET" or not self.is_html or self.status >= 400:
            return []
        found = []
        if self.path.startswith("/menu/") and "/" not in self.path[6:]:
            found.append(self.path[6:])
        if self.query is not None:
            found.append(self.query)
        tidy = [" ".join(text.casefold().split()) for text in found]
        return [
            topic
            for topic in tidy
            if 0 < len(topic) <= LONGEST_TOPIC and not topic.startswith("health")
        ]


@dataclass
class Fading:
    """A number that halves every half-life."""

    amount: float = 0.0
    at: int = 0

    def left(self, now: int) -> float:
        return self.amount * 2 ** (-(now - self.at) / HALF_LIFE)

    def add(self, more: float, now: int, most: float = float("inf")) -> None:
        self.amount, self.at = min(max(self.left(now) + more, 0.0), most), now


def settled(old: str, points: float) -> str:
    """Tell the level of a visit that begins with so many points."""
    new = 0
    for rank, threshold in ((1, REGULAR), (2, EXPERT)):
        has_it = LEVELS.index(old) >= rank
        if points >= (threshold - LEAD if has_it else threshold):
            new = rank
    return LEVELS[new]


@dataclass
class Visit:
    """One visit: what is settled as it begins, and lasts until it ends."""

    number: int = 1
    before: int | None = None  # when the last one ended
    level: str = "novice"
    levels: dict[str, str] = field(default_factory=dict)
    shown: Counter[str] = field(default_factory=Counter)
    pins: dict[str, Rule | None] = field(default_factory=dict)
    terms: tuple[Any, ...] = ()  # the consent that the pins stand on


@dataclass
class Topic:
    times: int = 0
    weight: Fading = field(default_factory=Fading)


@dataclass
class Profile:
    """All that is remembered of one visitor."""

    first: int
    last: int
    visit: Visit
    total: Fading = field(default_factory=Fading)
    areas: dict[str, Fading] = field(default_factory=dict)
    sightings: list[tuple[int, str]] = field(default_factory=list)
    values: dict[str, float] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    shown: Counter[str] = field(default_factory=Counter)
    daily: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass
class Known:
    """What a request is shown."""

    now: int
    profile: Profile | None
    facts: dict[str, Any]

    def lately(self, signal: str, within: int, since: str) -> int:
        """Count the sightings of a signal in a window."""
        return sum(
            name == signal and self.is_in(at, within, since)
            for at, name in self.sightings
        )

    def is_in(self, at: int, within: int, since: str) -> bool:
        if within and self.now - at > within:
            return False
        marks = [moment_ for moment_, name in self.sightings if name == since]
        return not marks or at > marks[-1]

    def is_whole(self, within: int, since: str) -> bool:
        """Whether the moment of every sighting in a window is surely remembered."""
        inside = sum(self.is_in(at, within, since) for at, _ in self.sightings)
        return inside < REMEMBERED_AT

    @property
    def sightings(self) -> list[tuple[int, str]]:
        return self.profile.sightings if self.profile else []
