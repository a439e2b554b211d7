"""`Cache-Control` of a page that can change, and the headers that are no longer true.

With no proven edge in front nothing less is right than `private, no-cache`: addresses
and clocks are no headers, so no `Vary` can speak for them. What the site forbids stays
forbidden; targeted headers of the site's, which a shared cache would obey, go.
"""

import re

from sarto.headers import Headers, joined, members, without
from sarto.vocabulary.facts import Tier

UNTRUE = (
    b"accept-ranges",
    b"content-digest",
    b"content-md5",
    b"digest",
    b"etag",
    b"last-modified",
    b"no-vary-search",
    b"repr-digest",
)
FRESHNESS = (b"expires", b"pragma", b"surrogate-control", b"x-accel-expires")
AGE = re.compile(rb"(?:max-age|s-maxage)\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
TARGETED = b"cache-control"  # and CDN-Cache-Control, and any vendor's (RFC 9213)


def directives(headers: Headers) -> frozenset[bytes]:
    """Read the names of the Cache-Control directives, in lower case."""
    parts = members(joined(headers, b"cache-control"))
    return frozenset(part.partition(b"=")[0].strip().lower() for part in parts)


def forbids_transforming(headers: Headers) -> bool:
    """Whether the site asked everyone to leave this answer's bytes alone."""
    return b"no-transform" in directives(headers)


def is_shareable(headers: Headers) -> bool:
    """Whether the site lets caches that many visitors share keep an answer.

    Said aloud: with a freshness, and without `private` or `no-store`. What says nothing
    may be made private.
    """
    said = directives(headers)
    if not said.isdisjoint((b"private", b"no-store")):
        return False
    ages = AGE.findall(joined(headers, b"cache-control") or b"")
    if ages or b"no-cache" in said:
        return any(map(int, ages))
    is_fresh = not said.isdisjoint((b"public", b"immutable"))
    return is_fresh or any(is_fresh_until(name, value) for name, value in headers)


def is_fresh_until(name: bytes, value: bytes) -> bool:
    """Whether a field besides Cache-Control lets caches keep an answer."""
    if name == b"expires":
        return value.strip() not in (b"0", b"-1")
    is_vendors = name in FRESHNESS or (name != TARGETED and is_targeted(name))
    return is_vendors and name != b"pragma"


def kept_private(headers: Headers, tier: Tier) -> Headers:
    """Say that the answer is for one visitor only; personal values are never stored."""
    may_store = tier is Tier.SEGMENT and b"no-store" not in directives(headers)
    policy = b"private, no-cache" if may_store else b"private, no-store"
    kept = [pair for pair in without(headers, *FRESHNESS) if not is_targeted(pair[0])]
    return [*kept, (b"cache-control", policy)]


def is_targeted(name: bytes) -> bool:
    return name == TARGETED or name.endswith(b"-" + TARGETED)
