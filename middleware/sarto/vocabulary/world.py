"""Countries and their time zones, from the tables of the IANA time zone database."""

from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def rows(table: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / table).read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [line.split("\t") for line in lines]


@cache
def countries() -> frozenset[str]:
    """List the codes of ISO 3166-1 alpha-2."""
    return frozenset(row[0] for row in rows("iso3166.tab"))


@cache
def only_zones() -> dict[str, str]:
    """Give the zone of each country that has just one."""
    zones: dict[str, list[str]] = {}
    for country, _, zone, *_ in rows("zone.tab"):
        zones.setdefault(country, []).append(zone)
    return {country: found[0] for country, found in zones.items() if len(found) == 1}


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """Load a zone; hostile or unknown names are nobody's zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
