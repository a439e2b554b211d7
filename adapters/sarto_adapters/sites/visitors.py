"""Who asks, as the upstream is told: X-Forwarded-* and Forwarded (RFC 7239).

What a peer says of others counts only when it is trusted; then ours is added to it.
Never: a stranger's word about an address, a scheme or a host.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

from sarto.asgi import Scope
from sarto.context.client import (
    PAIR,
    elements,
    hops,
    known_as,
    right_end,
    unquoted,
)

Networks: TypeAlias = tuple[IPv4Network | IPv6Network, ...]

WORD: Final = re.compile(rb"[\w!#$%&'*+.^`|~-]+", re.ASCII)
SPECIAL: Final = re.compile(rb'(["\\])')
SCHEMES: Final = {"ws": "http", "wss": "https"}
TOLD: Final = frozenset(
    b"x-forwarded-for x-forwarded-proto x-forwarded-host forwarded host".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks: addresses so far, scheme and host asked, and all of it in one field."""

    addresses: bytes
    scheme: bytes
    host: bytes
    forwarded: bytes = b""
    is_vouched_for: bool

    @property
    def origin(self) -> bytes:
        return leftmost(self.scheme) + b"://" + leftmost(self.host)


def visitor_of(scope: Scope, *, trusted: Networks) -> Visitor:
    """Read the visitor off the connection, and off the fields of a trusted peer."""
    told: dict[bytes, bytes] = {}
    for name, value in scope.get("headers") or ():
        lower = name.lower()
        if lower in TOLD:
            told[lower] = told[lower] + b", " + value if lower in told else value
    host = leftmost(told.get(b"host", b""))
    said: str = scope.get("scheme") or "http"
    scheme = SCHEMES.get(said, said).encode()
    peer = (scope.get("client") or ("",))[0]
    ours = element(peer, scheme, host)
    if not (trusted and is_in(peer, trusted)):
        return Visitor(
            addresses=peer.encode(),
            scheme=scheme,
            host=host,
            forwarded=ours,
            is_vouched_for=False,
        )
    return vouched(told, peer.encode(), scheme, host, ours)


def vouched(
    told: dict[bytes, bytes], peer: bytes, scheme: bytes, host: bytes, ours: bytes
) -> Visitor:
    """Take a trusted peer's word; where it speaks one of the two tongues, use both."""
    before, chain = told.get(b"forwarded", b""), told.get(b"x-forwarded-for", b"")
    if before and not chain:
        text = right_end(before)
        chain = ", ".join(reversed([hop for hop in elements(text) if hop])).encode()
        pairs = {name.lower(): unquoted(value) for name, value in PAIR.findall(text)}
        scheme = pairs.get("proto", "").encode("latin-1") or scheme
        host = pairs.get("host", "").encode("latin-1") or host
    elif chain and not before:
        before = b", ".join(b"for=" + node(hop) for hop in chain.split(b","))
    elif not is_of_one_mind(before, chain):
        before = chain = b""
    return Visitor(
        addresses=b", ".join(filter(None, (chain, peer))),
        scheme=told.get(b"x-forwarded-proto") or scheme,
        host=told.get(b"x-forwarded-host") or host,
        forwarded=b", ".join(filter(None, (before, ours))),
        is_vouched_for=True,
    )


def is_of_one_mind(forwarded: bytes, chain: bytes) -> bool:
    """Whether both name the same nearest hop.

    Else one of them is a stranger's: a proxy that writes the one passes the other on as
    it came (RFC 7239 §8.1).
    """
    near = next(elements(right_end(forwarded)), "")
    return known_as(near) == known_as(next(hops(right_end(chain)), ""))


@lru_cache(4096)
def element(peer: str, scheme: bytes, host: bytes) -> bytes:
    """Say what we see of a request: from whom, for which host, how."""
    pairs = [b"for=" + node(peer.encode())]
    if host:
        pairs.append(b"host=" + quoted(host))
    return b";".join((*pairs, b"proto=" + quoted(scheme)))


def node(address: bytes) -> bytes:
    """Write an address as RFC 7239 §6 has it; one that is none is unknown."""
    text = address.strip()
    bare = text.strip(b"[]")
    try:
        ip = ip_address(bare.decode("latin-1"))
    except ValueError:
        return b"unknown"
    return b'"[%b]"' % bare if isinstance(ip, IPv6Address) else bare


def quoted(value: bytes) -> bytes:
    if WORD.fullmatch(value):
        return value
    return b'"' + SPECIAL.sub(rb"\\\1", value) + b'"'


@lru_cache(4096)
def is_in(peer: str, networks: Networks) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:  # a Unix socket's peer has none
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)


def leftmost(values: bytes) -> bytes:
    return values.partition(b",")[0].strip()
