"""Header lists as ASGI has them: pairs of bytes, repeated names allowed, order kept.

Names are compared in lower case: some applications send them in mixed case.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Headers: TypeAlias = list[tuple[bytes, bytes]]

COOKIES = 16_384  # bytes: browsers keep less for a site, and servers take no more
MEMBER = re.compile(rb'(?:"[^"]*"|[^,])+')


def listed(raw: Iterable[tuple[bytes, bytes]] | None) -> Headers:
    """Read an application's headers once (they may be a generator), names lowered."""
    return [(bytes(name).lower(), bytes(value)) for name, value in raw or ()]


def first(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """Find the first field line of that (lower-case) name."""
    for key, value in headers:
        if key == name:
            return value
    return None


def joined(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes | None:
    """Join all field lines of that name with commas (RFC 9110 §5.3)."""
    lines = [value for key, value in headers if key == name]
    return b", ".join(lines) if lines else None


def without(headers: Headers, *names: bytes) -> Headers:
    """Leave out every field of those names."""
    return [pair for pair in headers if pair[0] not in names]


def members(value: bytes | None) -> Iterator[bytes]:
    """Split a field at its commas, but those between quotes; leave empty members out.

    A quote that nothing ends is a mark like others: in a chain of proxies a client must
    not swallow what later hops add. Backslashes escape nothing: an entity tag may end
    in one (RFC 9110 §8.8.3).
    """
    for part in MEMBER.findall(value or b""):
        if member := part.strip():
            yield member


def cookie(headers: Iterable[tuple[bytes, bytes]], name: str) -> str | None:
    """Find one cookie's value by name, over all Cookie lines; the first one counts.

    Of more than `COOKIES` bytes the rest is not read, nor the pair that is cut.
    """
    wanted, left = name.encode() + b"=", COOKIES
    for key, line in headers:
        if key == b"cookie":
            read = line if len(line) <= left else line[: left + 1].rpartition(b";")[0]
            value = value_of(wanted, read)
            left -= len(line)
            if value is not None or left <= 0:
                return None if value is None else value.decode("latin-1")
    return None


def cookies(
    headers: Iterable[tuple[bytes, bytes]],
) -> dict[str, tuple[str, ...]] | None:
    """List every cookie by name, with each different value it came with.

    Values stay as they are sent, quotes and all (`SimpleCookie` would lose them, and
    all that stand after raw JSON); what is no UTF-8 in them is left as half
    characters. `None` where there is more than `COOKIES` bytes: then nobody knows
    which copies are not seen.
    """
    lines = [value for name, value in headers if name == b"cookie"]
    if sum(map(len, lines)) > COOKIES:
        return None
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        for pair in line.decode("utf-8", "surrogateescape").split(";"):
            name, is_pair, value = pair.partition("=")
            if is_pair:
                found.setdefault(name.strip(" \t"), {})[value.strip(" \t")] = None
    return {name: tuple(values) for name, values in found.items()}


def value_of(wanted: bytes, line: bytes) -> bytes | None:
    """Find what follows `name=` where a pair begins; each byte is looked at once."""
    start = 0
    while (found := line.find(wanted, start)) >= 0:
        begin = max(start, line.rfind(b";", start, found) + 1)
        start = line.find(b";", found) + 1 or len(line) + 1
        if not line[begin:found].strip(b" \t"):
            return line[found + len(wanted) : start - 1].rstrip(b" \t")
    return None
