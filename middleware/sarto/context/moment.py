"""When it is where the visitor is: time, days, date, daypart."""

from datetime import datetime, time

from sarto.context.visit import UNKNOWN, Known, Visit, finds
from sarto.vocabulary.spans import WEEK
from sarto.vocabulary.world import zone_named

MORNING, AFTERNOON, EVENING, NIGHT = 6, 12, 18, 22


def local(visit: Visit) -> datetime:
    """Read the clock in the zone the site chose, or in the visitor's."""
    zone = visit.sources.clock_zone or zone_named(str(visit["zone"]))
    return visit.now.astimezone(zone or visit.sources.site_zone)


@finds("time")
def time_of_day(visit: Visit, _name: str) -> Known:
    return local(visit).time(), "clock"


@finds("days")
def days(visit: Visit, _name: str) -> Known:
    return WEEK[local(visit).weekday()], "clock"


@finds("date")
def date(visit: Visit, _name: str) -> Known:
    return local(visit).date(), "clock"


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
