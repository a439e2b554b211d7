"""When it is where the visitor is: time, days, date, daypart, holiday."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo

from sarto.context.answered import answered
from sarto.context.finders import UNKNOWN, Known, finds
from sarto.context.visit import Visit
from sarto.vocabulary.spans import WEEK
from sarto.vocabulary.world import zone_named

PARTS = (
    (22, "night"),
    (18, "evening"),
    (12, "afternoon"),
    (6, "morning"),
    (0, "night"),
)


def clock_zone(visit: Visit) -> tzinfo:
    """Tell whose clock is read: the site's, where it says so, or the visitor's."""
    zone = visit.sources.clock_zone or zone_named(str(visit["zone"]))
    return zone or visit.sources.site_zone


def to_the_minute(local: datetime) -> time:
    """Tell the time as conditions do, so that it stays the same for a while."""
    return local.time().replace(second=0, microsecond=0)


def part_of_day(now: time) -> str:
    return next(part for hour, part in PARTS if now.hour >= hour)


def holiday_on(visit: Visit, day: date) -> str | bool | None:
    """Name the public holidays of the visitor's country; `False`: there is none."""
    source, country = visit.sources.holidays, visit["country"]
    if source is None or not isinstance(country, str):
        return None

    def ask() -> str | None:
        names = source.names(country, day)
        return None if names is None else "; ".join(names)

    found = answered(visit, "holiday", ask, str)
    return None if found is None else found or False


TOLD: Mapping[str, Callable[[Visit, datetime], object]] = {
    "time": lambda _visit, local: to_the_minute(local),
    "date": lambda _visit, local: local.date(),
    "days": lambda _visit, local: WEEK[local.weekday()],
    "daypart": lambda _visit, local: part_of_day(local.time()),
    "holiday": lambda visit, local: holiday_on(visit, local.date()),
}


def local(visit: Visit) -> datetime:
    return visit.arrived.astimezone(clock_zone(visit))


@finds("time")
def time_of_day(visit: Visit, _name: str) -> Known:
    return to_the_minute(local(visit)), "clock"


@finds("date")
def day(visit: Visit, _name: str) -> Known:
    return local(visit).date(), "clock"


@finds("days")
def weekday(visit: Visit, _name: str) -> Known:
    today = visit["date"]
    return (WEEK[today.weekday()], "clock") if isinstance(today, date) else UNKNOWN


@finds("daypart")
def daypart(visit: Visit, _name: str) -> Known:
    now = visit["time"]
    return (part_of_day(now), "clock") if isinstance(now, time) else UNKNOWN


@finds("holiday")
def holiday(visit: Visit, _name: str) -> Known:
    today = visit["date"]
    found = holiday_on(visit, today) if isinstance(today, date) else None
    return UNKNOWN if found is None else (found, "calendar")
