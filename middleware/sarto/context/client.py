"""Whose address it is: the peer's, or that of the one our proxies pass on for.

A chain is read from right to left over all its field lines joined: left of the first
hop we do not trust a stranger may write what he likes. A hop that is no address ends
the walk with nobody, and so do two chains that disagree: a proxy that writes the one
passes the other on as the client sent it (RFC 7239 §8.1).
"""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TypeAlias

from sarto import headers
from sarto.context.sources import Network
from sarto.context.visit import Visit

Address: TypeAlias = IPv4Address | IPv6Address

LONGEST = 4096  # bytes of a chain, from its right end
QUOTED = 4  # commas inside the quotes of one element
PORT = r"(?::(?:[0-9]{1,5}|_[\w.-]+))?"
HOP = re.compile(
    rf"\[([0-9A-Fa-f:.]+)(?:%\w+)?\]{PORT}|([0-9.]+){PORT}|([0-9A-Fa-f:.]+)(?:%\w+)?",
    re.ASCII,
)
VALUE = r"[\w!#$%&'*+.^`|~:\[\]-]+|\"(?:[^\"\\]|\\.)*\""
PAIR = re.compile(rf"([\w-]+)=({VALUE})", re.ASCII)
ELEMENT = re.compile(rf"{PAIR.pattern}(?:;[ \t]*(?:{PAIR.pattern})?)*", re.ASCII)


def known_as(text: str) -> Address | None:
    """Read an address; one of IPv4 in the clothes of IPv6 is one of IPv4."""
    found = HOP.fullmatch(text.strip())
    try:
        ip = ip_address(found[1] or found[2] or found[3]) if found else None
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return mapped or ip


def is_trusted(ip: Address, networks: tuple[Network, ...]) -> bool:
    return any(ip in network for network in networks)


def peer(visit: Visit) -> Address | None:
    """Tell who is connected to us; nobody is, over a Unix socket."""
    client = visit.scope.get("client")
    return known_as(str(client[0])) if client else None


def is_passed_on(visit: Visit) -> bool:
    """Whether a proxy we trust stands in front, so that its headers are its own."""
    near = peer(visit)
    return near is not None and is_trusted(near, visit.sources.trusted_proxies)


def right_end(chain: bytes) -> str:
    """Keep the near end of a long chain; what was cut off is nobody's."""
    if len(chain) > LONGEST:
        chain = b"unknown," + chain[-LONGEST:].partition(b",")[2]
    return chain.decode("latin-1")


def hops(chain: str) -> Iterator[str]:
    """List the hops of X-Forwarded-For, the nearest first."""
    return (hop for hop in reversed(chain.split(",")) if hop.strip())


def elements(chain: str) -> Iterator[str]:
    """List whom the elements of Forwarded are `for`, the nearest first.

    Parsed from the right, so that an open quote of a stranger's closes nothing.
    """
    rest = chain
    while rest:
        rest, _, element = rest.rpartition(",")
        for _ in range(QUOTED):
            if not rest or not element.strip() or ELEMENT.fullmatch(element.strip()):
                break
            rest, _, before = rest.rpartition(",")
            element = f"{before},{element}"
        if element.strip():
            yield whom(element.strip())


def whom(element: str) -> str:
    """Read `for=` out of one element; what is malformed is for nobody."""
    if not ELEMENT.fullmatch(element):
        return ""
    said = {name.lower(): value for name, value in PAIR.findall(element)}
    return re.sub(r"\\(.)", r"\1", said.get("for", "").strip('"'))


def first_stranger(
    chain: Iterator[str], networks: tuple[Network, ...]
) -> Address | None:
    """Walk to the first hop we do not trust; else to the last there is."""
    ip: Address | None = None
    for hop in chain:
        ip = known_as(hop)
        if ip is None or not is_trusted(ip, networks):
            break
    return ip


def address(visit: Visit) -> Address | None:
    """Find the visitor's address, to be looked up and dropped."""
    near = peer(visit)
    if not is_passed_on(visit):
        return near
    found: set[Address | None] = set()
    for name, read in ((b"x-forwarded-for", hops), (b"forwarded", elements)):
        chain = right_end(headers.joined(visit.headers, name) or b"")
        if chain.strip(" ,"):
            found.add(first_stranger(read(chain), visit.sources.trusted_proxies))
    return near if not found else found.pop() if len(found) == 1 else None
