"""What is asked of a store; and one in memory that does what it is told.

That is: answer, be late, raise, or be deaf.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from sarto.vocabulary.ports import ProfileStore, Stored


class MemoryStore:
    """A `ProfileStore`; `mood` is awaited before each answer."""

    def __init__(self) -> None:
        self.kept: dict[str, Stored] = {}
        self.calls = Counter[str]()
        self.is_closed = False
        self.mood: Callable[[], Awaitable[object]] = at_once

    async def _called(self, what: str) -> None:
        self.calls[what] += 1
        await self.mood()

    async def load(self, key: str) -> Stored | None:
        await self._called("load")
        return self.kept.get(key)

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        await self._called("save")
        found = self.kept.get(key)
        if (found.version if found else None) != expected:
            return False
        self.kept[key] = Stored(data, (expected or 0) + 1)
        return True

    async def erase(self, key: str) -> None:
        await self._called("erase")
        self.kept.pop(key, None)

    async def close(self) -> None:
        await self._called("close")
        self.is_closed = True


async def at_once() -> None:
    """Answer."""


async def never() -> None:
    await asyncio.Event().wait()


async def failing() -> None:
    raise ConnectionError("the store is down")


async def deaf() -> None:
    """Take half a second, and do not hear of being cancelled."""
    task = asyncio.ensure_future(asyncio.sleep(0.5))
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            continue


def after(seconds: float) -> Callable[[], Awaitable[None]]:
    return lambda: asyncio.sleep(seconds)


async def saved(
    store: ProfileStore,
    key: str = "k",
    data: bytes = b"1",
    *,
    expected: int | None = None,
    seconds: int = 60,
) -> bool:
    return await store.save(key, data, expected=expected, seconds=seconds)


def asked(file: Path, question: str) -> object:
    """Ask the database in a file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchone()[0]
