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
    found: dict[str, str] = {}
    for name in reads:
        row = fact_named(name)
        for header in (*(row.headers if row else ()), *besides.get(name, ())):
            found.setdefault(header.lower(), header)
    return tuple(found[folded] for folded in sorted(found))


def varied(headers: Headers, names: Iterable[str]) -> Headers:
    """Merge the names into the application's own `Vary`; a `*` in it stays alone."""
    said = members(joined(headers, b"vary"))
    if b"*" in said:
        return [*without(headers, b"vary"), (b"vary", b"*")]
    return merged(headers, b"vary", names)


def merged(headers: Headers, field: bytes, names: Iterable[str]) -> Headers:
    """Add names to a field that lists some, each once however it is capitalised."""
    found: dict[bytes, bytes] = {}
    said = members(joined(headers, field))
    for name in (*said, *(name.encode() for name in names)):
        found.setdefault(name.lower(), name)
    if not found:
        return headers
    return [*without(headers, field), (field, b", ".join(found.values()))]
