"""The open connections to one upstream: kept a while, told apart by nothing."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from sarto_adapters.sites.connection import Connection

LONGEST_IDLE: Final = 4.0  # seconds; many servers hang up after 5
OLDEST: Final = 60.0  # seconds; then the upstream's name is looked up again
MOST_IDLE: Final = 256


class Pool:
    """Lends connections; `opened` opens one more."""

    def __init__(self, opened: Callable[[], Awaitable[Connection]]) -> None:
        self._opened = opened
        self._idle: deque[Connection] = deque()
        self._sweep: asyncio.TimerHandle | None = None

    async def lend(self, *, is_new: bool = False) -> Connection:
        """Give the one that was used last, or open one."""
        now = asyncio.get_running_loop().time()
        while self._idle and not is_new:
            found = self._idle.pop()
            if found.is_open and now - found.idle_since < LONGEST_IDLE:
                return found
            found.close()
        return await self._opened()

    def take_back(self, connection: Connection) -> None:
        """Keep a connection for the next one, or close it."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if not connection.done():
            connection.abort()
            return
        if now - connection.opened_at > OLDEST:
            connection.close()
            return
        connection.idle_since = now
        self._idle.append(connection)
        if len(self._idle) > MOST_IDLE:
            self._idle.popleft().close()
        if self._sweep is None:
            self._sweep = loop.call_later(LONGEST_IDLE, self._swept)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        if self._sweep is not None:
            self._sweep.cancel()
            self._sweep = None

    def _swept(self) -> None:
        loop = asyncio.get_running_loop()
        self._sweep = None
        until = loop.time() - LONGEST_IDLE
        while self._idle and (
            not self._idle[0].is_open or self._idle[0].idle_since <= until
        ):
            self._idle.popleft().close()
        if self._idle:
            self._sweep = loop.call_later(LONGEST_IDLE, self._swept)
