"""What was decided before for the very same request: found again, never guessed.

The key is a hash, keyed by the interpreter anew in every process, of all that a page's
facts come from: no header, address or cookie is kept, and equal keys mean equal facts
(but for one in 2^64; where that key is fixed or short, nothing is remembered). The
clock is no part of it: an entry holds until the moment it is given. Personal facts are
not kept.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from sarto.asgi import Scope
from sarto.headers import cookie, listed

T = TypeVar("T")
Key: TypeAlias = int
Entry: TypeAlias = tuple[datetime, datetime, T]  # since, until, what

SEED = os.environ.get("PYTHONHASHSEED", "random")
IS_KEYED = SEED == "random" and sys.hash_info.width >= 64  # noqa: PLR2004 - bits
MOST = 4096  # entries of a site's young generation, and of its old one


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Which parts of a request the facts of a page come from; `plan` is its number."""

    plan: int = 0
    headers: frozenset[bytes] = frozenset()
    cookies: tuple[str, ...] = ()
    is_path: bool = False
    is_query: bool = False
    is_client: bool = False

    def key(self, scope: Scope) -> int:
        """Hash them; every line of a field counts, in its order."""
        fields = scope.get("headers") or ()
        try:
            return self._hash(scope, fields)
        except TypeError:  # pairs that are lists
            return self._hash(scope, listed(fields))

    def _hash(self, scope: Scope, fields: Iterable[tuple[bytes, bytes]]) -> int:
        read = self.headers
        parts: list[object] = [pair for pair in fields if pair[0] in read]
        parts.append(self.plan)
        if self.cookies:  # ours are called otherwise on plain http
            parts.append(scope.get("scheme"))
            parts += [cookie(fields, name) for name in self.cookies]
        if self.is_query:
            parts.append(scope.get("query_string"))
        if self.is_client:
            client = scope.get("client")
            parts.append(client and client[0])  # the port is another each time
        if self.is_path:
            parts += (scope["path"], scope.get("root_path"))
        return hash(tuple(parts))


@dataclass(slots=True)
class Generations(Generic[T]):
    """What was asked for lately, in two generations: it outlives a flood of strangers.

    All pages of a site share one, so that many pages do not remember more than few.
    """

    young: dict[Key, Entry[T]] = field(default_factory=dict["Key", "Entry[T]"])
    old: dict[Key, Entry[T]] = field(default_factory=dict["Key", "Entry[T]"])

    def get(self, key: Key) -> Entry[T] | None:
        entry = self.young.get(key)
        if entry is None:
            entry = self.old.get(key)
            if entry is not None:
                self.keep(key, entry)
        return entry

    def keep(self, key: Key, entry: Entry[T]) -> None:
        if len(self.young) >= MOST:
            self.old, self.young = self.young, {}
        self.young[key] = entry


@dataclass(slots=True)
class DecisionCache(Generic[T]):
    """Remembers what was decided for a page, and until when that holds."""

    inputs: Inputs
    kept: Generations[T] = field(default_factory=Generations[T])

    def get(self, key: Key, now: datetime) -> T | None:
        """Find what was decided, if it still holds."""
        entry = self.kept.get(key)
        if entry is None or not entry[0] <= now < entry[1]:
            return None
        return entry[2]

    def put(self, key: Key, now: datetime, until: datetime, decided: T) -> None:
        """Remember what holds from now until then; a clock set back asks anew."""
        self.kept.keep(key, (now, until, decided))
