"""What a reverse proxy changes in header fields.

In: an ASGI scope, an upstream's header pairs. Out: new pairs, names in lower case,
order and repeats kept. Never: a field meant for one connection, a word about the
visitor from a peer nobody trusts, the visitor's own Host.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

from sarto.asgi import Scope

Headers: TypeAlias = list[tuple[bytes, bytes]]
Networks: TypeAlias = tuple[IPv4Network | IPv6Network, ...]

_ONE_HOP = frozenset(  # RFC 9110 §7.6.1, and the two between a client and its proxy
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection "
    b"te trailer transfer-encoding upgrade".split()
)
# Host, Cookie and the X-Forwarded fields are written anew. Expect is already met: our
# server answers 100 when the body is read. A compressed page could not be cut.
_REPLACED = frozenset(
    b"host cookie expect accept-encoding via x-forwarded-for x-forwarded-proto "
    b"x-forwarded-host".split()
)
_ABSOLUTE = re.compile(rb"(?:(https?):)?//([^/?#\\]*)", re.IGNORECASE)
_DEFAULT_PORT = {b"http": b":80", b"https": b":443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks, for the upstream to know: addresses so far, scheme and host asked."""

    addresses: bytes
    scheme: bytes
    host: bytes
    is_vouched_for: bool

    @property
    def origin(self) -> bytes:
        return _leftmost(self.scheme) + b"://" + _leftmost(self.host)


def visitor_of(scope: Scope, *, trusted: Networks) -> Visitor:
    """Read the visitor off the connection, and off the fields of a trusted peer."""
    headers = [(name.lower(), value) for name, value in scope["headers"]]
    peer = (scope.get("client") or ("",))[0]
    is_trusted = _is_in(peer, trusted)
    told = headers if is_trusted else []
    path = (*_all(told, b"x-forwarded-for"), peer.encode())
    return Visitor(
        addresses=b", ".join(filter(None, path)),
        scheme=_first(told, b"x-forwarded-proto")
        or scope.get("scheme", "http").encode(),
        host=_first(told, b"x-forwarded-host") or _first(headers, b"host"),
        is_vouched_for=is_trusted,
    )


def request_headers(scope: Scope, visitor: Visitor) -> Headers:
    """Make the upstream's request fields; Host is left to who opens the connection."""
    kept = end_to_end(scope["headers"])
    if any(name.lower() == b"transfer-encoding" for name, _ in scope["headers"]):
        kept = [pair for pair in kept if pair[0] != b"content-length"]  # RFC 9112 §6.1
    anew = {
        b"cookie": b"; ".join(_all(kept, b"cookie")),  # RFC 9113 §8.2.3
        b"accept-encoding": b"identity",
        b"via": b", ".join((*_all(kept, b"via"), b"1.1 sarto")),
        b"x-forwarded-for": visitor.addresses,
        b"x-forwarded-proto": visitor.scheme,
        b"x-forwarded-host": visitor.host,
    }
    passed = [pair for pair in kept if _may_pass(pair[0], visitor)]
    return passed + [pair for pair in anew.items() if pair[1]]


def response_headers(
    raw: Iterable[tuple[bytes, bytes]],
    *,
    status: int,
    upstream: bytes,
    visitor: Visitor,
) -> Headers:
    """Make the visitor's response fields; `upstream` is an origin, `http://host`."""
    kept = end_to_end(raw)
    if status == HTTPStatus.NO_CONTENT:  # RFC 9110 §8.6: has no length to tell
        kept = [pair for pair in kept if pair[0] != b"content-length"]
    return [
        (name, rehosted(text, upstream, visitor) if name == b"location" else text)
        for name, text in kept
    ]


def end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Leave out what is meant for one hop, and what Connection names as such."""
    pairs = [(name.lower(), value) for name, value in headers]
    listed = b",".join(_all(pairs, b"connection")).lower().split(b",")
    dropped = _ONE_HOP.union(member.strip() for member in listed)
    return [pair for pair in pairs if pair[0] not in dropped]


def rehosted(location: bytes, upstream: bytes, visitor: Visitor) -> bytes:
    """Turn the upstream's own absolute URL into the visitor's; leave any other."""
    scheme, _, own = upstream.partition(b"://")
    found = _ABSOLUTE.match(location)
    if found is None or not visitor.host:
        return location
    named = (found[1] or scheme).lower()
    # http → https on the same name is a step up, not home: rewritten, it would loop.
    is_home = named in (scheme, _leftmost(visitor.scheme))
    is_own = is_home and _bare(named, found[2]) == _bare(scheme, own)
    return visitor.origin + location[found.end() :] if is_own else location


def _bare(scheme: bytes, authority: bytes) -> bytes:
    return authority.lower().removesuffix(_DEFAULT_PORT[scheme])


def _may_pass(name: bytes, visitor: Visitor) -> bool:
    if name in _REPLACED:
        return False
    plain = name.replace(b"_", b"-")  # CGI and WSGI read both as one name
    is_claim = plain.startswith((b"x-forwarded-", b"forwarded", b"x-real-ip"))
    return visitor.is_vouched_for or not is_claim


def _is_in(peer: str, networks: Networks) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:  # a Unix socket's peer has none
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks)


def _all(headers: Headers, name: bytes) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _first(headers: Headers, name: bytes) -> bytes:
    return next(iter(_all(headers, name)), b"")


def _leftmost(value: bytes) -> bytes:
    return value.partition(b",")[0].strip()
