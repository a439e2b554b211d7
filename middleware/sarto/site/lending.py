"""One answer to an edge: kept for all visitors of these classes, or asked for again.

Whatever is not certain is asked for again, with all that the visitor sent: then it is
decided as if no edge stood in front.
"""

from collections.abc import Iterable
from datetime import timedelta

from sarto.cache.freshness import NONE, Freshness, freshness
from sarto.cache.shared import again, faced, shareable, stands_on_more
from sarto.headers import Headers
from sarto.site.filling import is_utf_8
from sarto.site.site import Site
from sarto.site.visitor import Visitor

WRONG = 400
MARGIN = 1  # seconds that an answer may take to the edge
SECOND = timedelta(seconds=1)


def lent(
    site: Site, visitor: Visitor, status: int, came: Headers, changed: Headers
) -> Headers:
    """Give an answer the headers it goes to the edge with.

    `came` are the site's own, `changed` what is true of the answer now.
    """
    if site.sharing is None or visitor.shared is None:
        return changed
    vendor, shared = site.config.toml.cache.edge, visitor.shared
    fresh = leave(site, visitor, status, came)
    if not fresh.seconds:
        return refused(site, visitor, changed)
    fill = shared.kind if shared.fills else None
    found = shareable(changed, vendor, fresh, tags(site, visitor), fill)
    found.append((b"x-sarto-version", site.version.encode()))
    return faced(found, shared.headers, visitor.plan.vary)


def refused(site: Site, visitor: Visitor, headers: Headers) -> Headers:
    """Give an answer the headers by which the edge asks again."""
    found = again(headers, site.config.toml.cache.edge)
    keys = visitor.shared.headers if visitor.shared else ()
    return faced(found, keys, visitor.plan.vary)


def leave(site: Site, visitor: Visitor, status: int, came: Headers) -> Freshness:
    """Tell for how long an answer may be kept; for none, where that is not certain."""
    is_known = visitor.sent.visit is not None and not visitor.is_told
    is_whole = is_known and visitor.is_sound and not visitor.has_strayed
    if not is_whole or status >= WRONG or stands_on_more(came):
        return NONE
    if visitor.shared and visitor.shared.fills and not is_utf_8(came):
        return NONE
    fresh = freshness(came)
    if not fresh.seconds:
        return NONE
    left = (visitor.until() - site.sources.clock()) // SECOND
    return fresh.until(left - MARGIN)


def tags(site: Site, visitor: Visitor) -> Iterable[str]:
    """Name an answer by what it is made of, so that it can be purged."""
    yield "sarto"
    yield f"sarto-{site.version}"
    for place in (*visitor.plan.slots.values(), *visitor.plan.regions.values()):
        yield f"sarto-{place.kind.removesuffix('s')}-{place.name}"
