"""Names of headers: those that caches are spoken to by, and what a name may be."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sarto.vocabulary.edges import Key

TOLD: Final = ("X-Sarto-Version", "X-Sarto-Pass", "X-Sarto-Own", "X-Sarto-Noted")
TARGETED: Final = (  # for caches alone
    "CDN-Cache-Control",
    "Surrogate-Control",
    "Surrogate-Key",
    "Cache-Tag",
)
NAME: Final = re.compile(r"[A-Za-z0-9!#$&'*+.^_`|~-]+")
OURS: Final = re.compile(r"X-Sarto(?:-[A-Za-z0-9]+)+")


def header(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a header")
    return name


def ours(name: str) -> str:
    if not OURS.fullmatch(name):
        raise ValueError(f"{name!r} is no header of ours")
    return name


def each(names: Iterable[str]) -> tuple[str, ...]:
    """Say each header once, however it is capitalised."""
    found: dict[str, str] = {}
    for name in map(header, names):
        found.setdefault(name.lower(), name)
    return tuple(found.values())


def lowered(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def knowing(keys: Iterable[Key]) -> Iterator[str]:
    """List the headers that classes are known by."""
    for key in keys:
        if key.known:
            yield key.known.header
            yield from key.known.without
