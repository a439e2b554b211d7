"""Whose address it is: the peer's, or that of the one our proxies pass on for.

A chain is read from right to left over all its field lines joined: left of the first
hop we do not trust a stranger may write what he likes. A hop that is no address ends
the walk with nobody, and so do two chains that disagree: a proxy that writes the one
passes the other on as the client sent it (RFC 7239 §8.1).
"""

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, TypeAlias, cast

from sarto import headers
from sarto.context.sources import Network
from sarto.context.visit import Visit

Address: TypeAlias = IPv4Address | IPv6Address

LONGEST = 4096  # bytes of a chain, from its right end
QUOTED = 4  # commas inside the quotes of one element
BLANK = " \t"
ZONE = r"(?:%[\w.~-]+)?"
PORT = r"(?::(?:[0-9]{1,5}|_[\w.-]+))?"
HOP = re.compile(
    rf"\[([0-9A-Fa-f:.]+){ZONE}\]{PORT}|([0-9.]+){PORT}|([0-9A-Fa-f:.]+){ZONE}",
    re.ASCII,
)
WORD = r"[\w!#$%&'*+.^`|~-]+"
VALUE = r"[\w!#$%&'*+.^`|~:\[\]-]+|\"(?:[^\"\\]|\\.)*\""
PAIR = re.compile(rf"({WORD})=({VALUE})", re.ASCII)
ELEMENT = re.compile(rf"(?:{PAIR.pattern})?(?:;[ \t]*(?:{PAIR.pattern})?)*", re.ASCII)
ESCAPED = re.compile(r"\\(.)")


def known_as(text: str) -> Address | None:
    """Read an address; one of IPv4 in the clothes of IPv6 is one of IPv4."""
    found = HOP.fullmatch(text.strip(BLANK))
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
    client: Any = visit.scope.get("client")
    if not client or not isinstance(client, list | tuple):
        return None
    return known_as(str(cast("Sequence[object]", client)[0])[:LONGEST])


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
    return (hop for hop in reversed(chain.split(",")) if hop.strip(BLANK))


def elements(chain: str) -> Iterator[str]:
    """List whom the elements of Forwarded are `for`, the nearest first.

    Parsed from the right, so that an open quote of a stranger's closes nothing. Nor can
    a part of a quoted text be taken for an element: its last quote opens nowhere in it.
    """
    rest = chain
    while rest:
        rest, _, element = rest.rpartition(",")
        for _ in range(QUOTED):
            if not rest or ELEMENT.fullmatch(element.strip(BLANK)):
                break
            rest, _, before = rest.rpartition(",")
            element = f"{before},{element}"
        if element.strip(BLANK):
            yield whom(element.strip(BLANK))


def whom(element: str) -> str:
    """Read `for=` out of one element; one that is malformed is for nobody.

    So is one that says it twice (RFC 7239 §4), even inside quotes: one of them may be
    a stranger's, whose open quote a careless proxy closed.
    """
    if element.lower().count("for=") != 1 or not ELEMENT.fullmatch(element):
        return ""
    said = {name.lower(): value for name, value in PAIR.findall(element)}
    return unquoted(said.get("for", ""))


def unquoted(value: str) -> str:
    return ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value


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


CHAINS = ((b"x-forwarded-for", hops), (b"forwarded", elements))


def address(visit: Visit) -> Address | None:
    """Find the visitor's address, to be looked up and dropped."""
    near, networks = peer(visit), visit.sources.trusted_proxies
    if near is None or not is_trusted(near, networks):
        return near
    found: set[Address | None] = set()
    for name, read in CHAINS:
        chain = right_end(headers.joined(visit.headers, name) or b"")
        if chain.strip(" \t,"):
            found.add(first_stranger(read(chain), networks))
    return near if not found else found.pop() if len(found) == 1 else None
