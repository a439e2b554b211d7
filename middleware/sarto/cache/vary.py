"""`Vary`: which request headers an answer stands on (RFC 9110 §12.5.5)."""

from collections.abc import Iterable, Mapping

from sarto.headers import Headers, joined, members, without
from sarto.vocabulary.facts import fact_named
from sarto.vocabulary.reads import ReadSet


def headers_read(
    reads: ReadSet, besides: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """List the raw request headers that these facts come from, each once, sorted.

    `besides` adds what a site's settings let a fact be read from: a cookie for the
    language, an edge's header for the country.
    """
    found: set[str] = set()
    for name in reads:
        row = fact_named(name)
        found.update(row.headers if row else ())
        found.update(besides.get(name, ()))
    return tuple(sorted(found, key=str.lower))


def varied(headers: Headers, names: Iterable[str]) -> Headers:
    """Merge the names into the application's own `Vary`; a `*` in it stays alone."""
    said = list(members(joined(headers, b"vary")))
    if b"*" in said:
        return [*without(headers, b"vary"), (b"vary", b"*")]
    known = {member.lower() for member in said}
    added = [name.encode() for name in names if name.lower().encode() not in known]
    if not said and not added:
        return headers
    return [*without(headers, b"vary"), (b"vary", b", ".join((*said, *added)))]
