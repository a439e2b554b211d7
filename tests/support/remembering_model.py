"""What a visitor's memory must tell, written from the contract alone, in plain Python.

`Model` is one visitor: `known` and `decisions` are what a request must be shown,
`answered` keeps what it leaves behind. Nothing of Sarto is used.
"""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from support.remembered_rules import (
    DAY,
    FACTS,
    MINUTE,
    SLOTS,
    ZONE,
    Rule,
    changes,
    daypart,
)

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


class Model:
    """One visitor, by the words of the contract."""

    def __init__(self) -> None:
        self.profile: Profile | None = None
        self.told: dict[str, str] = {}
        self.flips = 0
        self.begun = 0
        self.promoted: int | None = None  # the visit that began as an expert's
        self.nearest = float("inf")  # how close points ever came to a threshold

    # what a request is shown

    def visit_of(self, asked: Asked) -> Visit:
        """Tell the visit a request is part of: the running one, or one it begins."""
        profile = self.profile
        if profile is None:
            return Visit(terms=self.terms(asked))
        if asked.at - profile.last >= VISIT:
            return self.next_visit(profile, asked)
        visit = copy(profile.visit)
        if visit.terms != self.terms(asked):
            visit.pins, visit.terms = {}, self.terms(asked)
        return visit

    def next_visit(self, profile: Profile, asked: Asked) -> Visit:
        old = profile.visit
        level, levels = old.level, old.levels
        if not asked.path.startswith("/book/"):
            level = self.settled(level, profile.total.left(asked.at))
            levels = {
                area: self.settled(levels.get(area, "novice"), points.left(asked.at))
                for area, points in profile.areas.items()
            }
        return Visit(
            number=old.number + 1,
            before=profile.last,
            level=level,
            levels=levels,
            terms=self.terms(asked),
        )

    def settled(self, old: str, points: float) -> str:
        edges = (REGULAR, EXPERT, REGULAR - LEAD, EXPERT - LEAD)
        self.nearest = min(self.nearest, *(abs(points - edge) for edge in edges))
        return settled(old, points)

    def terms(self, asked: Asked) -> tuple[Any, ...]:
        """Tell what a pinned choice stands on, besides its visit."""
        return (asked.analytics, *sorted(self.told.items()))

    def forget_what_ended(self, asked: Asked) -> None:
        """Drop a profile that may be kept no longer."""
        profile = self.profile
        if profile and (not asked.consents or asked.at - profile.first >= LIFE):
            self.profile = None

    def known(self, asked: Asked) -> Known:
        """Tell what this request is shown."""
        self.forget_what_ended(asked)
        facts: dict[str, Any] = dict.fromkeys(FACTS)
        facts |= {n: 0 for n in FACTS if n.startswith("signals.")}
        facts["signals.liked.value"] = facts["signals.booked.value"] = None
        profile = self.profile if asked.is_remembered else None
        visit = self.visit_of(asked) if profile else Visit()
        facts["visits"] = visit.number
        facts["returning"] = visit.number >= 2
        if visit.before is not None:
            facts["days_since_last"] = (asked.at - visit.before) // DAY
        chosen = self.told.get("level")
        facts["level"] = chosen or visit.level
        for area in ("booking", "menu", "nothing"):
            facts[f"levels.{area}"] = chosen or visit.levels.get(area, "novice")
        facts["interest"] = frozenset()
        if profile:
            for _, name in profile.sightings:
                facts[f"signals.{name}"] += 1
            for name, value in profile.values.items():
                facts[f"signals.{name}.value"] = value
            facts["interest"] = frozenset(
                name
                for name, topic in profile.topics.items()
                if topic.times >= LEAST and topic.weight.left(asked.at) >= LEAST / 2
            )
        facts["preference.view"] = self.told.get("view")
        facts["daypart"] = daypart(asked.at)
        known = Known(asked.at, profile, facts)
        facts["stage"] = self.stage(known)
        return known

    def stage(self, known: Known) -> str:
        facts, found = known.facts, "first-visit"
        if facts["visits"] >= 2:
            found = "exploring"
        if known.lately("read", 7 * DAY, "") >= 4:
            found = "reader"
        if facts["signals.booked"] >= 1:
            found = "customer"
        if (facts["days_since_last"] or 0) >= 20:
            found = "back"
        return found

    def choose(self, asked: Asked) -> None:
        """Take over what the visitor tells in this request: it counts at once."""
        for name, value in asked.prefers:
            if value:
                self.told[name] = value
            else:
                self.told.pop(name, None)
        profile = self.profile
        if profile and asked.may_leave_a_trace:
            visit = profile.visit
            if visit.terms != self.terms(asked):
                visit.pins, visit.terms = {}, self.terms(asked)

    def decisions(self, asked: Asked) -> dict[str, Rule | None]:
        """Tell which rule each slot of the page shows; `None`: the page's own."""
        known = self.known(asked)
        found = {}
        visit = self.visit_of(asked)
        for name, slot in SLOTS.items():
            if not slot.stands(asked.path):
                continue
            if slot.is_steady and asked.is_remembered and name in visit.pins:
                pinned = visit.pins[name]
                if pinned is None or pinned.is_open(asked.at):
                    found[name] = pinned
                    continue
            found[name] = next(
                (
                    rule
                    for rule in slot.rules
                    if rule.is_open(asked.at)
                    and rule.holds(known)
                    and self.may_show(f"{name}/{rule.shows}", rule, asked, visit)
                ),
                None,
            )
        return found

    def may_show(self, key: str, rule: Rule, asked: Asked, visit: Visit) -> bool:
        if not rule.times:
            return True
        if not asked.consents:
            return False
        profile = self.profile
        if profile is None or asked.is_bot:  # "it gets what any new visitor gets"
            return True
        count = {
            "visit": visit.shown[key],
            "day": profile.daily[(key, day(asked.at))],
            "visitor": profile.shown[key],
        }[rule.per]
        return count < rule.times

    # what a request leaves behind

    def answered(self, asked: Asked, decided: Mapping[str, Rule | None]) -> None:
        """Keep what this request leaves behind."""
        self.forget_what_ended(asked)
        if not asked.may_leave_a_trace:
            return
        if not (asked.is_page or asked.seen or asked.topics):
            return
        profile, now = self.arrived(asked), asked.at
        for name, value in asked.seen:
            profile.sightings.append((now, name))
            if value is not None:
                profile.values[name] = value
            if name in POINTS:
                points, area = POINTS[name]
                profile.total.add(points, now, 2 * EXPERT)
                profile.areas.setdefault(area, Fading()).add(points, now, 2 * EXPERT)
        for topic in asked.topics:
            self.sighted(profile, topic, now)
        if asked.is_shown:
            for name, rule in decided.items():
                self.showed(profile, name, rule, now)

    def arrived(self, asked: Asked) -> Profile:
        """Begin a visit if this request is the first of one."""
        profile = self.profile
        if profile is None:
            visit = Visit(terms=self.terms(asked))
            self.profile = profile = Profile(asked.at, asked.at, visit)
            self.begun += 1
            return profile
        if asked.at - profile.last >= VISIT:
            self.begun += 1
            new = self.visit_of(asked)
            self.flips += new.level != profile.visit.level
            if new.level == "expert" and self.promoted is None:
                self.promoted = new.number
            profile.visit = new
        profile.last = asked.at
        return profile

    def sighted(self, profile: Profile, name: str, now: int) -> None:
        if name not in profile.topics and len(profile.topics) >= TOPICS:
            faint = min(
                profile.topics, key=lambda each: profile.topics[each].weight.left(now)
            )
            del profile.topics[faint]
        topic = profile.topics.setdefault(name, Topic())
        topic.times += 1
        topic.weight.add(1, now)

    def showed(self, profile: Profile, name: str, rule: Rule | None, now: int) -> None:
        if SLOTS[name].is_steady:
            pins = profile.visit.pins
            if name not in pins or not (pins[name] is None or pins[name].is_open(now)):
                pins[name] = rule
        if rule is not None and rule.times:
            key = f"{name}/{rule.shows}"
            profile.shown[key] += 1
            profile.visit.shown[key] += 1
            profile.daily[(key, day(now))] += 1


def day(now: int) -> str:
    return f"{datetime.fromtimestamp(now, UTC).astimezone(ZONE):%Y-%m-%d}"
