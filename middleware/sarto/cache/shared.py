"""The headers of an answer that an edge may keep, and of one it has to ask for again.

`Cache-Control` is for everybody and says the least: `private`. The leave to keep an
answer is in the field that only the edge obeys (RFC 9213), so that a cache that knows
nothing of it keeps nothing. What the site said to shared caches goes.
"""

from collections.abc import Iterable
from typing import Final

from sarto.cache.freshness import Freshness
from sarto.cache.policy import kept_private
from sarto.cache.vary import varied
from sarto.headers import Headers, joined, members, without
from sarto.vocabulary.facts import Tier

AGAIN: Final = (b"x-sarto-pass", b"1")
HARMLESS: Final = frozenset({b"accept-encoding"})  # edges take care of it themselves
RESTART: Final = (b"x-accel-redirect", b"@sarto_pass")  # to nginx
LASTING: Final = (b"set-cookie", b"content-disposition", b"expires")
TAGS: Final = {  # how tags are told, and what stands between them
    "varnish": (b"x-sarto-tags", " "),
    "fastly": (b"surrogate-key", " "),
    "cloudflare": (b"cache-tag", ","),
}


def stands_on_more(headers: Headers) -> bool:
    """Whether the site says its answer differs by what an edge does not send it."""
    said = (each.lower() for each in members(joined(headers, b"vary")))
    return any(name not in HARMLESS for name in said)


def shareable(
    headers: Headers,
    vendor: str,
    fresh: Freshness,
    tags: Iterable[str],
    fill: str | None = None,
) -> Headers:
    """Say that the edge may keep an answer, for how long, and under which tags."""
    policy = b"max-age=%d, stale-while-revalidate=%d" % (fresh.seconds, fresh.stale)
    found = [*kept_private(headers, Tier.SEGMENT), (b"cdn-cache-control", policy)]
    if fill is not None:  # what is filled in has no tag that browsers may know
        found = [*kept_private(without(headers, b"etag"), Tier.PERSONAL), found[-1]]
        found.append((b"x-sarto-fill", fill.encode()))
    if vendor == "fastly":
        found.append((b"surrogate-control", policy))
    if vendor == "nginx":  # it obeys the first of these fields that it meets
        found.insert(0, (b"x-accel-expires", b"%d" % fresh.seconds))
    if vendor in TAGS:
        name, between = TAGS[vendor]
        found.append((name, between.join(tags).encode()))
    return found


def again(headers: Headers, vendor: str) -> Headers:
    """Say that the edge is to ask for the page as its visitor did."""
    found = [*kept_private(headers, Tier.PERSONAL), AGAIN]
    if vendor != "nginx":
        return found
    # Where nginx asks again, it keeps these of the first answer beside the second's.
    kept = [pair for pair in without(found, *LASTING) if not is_order(pair[0])]
    return [(b"x-accel-expires", b"0"), *kept, RESTART]


def is_order(name: bytes) -> bool:
    """Whether a field tells nginx what to do with an answer."""
    return name.startswith(b"x-accel-")


def faced(headers: Headers, keys: Iterable[str], raw: Iterable[str]) -> Headers:
    """Say what the edge keeps the answer by, and what browsers are to be told of that.

    Both are the same on every answer of a page.
    """
    browsers = joined(varied(headers, raw), b"vary") or b""
    return [
        *varied(without(headers, b"x-sarto-vary"), keys),
        (b"x-sarto-vary", browsers),
    ]
