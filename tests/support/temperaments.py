"""Five temperaments: how people come, go and come back, as seeded walks of 60 days.

Each is a function of chance that gives requests in order of time. No two of one walk
that give a signal are in the same second: a signal's moment is a whole second.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from support.remembered_rules import DAY, HOUR, MINUTE, ZONE
from support.remembered_visits import VISIT, Asked
from support.wandering import (
    DISHES,
    PAGES,
    SEARCHES,
    anything,
    book,
    like,
    read,
    telling,
)

DAYS = 60
STARTS = ("2026-02-25", "2026-10-02")  # a clock is set within 60 days of both
Walk = Callable[[Random, datetime], Iterator[Asked]]


def local(day: datetime, hours: float) -> int:
    """Give the moment when a clock of the site's zone shows that hour, or about."""
    noon = day.replace(hour=0, minute=0, second=0)
    shown = noon + timedelta(seconds=int(hours * HOUR))
    return int(shown.replace(tzinfo=ZONE).timestamp())


def strolling(rng: Random, at: int, pages: int, dishes: tuple[str, ...]) -> list[Asked]:
    """One visit of some pages, mostly of the menu."""
    found = []
    for _ in range(pages):
        found.append(
            read(at, rng.choice(dishes))
            if rng.random() < 0.6
            else Asked(at=at, path=rng.choice(PAGES))
        )
        at += rng.randrange(2, 4 * MINUTE)
    return found


def newcomer(rng: Random, start: datetime) -> Iterator[Asked]:
    """Come twice, look at everything, and never again."""
    at = local(start, rng.uniform(8, 20))
    for path in ("/", "/menu/fish", "/help"):  # before the question is answered
        yield Asked(at=at, path=path, consents=False)
        at += rng.randrange(5, 60)
    again = local(start + timedelta(days=rng.randrange(2, 12)), rng.uniform(8, 22))
    for begun in (at, again):
        at = begun
        for number in range(rng.randrange(28, 40)):
            asked = read(at, f"dish {number % 26}")
            if rng.random() < 0.3:
                asked = replace(asked, path="/", query=rng.choice(SEARCHES))
            yield asked
            at += rng.randrange(3, 5 * MINUTE)
    yield like(at, 1.5)


def weekly(rng: Random, start: datetime) -> Iterator[Asked]:
    """Come every week on about the same evening, read, and book now and then."""
    liked = (rng.choice(DISHES), "tea", "tea")
    for week in range(DAYS // 7 + 1):
        at = local(start + timedelta(days=7 * week), rng.uniform(17.5, 21.5))
        for asked in strolling(rng, at, rng.randrange(3, 9), liked):
            yield asked
            at = asked.at
        if rng.random() < 0.5:
            at += rng.randrange(2, 200)
            yield Asked(at=at, path="/book/form")
            yield book(at + 30, rng.choice((303, 303, 200, 422)))


def expert(rng: Random, start: datetime) -> Iterator[Asked]:
    """Do everything every day, at about the same hour, and leave at once."""
    for number in range(DAYS):
        at = local(start + timedelta(days=number), 9 + rng.uniform(-0.4, 0.4))
        if rng.random() < 0.3:
            yield Asked(at=at, path="/book/form")  # in the middle of a task at once
        yield read(at + 5, rng.choice(DISHES[:3]))
        yield book(at + 20, rng.choice((303, 200)))
        yield like(at + 25, rng.choice((0.5, 1, 3.25, 4, 17, None)))
        yield read(at + 40, "tea")
        yield Asked(at=at + 60, path="/help")
        if number in (10, 30, 31):
            view = rng.choice(("simple", "standard", "expert"))
            yield telling(at + 70, "view", view)
            yield Asked(at=at + 75)


def returned(rng: Random, start: datetime) -> Iterator[Asked]:
    """Come often for two weeks, stay away for a month, and come again."""
    for number in [*range(14), *range(14 + rng.randrange(28, 33), DAYS)]:
        if rng.random() < 0.2:
            continue
        at = local(start + timedelta(days=number), rng.uniform(10, 22))
        for asked in strolling(rng, at, rng.randrange(2, 7), DISHES):
            yield asked
            at = asked.at
        if rng.random() < 0.6:
            yield book(at + rng.randrange(1, 90), rng.choice((200, 303, 303, 500)))


def erratic(rng: Random, start: datetime) -> Iterator[Asked]:
    """Come at midnight and when clocks are set, in many tabs, by fits and starts."""
    spring = start.month < 6
    clock_set = datetime(2026, 3, 28) if spring else datetime(2026, 10, 24)  # noqa: DTZ001 - a day
    days = {rng.randrange(DAYS) for _ in range(16)} | {(clock_set - start).days}
    analytics, end = True, 0
    for number in sorted(days):
        day = start + timedelta(days=number)
        at = max(local(day, rng.choice((21, 22.5, 23.6, 23.9))), end + 1)
        if rng.random() < 0.4:
            analytics = not analytics
        refuses = rng.randrange(400)
        for step in range(rng.randrange(12, 45)):
            asked = anything(rng, at)
            if step == refuses:
                asked = Asked(at=at, consents=False)
            yield replace(asked, analytics=analytics)
            end = at
            at += pause(rng, at, is_signal=bool(asked.seen))


def pause(rng: Random, at: int, *, is_signal: bool) -> int:
    """Go on at once in another tab, soon, at the edge of a visit, or much later."""
    kind = rng.random()
    if kind < 0.25 and not is_signal:
        return 0
    if kind < 0.75:
        return rng.randrange(1, 10 * MINUTE)
    if kind < 0.85:
        return VISIT + rng.choice((-1, 0, 1))
    if kind < 0.92:
        return rng.randrange(VISIT, 4 * HOUR)
    to_midnight = DAY - at % DAY  # of UTC; of the site's zone, some hours before
    return min(to_midnight, rng.choice((1, MINUTE, HOUR, 2 * HOUR)))


TEMPERAMENTS: Mapping[str, Walk] = {
    "newcomer": newcomer,
    "weekly": weekly,
    "expert": expert,
    "returned": returned,
    "erratic": erratic,
}


def walk(name: str, seed: int) -> list[Asked]:
    """Give one walk of a temperament, in order of time."""
    rng = Random(f"{name} {seed}")  # noqa: S311 - chance that can be repeated
    start = datetime.fromisoformat(STARTS[seed % len(STARTS)])
    return sorted(TEMPERAMENTS[name](rng, start), key=lambda asked: asked.at)
