"""What was decided before for the very same request: found again, never guessed.

The key is a hash, keyed by the interpreter anew in every process, of all that a page's
facts come from: no header, address or cookie is kept, and equal keys mean equal facts
(but for one in 2^64; where that key is fixed or short, nothing is remembered). The
clock is no part of it: an entry holds until the moment it is given. Personal facts are
not kept, nor bands, but for the arms of experiments: those the visit is asked for.
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
    named: tuple[bytes, ...] = field(init=False)  # the same, as bytes
    is_path: bool = False
    is_query: bool = False
    is_client: bool = False
    asked: tuple[str, ...] = ()  # facts that are no part of it: the visit is asked

    def __post_init__(self) -> None:
        named = tuple(name.encode() for name in self.cookies)
        object.__setattr__(self, "named", named)

    def key(
        self, scope: Scope, found: tuple[object, ...] = (), *, is_listed: bool = False
    ) -> int:
        """Hash them, and what else was found; every line counts, in its order."""
        fields, read = scope.get("headers") or (), self.headers
        try:
            parts: list[object] = [pair for pair in fields if pair[0] in read]
            parts += (self.plan, *found)
            if self.cookies:  # ours are called otherwise on plain http
                parts.append(scope.get("scheme"))
                if self._may_tell(fields):
                    parts += [cookie(fields, name) for name in self.cookies]
            if self.is_query:
                parts.append(scope.get("query_string"))
            if self.is_client:
                client = scope.get("client")
                parts.append(client and client[0])  # the port is another each time
            if self.is_path:
                parts += (scope["path"], scope.get("root_path"))
            return hash(tuple(parts))
        except TypeError:  # pairs that are lists
            if is_listed:
                raise
            listed_scope = {**scope, "headers": listed(fields)}
            return self.key(listed_scope, found, is_listed=True)

    def _may_tell(self, fields: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether any of the cookies may be there; most visitors have none."""
        for name, line in fields:
            if name == b"cookie":
                for named in self.named:
                    if named in line:
                        return True
        return False


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
