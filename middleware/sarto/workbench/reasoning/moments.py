"""Is there a moment at which the clocks answer so? Exact, to the second, in any zone.

In come conditions on clocks with their answers, each with the zone whose clock it
reads, and windows; out comes a moment in UTC, or `None`: there is none. An hour that a
zone's clock jumps over is in no day of that zone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, TypeAlias

from sarto.context.moment import PARTS, part_of_day, to_the_minute
from sarto.decide.conditions import Leaf, Window
from sarto.decide.until import in_utc
from sarto.vocabulary.patterns import Dates, Times
from sarto.vocabulary.spans import WEEK

Span: TypeAlias = tuple[datetime, datetime]  # start in, end out
Windows: TypeAlias = Iterable[tuple[Window, bool]]
Tell: TypeAlias = Callable[[datetime], object]  # of a local clock

FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)  # every clock can show it
LAST: Final = datetime(9999, 12, 29, tzinfo=UTC)
DAY, NO_TIME = timedelta(days=1), timedelta()
FEW: Final = 16  # days in a row: each weekday twice, however the clocks are set
YEARS: Final = 3 * 366  # days in which every holiday was met
MINUTES: Final = 24 * 60
TELL: Final[dict[str, Tell]] = {
    "time": to_the_minute,
    "date": lambda local: local.date(),
    "days": lambda local: WEEK[local.weekday()],
    "daypart": lambda local: part_of_day(local.time()),
}
BY_DAY: Final = frozenset({"date", "days", "holiday"})


@dataclass(frozen=True, slots=True)
class Told:
    """A condition on a clock, and whether it is to hold there."""

    leaf: Leaf
    holds: bool
    zone: tzinfo
    tell: Tell | None = None  # of what is no clock's alone: holidays

    @property
    def fact(self) -> str:
        return self.leaf.condition.fact

    def agrees(self, moment: datetime) -> bool:
        return self.shows(moment.astimezone(self.zone))

    def shows(self, local: datetime) -> bool:
        """Whether a local clock that shows this agrees."""
        tell = self.tell or TELL[self.fact]
        return self.leaf.accepts(tell(local)) is self.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What clocks are to show, and how far around today it is looked for."""

    told: Sequence[Told]
    now: datetime

    @property
    def many(self) -> int:
        return YEARS if any(each.tell for each in self.told) else FEW

    def agrees(self, moment: datetime) -> bool:
        return all(each.agrees(moment) for each in self.told)

    def within(self, span: Span) -> datetime | None:
        """Find a moment in a span, the next there is, or a past one."""
        past: datetime | None = None
        for at in self.candidates(span):
            if span[0] <= at < span[1] and self.agrees(at):
                if at >= self.now or span[1] <= self.now:
                    return at
                past = past or at
        return past

    def candidates(self, span: Span) -> Iterator[datetime]:
        """List where a stretch of agreement can begin, on days enough."""
        yield self.now if span[0] <= self.now < span[1] else span[0]
        for zone in dict.fromkeys(each.zone for each in self.told):
            own = [each for each in self.told if each.zone == zone]
            own.sort(key=lambda each: each.tell is not None)  # what takes longest: last
            hours = [each for each in own if each.fact not in BY_DAY]
            days = [each for each in own if each.fact in BY_DAY]
            edges = begins(own)
            free = [at for at in edges if all(each.shows(clock(at)) for each in hours)]
            if not free:
                continue
            for day in self.days(own, zone, span):
                midnight = datetime.combine(day, time())
                if not all(each.shows(midnight) for each in days):
                    continue
                is_set = is_clock_set(day, zone)
                for at in edges if is_set else free:
                    yield from in_utc(midnight + timedelta(minutes=at), zone)
        yield span[0]

    def days(self, own: Sequence[Told], zone: tzinfo, span: Span) -> Iterator[date]:
        """List days of every kind: some from each end, and from now on."""
        low, high = (at.astimezone(zone).date() for at in span)
        here = min(max(self.now.astimezone(zone).date(), low), high)
        edges = {here}  # where time has no end, one day is as good as another
        edges |= {low} if span[0] > FIRST else set()
        edges |= {high} if span[1] < LAST else set()
        for each in own:
            if isinstance(each.leaf.condition.pattern, Dates):
                ends = each.leaf.condition.pattern.spans
                edges |= {
                    at for first, last in ends for at in (first, shifted(last, 1))
                }
        met: set[date] = set()
        for at in sorted(edges, key=lambda day: (day < here, abs(day - here))):
            for step in (*range(self.many), *range(-self.many, 0)):
                day = shifted(at, step)
                if low <= day <= high and day not in met:
                    met.add(day)
                    yield day


def moment(
    told: Sequence[Told],
    windows: Windows,
    now: datetime,
    slack: timedelta = NO_TIME,
) -> datetime | None:
    """Find a moment at which all of it is so.

    With `slack` windows are so much wider, on both sides, and so is what is outside.
    """
    sought = Sought(told=told, now=now)
    found = map(sought.within, ordered(spans(windows, slack), now))
    return next((at for at in found if at is not None), None)


def spans(windows: Windows, slack: timedelta = NO_TIME) -> list[Span]:
    """List the spans of time inside the windows that hold, outside those that fail."""
    found: list[Span] = [(FIRST, LAST)]
    for window, holds in windows:
        start = min(max(window.start or FIRST, FIRST), LAST)
        end = min(max(window.until or LAST, FIRST), LAST)
        inside = [(start - slack, end + slack)]
        outside = [
            *([(FIRST, start + slack)] if window.start else []),
            *([(end - slack, LAST)] if window.until else []),
        ]
        both = [
            (max(one[0], other[0]), min(one[1], other[1]))
            for one in found
            for other in (inside if holds else outside)
        ]
        found = [span for span in both if span[0] < span[1]]
    return found


def ordered(found: Iterable[Span], now: datetime) -> list[Span]:
    """Put those to come first, the nearest of them at the head."""
    return sorted(found, key=lambda span: (span[1] <= now, abs(span[0] - now)))


def begins(told: Iterable[Told]) -> list[int]:
    """List the minutes of a day where answers change, and its beginning."""
    found = {0}
    for each in told:
        pattern = each.leaf.condition.pattern
        if isinstance(pattern, Times):
            found |= {at % MINUTES for window in pattern.windows for at in window}
        elif each.fact == "daypart":
            found |= {hour * 60 for hour, _ in PARTS}
    return sorted(found)


def clock(minute: int) -> datetime:
    """Give a day's clock at a minute; which day it is does not matter."""
    return datetime.combine(date.min, time(*divmod(minute, 60)))


def is_clock_set(day: date, zone: tzinfo) -> bool:
    """Whether a zone's clock is put forward or back on a day."""
    start = datetime.combine(day, time(), zone)
    next_day = datetime.combine(shifted(day, 1), time(), zone)
    return start.utcoffset() != next_day.utcoffset()


def shifted(day: date, step: int) -> date:
    """Go some days on; there is a last one, and a first."""
    at = min(max(day.toordinal() + step, 1), date.max.toordinal())
    return date.fromordinal(at)
