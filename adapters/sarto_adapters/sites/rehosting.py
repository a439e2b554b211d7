"""The upstream's own address in what it answers, turned into the visitor's."""

import re
from typing import Final

from sarto_adapters.sites.visitors import Visitor, leftmost

REHOSTED: Final = frozenset(
    {b"location", b"content-location", b"refresh", b"set-cookie"}
)
ABSOLUTE: Final = re.compile(rb"(?:(https?):)?//([^/?#\\]*)", re.IGNORECASE)
REFRESH: Final = re.compile(
    rb"(\s*[\d.]+\s*[;,]\s*url\s*=\s*['\"]?)(.*)", re.IGNORECASE | re.DOTALL
)
DOMAIN: Final = re.compile(rb";\s*domain\s*=\s*\.?([^;]*)", re.IGNORECASE)
PORT: Final = re.compile(rb":[0-9]+\Z")
PORTS: Final = {b"http": b":80", b"https": b":443"}


def rehosted_field(
    name: bytes, value: bytes, upstream: bytes, visitor: Visitor
) -> bytes:
    """Rewrite one of `REHOSTED`."""
    if name == b"set-cookie":
        return at_large(value, upstream)
    if name == b"refresh":
        found = REFRESH.fullmatch(value)
        return found[1] + rehosted(found[2], upstream, visitor) if found else value
    return rehosted(value, upstream, visitor)


def rehosted(location: bytes, upstream: bytes, visitor: Visitor) -> bytes:
    """Turn the upstream's own absolute URL into the visitor's; leave any other."""
    scheme, _, own = upstream.partition(b"://")
    found = ABSOLUTE.match(location)
    if found is None or not visitor.host:
        return location
    named = (found[1] or scheme).lower()
    # http → https on the same name is a step up, not home: rewritten, it would loop.
    is_home = named in (scheme, leftmost(visitor.scheme))
    is_own = is_home and bare(named, found[2]) == bare(scheme, own)
    return visitor.origin + location[found.end() :] if is_own else location


def at_large(cookie: bytes, upstream: bytes) -> bytes:
    """Take the upstream's own name out of a cookie: no visitor asked for that host."""
    found = DOMAIN.search(cookie)
    if found is None:
        return cookie
    own = PORT.sub(b"", upstream.partition(b"://")[2])
    is_own = found[1].strip().lower() == own
    return cookie[: found.start()] + cookie[found.end() :] if is_own else cookie


def bare(scheme: bytes, authority: bytes) -> bytes:
    return authority.lower().removesuffix(PORTS[scheme])
