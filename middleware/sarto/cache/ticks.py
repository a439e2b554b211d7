"""When the clocks of many zones next show what some rule or template stands on.

For answers that visitors of many zones share: they end before any of those clocks
changes what was decided. It is careful, and not exact: nothing is told beyond an hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache

from sarto.context.moment import PARTS
from sarto.decide.conditions import Leaf
from sarto.decide.until import jump
from sarto.vocabulary import spans
from sarto.vocabulary.patterns import Times
from sarto.vocabulary.world import zone_named, zone_names

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MIDNIGHT = frozenset({0})
SHOWN = {  # the minutes of the day at which a fact of the clock may change
    "time": frozenset(range(spans.DAY)),
    "daypart": frozenset(hour * spans.HOUR for hour, _ in PARTS),
    "days": MIDNIGHT,
    "date": MIDNIGHT,
    "holiday": MIDNIGHT,
}


def minutes_of(leaf: Leaf) -> frozenset[int]:
    """List the minutes of the day at which a condition may hold, or hold no more."""
    pattern = leaf.condition.pattern
    if isinstance(pattern, Times):
        return frozenset(at % spans.DAY for window in pattern.windows for at in window)
    return SHOWN[leaf.condition.fact]


@dataclass(slots=True)
class Ticks:
    """The minutes of the day that matter, on all clocks of some zones."""

    minutes: frozenset[int] = frozenset()
    zone: tzinfo | None = None  # None: any visitor's
    _known: tuple[datetime, datetime] = field(
        default=(datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    )

    def after(self, now: datetime) -> datetime | None:
        """Give the next moment that may matter, in UTC; `None`: no clock does."""
        if not self.minutes:
            return None
        since, end = self._known
        if not since <= now < end:
            end = min(self._moments(now))
            self._known = now, end
        return end

    def _moments(self, now: datetime) -> Iterable[datetime]:
        ahead = now + HOUR
        yield ahead
        zones = every_zone() if self.zone is None else (self.zone,)
        for offset, at in offsets(zones, now, ahead):
            if at is not None:
                yield at
            local = now + offset
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            passed = int((local - midnight) // MINUTE)
            wait = min((minute - passed - 1) % spans.DAY + 1 for minute in self.minutes)
            yield midnight + (passed + wait) * MINUTE - offset


def offsets(
    zones: Iterable[tzinfo], now: datetime, ahead: datetime
) -> Iterable[tuple[timedelta, datetime | None]]:
    """List each offset that is in use, and when a clock that has it is set, if soon."""
    steady: set[timedelta] = set()
    for zone in zones:
        here = now.astimezone(zone).utcoffset() or timedelta()
        if here != ahead.astimezone(zone).utcoffset():
            yield here, jump(now, ahead, zone)
        elif here not in steady:
            steady.add(here)
            yield here, None


@cache
def every_zone() -> tuple[tzinfo, ...]:
    """Load all zones there are, once."""
    return tuple(filter(None, map(zone_named, zone_names())))
