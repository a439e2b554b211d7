"""What a request changes in a profile: values that can be applied once more.

In comes a profile, out comes another; where two requests of one visitor meet in a
store, whoever is late applies its changes to what the other left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from msgspec.structs import replace

from sarto.memory.interests import Curiosity
from sarto.memory.level import EVERYWHERE, Scale, scored, settled
from sarto.memory.profile import Pick, Points, Profile, Seen, Shown

Change: TypeAlias = Callable[[Profile], Profile]

QUIET = 1800  # seconds without a request that end a visit
SKEW = 3600  # seconds that a clock may step back and be waited for
LOGGED = 128  # sightings whose moment is known
RULES = 64  # whose showings are counted


@dataclass(frozen=True, slots=True)
class Asked:
    """A request came: it may begin a visit. `is_frozen`: no level changes there."""

    now: int
    scale: Scale
    is_frozen: bool = False

    def __call__(self, profile: Profile) -> Profile:
        now = self.now
        if not profile.visits:  # an id may be older; that is never renewed
            return replace(profile, first=profile.first or now, last=now, visits=1)
        is_ahead = profile.last > now + SKEW
        last = now if is_ahead else max(profile.last, now)
        if is_ahead or now - profile.last < QUIET:
            return profile if last == profile.last else replace(profile, last=last)
        points = profile.points
        return replace(
            profile,
            last=last,
            before=profile.last,
            visits=profile.visits + 1,
            points=points if self.is_frozen else settled(points, now, self.scale),
            picks=(),
        )


@dataclass(frozen=True, slots=True)
class Signalled:
    """A signal was seen; it may be worth points, in an area too."""

    name: str
    now: int
    scale: Scale
    value: float | None = None
    points: float = 0
    area: str | None = None

    def __call__(self, profile: Profile) -> Profile:
        old = profile.seen(self.name) or Seen(self.name, 0, 0)
        value = old.value if self.value is None else self.value
        seen = Seen(self.name, old.count + 1, max(self.now, old.last), value)
        signals = profile.signals
        if old in signals:
            number = signals.index(old)
            signals = (*signals[:number], seen, *signals[number + 1 :])
        else:
            number, signals = len(signals), (*signals, seen)
        return replace(
            profile,
            signals=signals,
            log=(*profile.log, (number, self.now))[-LOGGED:],
            points=self.scored(profile),
        )

    def scored(self, profile: Profile) -> tuple[Points, ...]:
        if not self.points:
            return profile.points
        areas = (EVERYWHERE, *((self.area,) if self.area else ()))
        return scored(profile.points, self.points, areas, self.now, self.scale)


@dataclass(frozen=True, slots=True)
class Looked:
    """Topics were looked at."""

    topics: tuple[str, ...]
    now: int
    curiosity: Curiosity

    def __call__(self, profile: Profile) -> Profile:
        topics = self.curiosity.looked(profile.topics, self.topics, self.now)
        return replace(profile, topics=topics)


@dataclass(frozen=True, slots=True)
class Showed:
    """A rule with a cap was shown, on a day of the site's."""

    rule: str
    day: int

    def __call__(self, profile: Profile) -> Profile:
        old = shown(profile, self.rule)
        day = day_of(old, self.day)
        on_day = old.on_day if old.day == day else 0
        in_visit = old.in_visit if old.visit == profile.visits else 0
        new = Shown(
            self.rule, old.ever + 1, day, on_day + 1, profile.visits, in_visit + 1
        )
        others = tuple(each for each in profile.shown if each.rule != self.rule)
        return replace(profile, shown=(*others, new)[-RULES:])


@dataclass(frozen=True, slots=True)
class Picked:
    """Something was chosen for a place; it stays for this visit."""

    pick: Pick

    def __call__(self, profile: Profile) -> Profile:
        others = tuple(p for p in profile.picks if p.place != self.pick.place)
        return replace(profile, picks=(*others, self.pick))


@dataclass(frozen=True, slots=True)
class Owned:
    """Somebody signed in: an unclaimed profile is theirs, another's is left behind."""

    owner: str

    def __call__(self, profile: Profile) -> Profile:
        if profile.owner not in ("", self.owner):
            return Profile(owner=self.owner)
        return replace(profile, owner=self.owner)


def shown(profile: Profile, rule: str) -> Shown:
    """Tell how often a rule was shown."""
    found = (each for each in profile.shown if each.rule == rule)
    return next(found, Shown(rule, 0, 0, 0, 0, 0))


def times(profile: Profile, rule: str, per: str, day: int) -> int:
    """Tell how often a rule was shown: per `visit`, `day` or `visitor`."""
    found = shown(profile, rule)
    if per == "visit":
        return found.in_visit if found.visit == profile.visits else 0
    if per == "day":
        return found.on_day if found.day == day_of(found, day) else 0
    return found.ever


def day_of(shown: Shown, day: int) -> int:
    """Tell on which day a showing counts: another machine may have the next already.

    Were each to go by its own midnight, they would begin to count again and again.
    """
    return shown.day if shown.day == day + 1 else day


def changed(profile: Profile, changes: Iterable[Change]) -> Profile:
    """Apply changes in their order."""
    return reduce(lambda known, change: change(known), changes, profile)
