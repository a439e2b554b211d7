"""How long caches that many visitors share may keep an answer, by the site's own word.

In come header fields, out come whole seconds; what is not said aloud is none. A field
that is meant for such caches goes before `Cache-Control` (RFC 9213 §2.2), `s-maxage`
before `max-age`, and `Expires` stands where neither is there (RFC 9111 §4.2.1). What
cannot be read, or is said twice in different words, is no leave.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from sarto.headers import Headers, first, joined, members

SHARED = (b"cdn-cache-control", b"surrogate-control")
CONTROL = b"cache-control"
FORBIDDING = frozenset({b"private", b"no-store", b"no-cache", b"no-store-remote"})
STRICT = frozenset({b"must-revalidate", b"proxy-revalidate"})  # never stale
SECONDS = re.compile(rb'(")?([0-9]+)(?(1)")')
MOST = 2**31  # seconds: what is more is as much (RFC 9111 §1.2.2)
DIGITS = 10  # of those
STALE = b"stale-while-revalidate"
FRESH = (b"s-maxage", b"max-age")


@dataclass(frozen=True, slots=True)
class Freshness:
    """Seconds that an answer is fresh, and that it may be served stale after them."""

    seconds: int = 0
    stale: int = 0

    def until(self, left: int) -> "Freshness":
        """End it, stale serving included, before so many seconds have gone by."""
        seconds = max(min(self.seconds, left), 0)
        return Freshness(seconds, max(min(self.stale, left - seconds), 0))


NONE = Freshness()


def freshness(headers: Headers) -> Freshness:
    """Tell how long a shared cache may keep an answer of the site's."""
    if first(headers, b"set-cookie") is not None:
        return NONE
    for field in (*SHARED, CONTROL):
        said = joined(headers, field)
        if said is not None:
            return by_directives(said, headers, is_plain=field == CONTROL)
    return Freshness(by_date(headers))


def by_directives(said: bytes, headers: Headers, *, is_plain: bool) -> Freshness:
    """Read one field of directives."""
    found: dict[bytes, set[bytes]] = {}
    for each in members(said):
        directive, _, value = each.partition(b"=")
        found.setdefault(directive.strip().lower(), set()).add(value.strip())
    if not FORBIDDING.isdisjoint(found):
        return NONE
    name = next((each for each in FRESH if each in found), None)
    if name is None:
        fresh = by_date(headers) if is_plain else 0
    else:
        fresh = seconds(found[name]) - age(headers)
    stale = found.get(STALE, set()) if STRICT.isdisjoint(found) else set[bytes]()
    return Freshness(max(fresh, 0), seconds(stale))


def seconds(values: set[bytes]) -> int:
    """Read a number of seconds, said once or always the same; else it is none."""
    found = SECONDS.fullmatch(next(iter(values))) if len(values) == 1 else None
    digits = found[2].lstrip(b"0") if found else b""
    return min(int(digits or b"0"), MOST) if len(digits) <= DIGITS else MOST


def age(headers: Headers) -> int:
    """Tell for how long it was kept already, where the site is behind a cache."""
    return seconds({next(members(joined(headers, b"age")), b"0")})  # RFC 9111 §5.1


def by_date(headers: Headers) -> int:
    """Tell how long after `Date` it expires; without one nobody knows."""
    try:
        ends, began = (moment(headers, name) for name in (b"expires", b"date"))
        return max(int((ends - began).total_seconds()) - age(headers), 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def moment(headers: Headers, field: bytes) -> datetime:
    """Read a date that is said once; raises `ValueError` or `TypeError` for none."""
    (said,) = {value for name, value in headers if name == field}
    return parsedate_to_datetime(said.decode("latin-1"))
