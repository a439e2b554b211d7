"""Who may come to a site at all: an own list, made of what people do.

Nothing here is Sarto's. Remembered facts come from histories: visits some days apart,
and signals at moments, counted one by one. Each part of a visitor is listed with how
they must stand: what they granted, and whether they are a bot.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, product
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from support.oracle import clock

DAY = timedelta(days=1)
NOBODY: dict[str, Any] = {
    "visits": 1,
    "returning": False,
    "days_since_last": None,
    "level": "novice",
    "levels.booking": "novice",
}
COUNTRIES = {  # continent, in the Union, the zone if there is but one
    "IR": ("AS", False, "Asia/Tehran"),
    "PL": ("EU", True, "Europe/Warsaw"),
    "US": ("NA", False, None),
    "JP": ("AS", False, "Asia/Tokyo"),
    "GB": ("EU", False, "Europe/London"),
    "AU": ("OC", False, None),
    "AT": ("EU", True, "Europe/Vienna"),
    "CA": ("NA", False, None),
    "GP": ("NA", True, "America/Guadeloupe"),
    "GF": ("SA", True, "America/Cayenne"),
    "RE": ("AF", True, "Indian/Reunion"),
}
SITE_ZONE = "America/St_Johns"
START = datetime(2026, 3, 1, tzinfo=UTC)
STEP, STEPS = timedelta(minutes=30), 48 * 54  # a whole week after all that is said


class Standing(NamedTuple):
    """What somebody granted, whether our form is open, and whether a bot."""

    granted: frozenset[str]
    bot: bool | None
    is_open: bool = False  # our form is

    @property
    def is_remembered(self) -> bool:
        return "personalization" in self.granted and self.bot is not True


def standings(asks: bool) -> Iterator[Standing]:
    """List them; where nobody asks, nobody grants anything."""
    purposes = ("personalization", "analytics") if asks else ()
    for size in range(len(purposes) + 1):
        for granted in combinations(purposes, size):
            for bot in (False, True, None):
                yield Standing(frozenset(granted), bot)
                if asks and not granted:
                    yield Standing(frozenset(), bot, is_open=True)


def visits(standing: Standing) -> Iterator[dict[str, Any]]:
    """Let somebody come one to six times, the last time some days ago."""
    names = ("visits", "returning", "days_since_last")
    yield {name: NOBODY[name] for name in names}
    if standing.is_remembered:
        for count in range(2, 8):
            for days in range(12):
                yield dict(zip(names, (count, count >= 2, days), strict=True))


def levels(standing: Standing) -> Iterator[dict[str, Any]]:
    for told in (None, "novice", "regular", "expert"):
        every = (
            ("novice", "regular", "expert") if standing.is_remembered else ("novice",)
        )
        for level, area in product(every, every):
            yield {
                "preference.level": told,
                "level": told or level,
                "levels.booking": told or area,
            }


def languages(_: Standing) -> Iterator[dict[str, Any]]:
    for told, sent in product((None, "en", "fa", "pl"), ("en", "fa", "pl")):
        yield {"preference.language": told, "language": told or sent}


def interests(standing: Standing) -> Iterator[dict[str, Any]]:
    topics = ("tea", "fish", "bread", "other")
    sets = [frozenset(c) for n in range(5) for c in combinations(topics, n)]
    for told, seen in product(
        (None, *sets[1:]), sets if standing.is_remembered else sets[:1]
    ):
        yield {"preference.interests": told, "interest": told or seen}


AGES = (timedelta(hours=6), timedelta(days=3), timedelta(days=20))
SIGNALS = ("booked", "left")
VALUES = (None, 5.0, 10.0, 15.0, 30.0, 60.0)


@cache
def histories(most: int = 6) -> tuple[tuple[tuple[str, timedelta], ...], ...]:
    """List what somebody may have done, the oldest first, at moments of three ages."""
    found: list[tuple[tuple[str, timedelta], ...]] = [()]
    last = found
    for _ in range(most):
        last = [
            (*done, (signal, age))
            for done in last
            for signal in SIGNALS
            for age in AGES
            if not done or age <= done[-1][1]
        ]
        found = [*found, *last]
    return tuple(found)


def counted(done: Any, signal: str, within: timedelta | None, since: str | None) -> int:
    """Count the sightings one by one."""
    count = 0
    for name, age in done:
        if name == since:
            count = 0
        elif name == signal and (within is None or age <= within):
            count += 1
    return count


def places() -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """List where somebody may be, each with the zones they may have there."""
    for continent in (None, "AF", "AN", "AS", "EU", "NA", "OC", "SA"):
        where = {"country": None, "continent": continent, "eu": None, "region": None}
        yield where, every_zone()
    for country, (continent, eu, only) in COUNTRIES.items():
        regions = {"US": (None, "US-WA", "US-CA"), "PL": (None, "PL-14")}.get(
            country, (None,)
        )
        for region in regions:
            where = {
                "country": country,
                "continent": continent,
                "eu": eu,
                "region": region,
            }
            yield where, (only,) if only else (SITE_ZONE, *own_zones(country))


@cache
def every_zone() -> tuple[str, ...]:
    from zoneinfo import available_timezones  # noqa: PLC0415 - slow, and seldom needed

    return tuple(sorted(available_timezones()))


@cache
def own_zones(country: str) -> tuple[str, ...]:
    from importlib.resources import files  # noqa: PLC0415 - the same

    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(row[2] for row in rows if row[0] == country)


@cache
def offsets(zone: str) -> tuple[timedelta | None, ...]:
    """Tell a zone's offset at every moment of the period."""
    there = ZoneInfo(zone)
    return tuple((START + STEP * n).astimezone(there).utcoffset() for n in range(STEPS))


@cache
def clocks(zone: str) -> tuple[dict[str, Any], ...]:
    """Tell what its clock shows then; zones with the same offsets share a list."""
    return shown(offsets(zone))


@cache
def shown(of: tuple[timedelta, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(face(START + STEP * n + offset) for n, offset in enumerate(of))


@cache
def face(local: datetime) -> dict[str, Any]:
    return clock(local, "UTC")


def arms(standing: Standing) -> Iterator[dict[str, Any]]:
    """Let somebody be in arms, as far as they can be counted; one half is in photo."""
    names = ("arm.photo", "arm.words", "arm.colour")
    yield dict.fromkeys(names)
    if "analytics" in standing.granted and standing.bot is not True:
        front = [("no", None), ("yes", None), (None, "short"), (None, "long")]
        for (photo, words), colour in product(
            [*front, (None, None)], (None, "red", "blue")
        ):
            yield dict(zip(names, (photo, words, colour), strict=True))
