"""What a cache in front of a site is told: all that its configuration is made of.

The patterns are regular expressions as PCRE and `re` read them alike, to be matched
with the whole target of a request as it was sent, its query included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

NEVER = "$^"  # a pattern that no target matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A class that the edge can tell of a request header by itself.

    `tokens` pairs exact values of `header` with tokens; the value `""` is for none
    sent. With any other value, or with any header of `without`, only the look-up knows.
    """

    header: str
    tokens: tuple[tuple[str, str], ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One `X-Sarto-*` header, and the pages that vary on it."""

    header: str
    pages: str
    known: Known | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What the configuration of a cache is made of.

    `keys` are asked for with one look-up, and `inputs` are the request headers (lower
    case) that its answer is made of; with `is_by_address` the client's address, too.
    """

    token: str
    version: str
    prefix: str = "/_sarto"
    origin: str = "http://127.0.0.1:8000"
    listen: str = "127.0.0.1:8080"
    secrets: str = "."  # the folder of the secret files, "." beside the main one
    keys: tuple[Key, ...] = ()
    others: tuple[str, ...] = ()  # keys that there are not yet: nobody may send them
    inputs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # those of them that tell the country
    is_by_address: bool = False
    pages: str = NEVER  # pages that differ by class: they want the look-up
    owned: str = NEVER  # those of them that nobody shares who has a band of their own
    noted: str = NEVER  # those where something is noted of a visitor who is remembered
    private: str = NEVER  # those that are never shared
    filled: str = NEVER  # those with parts that the edge fills in for each visitor
    ignored: tuple[str, ...] = ()  # names of cookies that change nothing, as patterns


class EdgeSource(Protocol):
    """Writes the configuration of one kind of cache."""

    def files(self, edge: Edge) -> Mapping[str, str]:
        """Write its files by their names; the first is the one to start it with.

        The others are secret: only the server may read them.
        """
        ...
