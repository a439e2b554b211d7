"""What a visitor's memory must tell, written from the contract alone, in plain Python.

`Model` is one visitor: `known` and `decisions` are what a request must be shown,
`answered` keeps what it leaves behind. Nothing of Sarto is used.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from support.remembered_rules import DAY, FACTS, Rule, day, daypart
from support.remembered_slots import SLOTS
from support.remembered_visits import (
    EXPERT,
    LEAD,
    LEAST,
    LIFE,
    POINTS,
    REGULAR,
    TOPICS,
    VISIT,
    Asked,
    Fading,
    Known,
    Profile,
    Topic,
    Visit,
    settled,
)


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
