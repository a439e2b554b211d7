"""Where the visitor is: an edge's header, or the address looked up and dropped.

Nothing here keeps the address: not the memo of a visit, and no error that is noted.
"""

from dataclasses import replace
from typing import TypeAlias, cast

from sarto import headers
from sarto.choices.consent import Permit, Sealed
from sarto.context.client import address, is_passed_on
from sarto.context.continents import CONTINENT, UNION
from sarto.context.finders import UNKNOWN, Known, finds, finds_permitted
from sarto.context.visit import Visit
from sarto.errors import wordless
from sarto.vocabulary.ports import Location
from sarto.vocabulary.world import only_zone, zone_named

Found: TypeAlias = tuple[Location, str]

CITY = "city"
NOWHERE: Found = (Location(), "unknown")
UNPLACED = frozenset({"XX", "T1"})  # an edge's words for: nobody knows, and: Tor
LONGEST = 16  # bytes of an edge's header that may hold a country


def by_header(visit: Visit) -> Known | None:
    """Read a country from an edge's header, if a proxy we trust put it there.

    Lines that contradict each other are no country: one of them is a stranger's.
    """
    names = visit.sources.location_headers
    if not names or not is_passed_on(visit):
        return None
    for name in names:
        code = said(headers.joined(visit.headers, name) or b"")
        if code in UNPLACED:
            return None, name.decode()
        if code in CONTINENT:
            return code, name.decode()
    return None


def said(value: bytes) -> str:
    """Read a code; a value of more than a few bytes is none."""
    return "" if len(value) > LONGEST else value.decode("latin-1").strip(" \t").upper()


def looked_up(visit: Visit) -> Found:
    """Look the address up, once a request; a source that fails knows nothing.

    A city is sealed on the way: it comes unasked, with the country.
    """
    found: Found | None = visit.memo.get("location")
    if found is None:
        record, source = by_address(visit)
        visit.memo[CITY] = Sealed(CITY, record.city)
        if record.city is not None:
            record = replace(record, city=None)
        found = visit.memo["location"] = record, source
    return found


def by_address(visit: Visit) -> Found:
    source = visit.sources.locations
    ip = address(visit) if source else None
    if source is None or ip is None:
        return NOWHERE
    try:
        record = cast("object", source.location(str(ip)))
    except Exception as error:  # noqa: BLE001 - the law: a visitor gets the page
        visit.failed("location", wordless(error))
        return NOWHERE
    return (record, "location database") if isinstance(record, Location) else NOWHERE


def agreed(visit: Visit) -> Found:
    """Give the record, unless who knows better says the visitor is elsewhere."""
    country = visit["country"]
    if "country" in visit.pins:
        return NOWHERE
    record, source = looked_up(visit)
    return (record, source) if record.country == country else NOWHERE


@finds("country")
def country(visit: Visit, _name: str) -> Known:
    """Believe the edge, even where it says that nobody knows."""
    if told := by_header(visit):
        return told if told[0] else UNKNOWN
    record, source = looked_up(visit)
    code = record.country
    return (code, source) if isinstance(code, str) and code in CONTINENT else UNKNOWN


@finds("region")
def region(visit: Visit, _name: str) -> Known:
    record, source = agreed(visit)
    return (record.region, source) if isinstance(record.region, str) else UNKNOWN


@finds_permitted(CITY)
def city(visit: Visit, _name: str, permit: Permit) -> Known:
    found = agreed(visit)
    if found is NOWHERE:
        return UNKNOWN
    sealed: Sealed[object] = visit.memo[CITY]
    value = sealed.opened(permit)
    return (value, found[1]) if isinstance(value, str) else UNKNOWN


@finds("continent")
def continent(visit: Visit, _name: str) -> Known:
    record, source = agreed(visit)
    if isinstance(record.continent, str):
        return record.continent, source
    country = str(visit["country"])
    known = CONTINENT.get(country)
    return (known, f"the continent of {country}") if known else UNKNOWN


@finds("eu")
def eu(visit: Visit, _name: str) -> Known:
    record, source = agreed(visit)
    if isinstance(record.eu, bool):
        return record.eu, source
    country = visit["country"]
    return (country in UNION, f"as {country} is") if country else UNKNOWN


@finds("zone")
def zone(visit: Visit, _name: str) -> Known:
    """Take the record's zone, else the country's if it has one, else the site's."""
    record, source = agreed(visit)
    if isinstance(record.zone, str) and zone_named(record.zone):
        return record.zone, source
    country = str(visit["country"])
    if only := only_zone(country):
        return only, f"the zone of {country}"
    return str(visit.sources.site_zone), "site_timezone"
