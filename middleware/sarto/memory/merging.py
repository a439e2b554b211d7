"""Two profiles of one person become one: what a browser saw joins what a user did."""

from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from sarto.memory.changes import LOGGED, QUIET, RULES
from sarto.memory.interests import MOST
from sarto.memory.level import faded
from sarto.memory.profile import Points, Profile, Seen, Shown, Topic

JOINED: Final = 8  # browsers that a user's profile knows by name


@dataclass(frozen=True, slots=True)
class Joined:
    """A browser's profile joins that of the user who signed in there."""

    profile: Profile
    half_life: float  # seconds
    name: str  # of the browser's profile: none joins twice

    def __call__(self, known: Profile) -> Profile:
        if self.name in known.joined:
            return known
        found = merged(known, self.profile, self.half_life)
        return replace(found, joined=(*known.joined, self.name)[-JOINED:])


def merged(known: Profile, new: Profile, half_life: float) -> Profile:
    """Join a browser's profile to its user's; what they count is added up."""
    if not known.visits:
        return replace(new, id=known.id, arms=known.arms)
    signals = {seen.name: seen for seen in known.signals}
    for seen in new.signals:
        signals[seen.name] = both(signals.get(seen.name), seen)
    names = list(signals)
    log = sorted((*logged(known, names), *logged(new, names)), key=lambda each: each[1])
    return Profile(
        first=min(known.first, new.first),
        last=max(known.last, new.last),
        before=max(known.before, new.before, known.last if new.visits == 1 else 0),
        visits=known.visits + new.visits - is_one_visit(known, new),
        owner=known.owner or new.owner,
        signals=tuple(signals.values()),
        points=points(known.points, new.points, half_life),
        log=tuple(log[-LOGGED:]),
        topics=topics(known.topics, new.topics, half_life),
        shown=shown(known.shown, new.shown, known.visits),
        picks=(),
        id=known.id,  # the user's, whatever the browser's was
        arms=known.arms,
    )


def is_one_visit(known: Profile, new: Profile) -> bool:
    """Whether the browser's first visit went on with the user's last, or within it."""
    return -QUIET < new.first - known.last < QUIET


def both(known: Seen | None, new: Seen) -> Seen:
    if known is None:
        return new
    later, earlier = (new, known) if new.last >= known.last else (known, new)
    value = earlier.value if later.value is None else later.value
    return Seen(new.name, known.count + new.count, later.last, value)


def logged(profile: Profile, names: list[str]) -> list[tuple[int, int]]:
    """List the sightings of a profile by their places in the list of both."""
    places = [names.index(seen.name) for seen in profile.signals]
    return [(places[which], at) for which, at in profile.log if which < len(places)]


def points(
    known: tuple[Points, ...], new: tuple[Points, ...], half_life: float
) -> tuple[Points, ...]:
    """Keep the better of what each area has left; work is not counted twice."""
    found = {each.area: each for each in known}
    for each in new:
        old = found.get(each.area, each)
        at = max(each.at, old.at)
        left = (faded(p.points, at - p.at, half_life) for p in (old, each))
        level = max(each.level, old.level)
        found[each.area] = Points(each.area, max(left), at, level)
    return tuple(found.values())


def topics(
    known: tuple[Topic, ...], new: tuple[Topic, ...], half_life: float
) -> tuple[Topic, ...]:
    """Add up how often each was looked at, and what of that has not faded."""
    found = {topic.name: topic for topic in known}
    for topic in new:
        old = found.get(topic.name, Topic(topic.name, 0, 0.0, topic.at))
        at = max(topic.at, old.at)
        weight = sum(faded(t.weight, at - t.at, half_life) for t in (old, topic))
        found[topic.name] = Topic(topic.name, topic.count + old.count, weight, at)
    at = max((topic.at for topic in found.values()), default=0)
    strongest = sorted(
        found.values(), key=lambda t: -faded(t.weight, at - t.at, half_life)
    )
    return tuple(strongest[:MOST])


def shown(
    known: tuple[Shown, ...], new: tuple[Shown, ...], visits: int
) -> tuple[Shown, ...]:
    """Add up how often rules were shown; the visits of the new one come later."""
    found = {each.rule: each for each in known}
    for each in new:
        old = found.get(each.rule) or Shown(each.rule, 0, 0, 0, 0, 0)
        day = max(old.day, each.day)
        found[each.rule] = Shown(
            each.rule,
            old.ever + each.ever,
            day,
            sum(shown.on_day for shown in (old, each) if shown.day == day),
            visits + each.visit,
            each.in_visit,
        )
    return tuple(found.values())[-RULES:]
