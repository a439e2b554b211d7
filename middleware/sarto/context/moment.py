"""When it is where the visitor is: time, days, date, daypart."""

import datetime as dt
from datetime import datetime, time

from sarto.context.visit import UNKNOWN, Known, Visit, finds
from sarto.vocabulary.spans import WEEK
from sarto.vocabulary.world import zone_named

MORNING, AFTERNOON, EVENING, NIGHT = 6, 12, 18, 22


def local(visit: Visit) -> datetime:
    """Read the clock in the zone the site chose, or in the visitor's."""
    zone = visit.sources.clock_zone or zone_named(str(visit["zone"]))
    return visit.arrived.astimezone(zone or visit.sources.site_zone)


@finds("time")
def time_of_day(visit: Visit, _name: str) -> Known:
    """Tell the time to the minute, as conditions do: it stays the same for a while."""
    return local(visit).time().replace(second=0, microsecond=0), "clock"


@finds("date")
def date(visit: Visit, _name: str) -> Known:
    return local(visit).date(), "clock"


@finds("days")
def days(visit: Visit, _name: str) -> Known:
    day = visit["date"]
    return (WEEK[day.weekday()], "clock") if isinstance(day, dt.date) else UNKNOWN


@finds("daypart")
def daypart(visit: Visit, _name: str) -> Known:
    now = visit["time"]
    if not isinstance(now, time):
        return UNKNOWN
    if MORNING <= now.hour < AFTERNOON:
        return "morning", "clock"
    if AFTERNOON <= now.hour < EVENING:
        return "afternoon", "clock"
    return ("evening" if EVENING <= now.hour < NIGHT else "night"), "clock"
