"""Header lists as ASGI has them: pairs of bytes, repeated names allowed, order kept.

Names are compared in lower case: some applications send them in mixed case.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Headers: TypeAlias = list[tuple[bytes, bytes]]

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
    """Find one cookie's value by name, over all Cookie lines; the first one counts."""
    wanted = name.encode()
    for key, line in headers:
        if key != b"cookie":
            continue
        for pair in line.split(b";"):
            found, equals, value = pair.strip().partition(b"=")
            if equals and found == wanted:
                return value.decode("latin-1")
    return None
