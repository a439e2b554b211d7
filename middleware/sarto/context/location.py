"""Where the visitor is: an edge's header, or the address looked up and dropped."""

from typing import TypeAlias

from sarto import headers
from sarto.context.client import address, is_passed_on
from sarto.context.continents import CONTINENT, UNION
from sarto.context.visit import UNKNOWN, Known, Visit, answered, finds
from sarto.vocabulary.ports import Location
from sarto.vocabulary.world import countries, only_zones, zone_named

Found: TypeAlias = tuple[Location, str]

NOWHERE: Found = (Location(), "unknown")
UNPLACED = frozenset({"XX", "T1"})  # an edge's words for: nobody knows, and: Tor


def by_header(visit: Visit) -> Known | None:
    """Read a country from an edge's header, if a proxy we trust put it there.

    Lines that contradict each other are no country: one of them is a stranger's.
    """
    names = visit.sources.location_headers
    if not names or not is_passed_on(visit):
        return None
    for name in names:
        said = headers.joined(visit.headers, name) or b""
        code = said.decode("latin-1").strip().upper()
        if code in UNPLACED:
            return None, name.decode()
        if code in countries():
            return code, name.decode()
    return None


def looked_up(visit: Visit) -> Found:
    """Look the address up, once a request; a source that fails knows nothing."""
    found: Found | None = visit.memo.get("location")
    if found is None:
        found = visit.memo["location"] = by_address(visit)
    return found


def by_address(visit: Visit) -> Found:
    source = visit.sources.locations
    ip = address(visit) if source else None
    if source is None or ip is None:
        return NOWHERE
    record = answered(visit, "location", lambda: source.location(str(ip)), Location)
    return (record, "location database") if record else NOWHERE


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
    return (record.country, source) if isinstance(record.country, str) else UNKNOWN


@finds("region", "city")
def part(visit: Visit, name: str) -> Known:
    record, source = agreed(visit)
    value = getattr(record, name)
    return (value, source) if isinstance(value, str) else UNKNOWN


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
    """Take the record's zone, else that of a country with one zone, else the site's."""
    record, source = agreed(visit)
    if isinstance(record.zone, str) and zone_named(record.zone):
        return record.zone, source
    country = str(visit["country"])
    if only := only_zones().get(country):
        return only, f"the zone of {country}"
    return str(visit.sources.site_zone), "site_timezone"
