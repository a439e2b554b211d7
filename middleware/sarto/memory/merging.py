"""Two profiles of one person become one: what a browser saw joins what a user did."""

from dataclasses import dataclass

from sarto.memory.changes import LOGGED, RULES
from sarto.memory.interests import MOST
from sarto.memory.profile import Points, Profile, Seen, Shown, Topic


@dataclass(frozen=True, slots=True)
class Joined:
    """A browser's profile joins that of the user who signed in there."""

    profile: Profile

    def __call__(self, known: Profile) -> Profile:
        return merged(known, self.profile)


def merged(known: Profile, new: Profile) -> Profile:
    """Join a browser's profile to its user's; what they count is added up."""
    if not known.visits:
        return new
    signals = {seen.name: seen for seen in known.signals}
    for seen in new.signals:
        signals[seen.name] = both(signals.get(seen.name), seen)
    names = list(signals)
    log = sorted((*logged(known, names), *logged(new, names)), key=lambda each: each[1])
    return Profile(
        first=min(known.first, new.first),
        last=max(known.last, new.last),
        before=max(known.before, new.before, known.last if new.visits == 1 else 0),
        visits=known.visits + new.visits,
        owner=known.owner or new.owner,
        signals=tuple(signals.values()),
        points=points(known.points, new.points),
        log=tuple(log[-LOGGED:]),
        topics=topics(known.topics, new.topics),
        shown=shown(known.shown, new.shown, known.visits),
        picks=(),
    )


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


def points(known: tuple[Points, ...], new: tuple[Points, ...]) -> tuple[Points, ...]:
    """Keep the better of what each area has; work is not counted twice."""
    found = {each.area: each for each in known}
    for each in new:
        old = found.get(each.area)
        if old is None or each.points > old.points:
            level = max(each.level, old.level if old else 0)
            found[each.area] = Points(each.area, each.points, each.at, level)
    return tuple(found.values())


def topics(known: tuple[Topic, ...], new: tuple[Topic, ...]) -> tuple[Topic, ...]:
    found = {topic.name: topic for topic in known}
    for topic in new:
        old = found.get(topic.name)
        count = topic.count + (old.count if old else 0)
        weight = topic.weight + (old.weight if old else 0)
        at = max(topic.at, old.at if old else 0)
        found[topic.name] = Topic(topic.name, count, weight, at)
    strongest = sorted(found.values(), key=lambda topic: -topic.weight)
    return tuple(strongest[:MOST])


def shown(
    known: tuple[Shown, ...], new: tuple[Shown, ...], visits: int
) -> tuple[Shown, ...]:
    """Add up how often rules were shown; the visits of the new one come later."""
    found = {each.rule: each for each in known}
    for each in new:
        old = found.get(each.rule) or Shown(each.rule, 0, 0, 0, 0, 0)
        on_day = old.on_day if old.day == each.day else 0
        found[each.rule] = Shown(
            each.rule,
            old.ever + each.ever,
            max(old.day, each.day),
            each.on_day + on_day,
            visits + each.visit,
            each.in_visit,
        )
    return tuple(found.values())[-RULES:]
