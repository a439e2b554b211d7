"""When what was decided may next change by the clock alone.

In come conditions and a visit, out comes the first moment after it, in UTC, at which
one of them holds that did not, or holds no more; `None` is never. It is exact to the
second in every zone: an hour that is skipped or told twice has its own edges.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import product
from typing import TypeAlias

from sarto.context.moment import PARTS, TOLD, clock_zone
from sarto.context.visit import Visit
from sarto.decide.conditions import Asked, Leaf, Window
from sarto.vocabulary.patterns import Dates, Pattern, Times

Days: TypeAlias = tuple[range, ...]

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SOON: Days = (range(-1, 2), range(2, 4))  # from today; later ones if those tell nothing
WEEK: Days = (range(-1, 3), range(3, 9))
YEAR: Days = tuple(range(first, first + 31) for first in range(-1, 400, 31))
MADE_OF = {"days": "date", "daypart": "time", "holiday": "date"}


def until(visit: Visit, leaves: Iterable[Asked]) -> datetime | None:
    """Tell until when these conditions answer as they do now."""
    changes = [change for leaf in leaves for change in next_change(visit, leaf)]
    return min(changes, default=None)


def next_change(visit: Visit, leaf: Asked) -> Iterator[datetime]:
    """Give the moment at which one condition changes, if ever it does."""
    if isinstance(leaf, Window):
        is_pinned = not visit.pins.keys().isdisjoint(("date", "time"))
        for edge in () if is_pinned else (leaf.start, leaf.until):
            if edge and edge > visit.now:
                with suppress(OverflowError):  # after the year 9999: it never comes
                    yield edge.astimezone(UTC)
    elif isinstance(leaf, Leaf) and is_by_clock(visit, leaf.condition.fact):
        yield from flip(visit, leaf)


def is_by_clock(visit: Visit, fact: str) -> bool:
    """Whether the clock tells the fact, and no preview holds it fast."""
    is_pinned = fact in visit.pins or MADE_OF.get(fact) in visit.pins
    return fact in TOLD and not is_pinned


def flip(visit: Visit, leaf: Leaf) -> Iterator[datetime]:
    """Try the edges in their order; between two of them nothing changes."""
    fact, pattern = leaf.condition.fact, leaf.condition.pattern
    zone, told = clock_zone(visit), TOLD[fact]

    def holds(moment: datetime) -> bool:
        return leaf.accepts(told(visit, moment.astimezone(zone)))

    now = visit.arrived
    is_so = holds(now)
    for edges in batches(fact, pattern, now.astimezone(zone).date()):
        moments = {moment for edge in edges for moment in in_utc(edge, zone)}
        for moment in sorted(moments):
            if moment > now and holds(moment) is not is_so:
                yield moment
                return


def batches(fact: str, pattern: Pattern, today: date) -> Iterator[list[datetime]]:
    """List where on the local clock a fact's conditions may change, in batches."""
    if isinstance(pattern, Dates):
        ends = (
            (start, end + DAY if end < date.max else end)
            for start, end in pattern.spans
        )
        yield [datetime.combine(day, time()) for span in ends for day in span]
        return
    days: Days = {"days": WEEK, "holiday": YEAR}.get(fact, SOON)
    hours = (
        [timedelta(hours=hour) for hour, _ in PARTS]
        if fact == "daypart"
        else [timedelta()]
    )
    if isinstance(pattern, Times):
        hours = [timedelta(minutes=at) for window in pattern.windows for at in window]
    midnight = datetime.combine(today, time())
    for some in days:
        yield [midnight + DAY * away + hour for away, hour in product(some, hours)]


def in_utc(edge: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """Tell when a local clock shows it, and when it jumps over it or back."""
    try:
        first = edge.replace(tzinfo=zone).astimezone(UTC)
        second = edge.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:  # before the year 1 or after 9999
        return ()
    if first == second:
        return (first,)
    low, high = sorted((first, second))
    return low, high, jump(low, high, zone)


def jump(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Find the second at which a zone's clock is set, between two moments."""
    before = low.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high
