"""Countries and their time zones, from the tables of the IANA time zone database."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sarto.vocabulary.reading import nearest

LONGEST = 64  # characters of a zone's name; the longest there is has half of them
SINCE = datetime(2025, 1, 1, tzinfo=UTC)  # from here on clocks are held side by side,
WEEKS = 52 * 13  # as far as the tables list changes; each lasts for weeks
WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)


def rows(table: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / table).read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [line.split("\t") for line in lines]


@cache
def countries() -> frozenset[str]:
    """List the codes of ISO 3166-1 alpha-2."""
    return frozenset(row[0] for row in rows("iso3166.tab"))


@cache
def country_names() -> dict[str, str]:
    """Tell the code of each country by its name in English, in small letters."""
    return {row[1].casefold(): row[0] for row in rows("iso3166.tab")}


def country_called(name: str) -> str | None:
    """Find the code of a country by its name, or by one that is nearly it."""
    found = country_names()
    return found.get(nearest(name, tuple(found)) or "")


@cache
def zones() -> dict[str, list[str]]:
    """List the zones of each country, those of most people first."""
    found: dict[str, list[str]] = {}
    for country, _, zone, *_ in rows("zone.tab"):
        found.setdefault(country, []).append(zone)
    return found


@lru_cache(maxsize=512)
def only_zone(country: str) -> str | None:
    """Tell the zone of a country in which all clocks show the same: Germany's, of two.

    Zones are loaded when somebody asks, for this country only, and until two differ.
    """
    first, *others = map(zone_named, zones().get(country, ["nowhere"]))
    if first is None or not all(is_same_clock(first, other) for other in others):
        return None
    return first.key


def is_same_clock(one: ZoneInfo, other: ZoneInfo | None) -> bool:
    """Whether two zones have the same offset, and change it in the same minutes."""
    if other is None:
        return False
    return all(
        here == there for here, there in zip_longest(changes(one), changes(other))
    )


def changes(zone: ZoneInfo) -> Iterator[tuple[datetime, timedelta | None]]:
    """List when a zone's offset changes, and to what; the first is the one it has."""
    before = None
    for week in (SINCE + number * WEEK for number in range(WEEKS)):
        now = offset(zone, week)
        if now != before:
            yield changed(zone, week - WEEK, now), now
        before = now


def changed(zone: ZoneInfo, start: datetime, to: timedelta | None) -> datetime:
    """Find the minute of a week from which on a zone has an offset."""

    def has(minute: int) -> bool:
        return offset(zone, start + minute * MINUTE) == to

    return start + bisect_left(range(WEEK // MINUTE), 1, key=has) * MINUTE


def offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@cache
def zone_names() -> tuple[str, ...]:
    """List the names of all time zones, sorted."""
    return tuple(sorted(available_timezones()))


@lru_cache(maxsize=1024)
def loaded(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_named(name: str) -> ZoneInfo | None:
    """Load a zone; hostile or unknown names are nobody's zone."""
    return loaded(name) if len(name) <= LONGEST else None
