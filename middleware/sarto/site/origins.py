"""Facts that others follow from: a country has its continent, a day its weekday.

In comes a node, out come single facts to be tried, each of which may answer several of
its conditions at once.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Node, Window, walked
from sarto.decide.wishes import days_for
from sarto.vocabulary.patterns import Dates, Pattern
from sarto.vocabulary.spans import WEEK
from sarto.vocabulary.world import countries, zone_named, zone_names

PLACE: Final = ("country", "region", "continent", "eu", "zone", "city")
CLOCK: Final = ("time", "days", "date", "daypart", "holiday")
FOLLOWING: Final = frozenset({*PLACE, *CLOCK})
FEW: Final = 2  # conditions that one fact could answer at once
HOURS: Final = 24


def origins(
    node: Node, visit: Visit, found: Iterable[str] = ()
) -> Iterator[tuple[str, object]]:
    """List single facts that several conditions of a node could follow from.

    `found` are facts that were needed besides, to keep earlier rules away.
    """
    inside = list(walked(node))
    asked = [each.condition for each in inside if isinstance(each, Leaf)]
    windows = [each for each in inside if isinstance(each, Window)]
    facts = {*(condition.fact for condition in asked), *found} & FOLLOWING
    if len(facts) + bool(windows) < FEW:
        return
    if not facts.isdisjoint(CLOCK):
        spans = [c.pattern.spans for c in asked if isinstance(c.pattern, Dates)]
        starts = [day for some in spans for span in some for day in span]
        starts += [day for window in windows for day in days_for(window, visit)]
        yield from (("date", day) for day in weeks(starts))
        yield from (("time", time(hour)) for hour in range(HOURS))
    if not facts.isdisjoint(PLACE):
        zones = [c.pattern for c in asked if c.fact == "zone"]
        yield from (("zone", zone) for zone in clocks(zones, visit.arrived))
        yield from (("country", code) for code in sorted(countries()))


def clocks(patterns: Iterable[Pattern], now: datetime) -> Iterator[str]:
    """List a zone for each hour that clocks of accepted zones show now."""
    for pattern in patterns:
        shown: set[timedelta | None] = set()
        for name in (pattern.example, *filter(pattern.holds, zone_names())):
            zone = zone_named(name)
            offset = now.astimezone(zone).utcoffset() if zone else None
            if offset not in shown:
                shown.add(offset)
                yield name


def weeks(starts: Iterable[date]) -> Iterable[date]:
    """List each day of the weeks that begin so."""
    steps = [timedelta(days=step) for step in range(len(WEEK))]
    early = date.max - steps[-1]
    return dict.fromkeys(day + step for day in starts if day < early for step in steps)
