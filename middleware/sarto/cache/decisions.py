"""What was decided before for the very same request: found again, never guessed.

The key is a hash, keyed by the interpreter anew in every process, of all that a page's
facts come from: no header, address or cookie is kept, and equal keys mean equal facts
(but for one in 2^64; where that key is fixed or short, nothing is remembered). The
clock is no part of it: an entry holds until the next minute, where time is read, and
until the next edge of a window. Personal facts are not kept.
"""

import os
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeAlias, TypeVar

from sarto.asgi import Scope
from sarto.headers import cookie

T = TypeVar("T")
Key: TypeAlias = int

SEED = os.environ.get("PYTHONHASHSEED", "random")
IS_KEYED = SEED == "random" and sys.hash_info.width >= 64  # noqa: PLR2004 - bits
MOST = 4096  # entries of one plan
MINUTE = timedelta(minutes=1)
EVER = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Which parts of a request the facts of a page come from."""

    headers: frozenset[bytes] = frozenset()
    cookie: str | None = None
    is_path: bool = False
    is_query: bool = False
    is_client: bool = False

    def key(self, scope: Scope) -> int:
        """Hash them; every line of a field counts, in its order."""
        fields = scope["headers"]
        parts: list[object] = [pair for pair in fields if pair[0] in self.headers]
        if self.cookie:
            parts.append(cookie(fields, self.cookie))
        if self.is_query:
            parts.append(scope["query_string"])
        if self.is_client:
            client = scope.get("client")
            parts.append(client and client[0])  # the port is another each time
        if self.is_path:
            parts += (scope["path"], scope.get("root_path"))
        return hash((*parts,))


@dataclass(slots=True)
class DecisionCache(Generic[T]):
    """Remembers what was decided for a page, and until when that holds."""

    inputs: Inputs
    edges: tuple[datetime, ...] = ()  # when some window opens or closes, sorted
    by_minute: bool = False
    _kept: dict[Key, tuple[datetime, datetime, T]] = field(
        default_factory=dict["Key", "tuple[datetime, datetime, T]"]
    )

    def get(self, key: Key, now: datetime) -> T | None:
        """Find what was decided, if it still holds."""
        entry = self._kept.get(key)
        if entry is None or not entry[0] <= now < entry[1]:
            return None
        return entry[2]

    def put(self, key: Key, now: datetime, decided: T) -> None:
        """Remember; when there are too many, start afresh."""
        if len(self._kept) >= MOST:
            self._kept.clear()
        since, until = self.span(now)
        self._kept[key] = (since, until, decided)

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        """Tell from when until when nothing changes by the clock alone."""
        since = now.replace(second=0, microsecond=0) if self.by_minute else EVER
        until = since + MINUTE if self.by_minute else NEVER
        passed = bisect_right(self.edges, now)
        if passed:
            since = max(since, self.edges[passed - 1])
        if passed < len(self.edges):
            until = min(until, self.edges[passed])
        return since, until


def sorted_edges(edges: Iterable[datetime | None]) -> tuple[datetime, ...]:
    """Sort the moments of windows, each once, in UTC."""
    return tuple(sorted({edge.astimezone(UTC) for edge in edges if edge is not None}))
