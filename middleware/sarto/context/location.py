"""Where the visitor is: an edge's header, or the address looked up and dropped."""

from ipaddress import ip_address
from typing import TypeAlias

from sarto import headers
from sarto.context.sources import Network
from sarto.context.visit import UNKNOWN, Known, Visit, finds
from sarto.vocabulary.ports import Location
from sarto.vocabulary.world import countries, only_zones, zone_named

Found: TypeAlias = tuple[Location, str]

NOWHERE: Found = (Location(), "unknown")


def is_trusted(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in networks)


def peer(visit: Visit) -> str:
    client = visit.scope.get("client")
    return str(client[0]) if client else ""


def address(visit: Visit) -> str:
    """Walk the forwarded chain from the nearest hop to the first one not trusted."""
    networks = visit.sources.trusted_proxies
    nearest = peer(visit)
    chain = headers.joined(visit.headers, b"x-forwarded-for") or b""
    for hop in reversed(
        [member.decode("latin-1") for member in headers.members(chain)]
    ):
        if not is_trusted(nearest, networks):
            break
        nearest = hop
    return nearest


def by_header(visit: Visit) -> Found | None:
    """Read a country from an edge's header, if a proxy we trust put it there."""
    names = visit.sources.location_headers
    if not names or not is_trusted(peer(visit), visit.sources.trusted_proxies):
        return None
    for name in names:
        code = (visit.header(name) or "").strip().upper()
        if code in countries():
            return Location(country=code), name.decode()
    return None


def located(visit: Visit) -> Found:
    """Locate the visitor once a request."""
    found: Found | None = visit.memo.get("location")
    if found is None:
        found = by_header(visit) or by_address(visit)
        visit.memo["location"] = found
    return found


def by_address(visit: Visit) -> Found:
    source = visit.sources.locations
    asked = address(visit) if source else ""
    return (
        (source.location(asked), "location database") if source and asked else NOWHERE
    )


@finds("country", "region", "continent", "eu", "city")
def place(visit: Visit, name: str) -> Known:
    found, source = located(visit)
    value = getattr(found, name)
    return UNKNOWN if value is None else (value, source)


@finds("zone")
def zone(visit: Visit, _name: str) -> Known:
    """Take the record's zone, else that of a country with one zone, else the site's."""
    if "country" not in visit.pins:
        found, source = located(visit)
        if found.zone and zone_named(found.zone):
            return found.zone, source
    country = visit["country"]
    if isinstance(country, str) and (only := only_zones().get(country)):
        return only, f"the zone of {country}"
    return str(visit.sources.site_zone), "site_timezone"
