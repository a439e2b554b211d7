"""Calls to a Redis server in one event loop, each in a task that its caller cannot end.

Whoever gives a call up leaves it to its end: its connection stays in step, and no other
call hears its answer. A connection that is slow to be made is so made at last, however
soon its callers lose patience.
"""

from asyncio import CancelledError, Task, create_task, wait
from dataclasses import dataclass, field
from typing import Final, Protocol, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ReadOnlyError, ResponseError

CONNECTIONS: Final = 32
MOST: Final = 64  # calls under way that nobody waits for any more
TIMEOUT: Final = 1.0  # seconds, for a connection, and for an answer


class BusyError(Exception):
    """Raised where too many calls are under way: the server does not answer."""


class ClosedError(Exception):
    """Raised for a call that was under way when the store was closed."""


class Client(Protocol):
    """What is asked of redis-py, which types it loosely."""

    async def execute_command(self, *args: object) -> object: ...


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The connections of one event loop, and the calls that use them."""

    pool: BlockingConnectionPool
    client: Client
    calls: set[Task[object]] = field(default_factory=set[Task[object]])
    behind: set[Task[object]] = field(default_factory=set[Task[object]])

    async def ask(self, *words: object) -> object:
        """Ask in a task of its own, which is not cancelled with its caller."""
        if len(self.behind) >= MOST:
            raise BusyError(f"{MOST} calls that were given up do not end")
        task = create_task(self._ask(*words))
        self.calls.add(task)
        task.add_done_callback(self._ended)
        try:
            await wait({task})
        except CancelledError:
            if not task.done():
                self.behind.add(task)
            raise
        if task.cancelled():
            raise ClosedError
        return task.result()

    async def _ask(self, *words: object) -> object:
        try:
            return await self.client.execute_command(*words)
        except Exception as error:
            if is_suspect(error):
                await self.pool.disconnect(inuse_connections=False)
            raise

    def _ended(self, task: Task[object]) -> None:
        """Let go of a call; looked at, its error is not complained about."""
        self.calls.discard(task)
        self.behind.discard(task)
        if not task.cancelled():
            task.exception()

    async def close(self) -> None:
        for task in self.calls:
            task.cancel()
        await self.pool.disconnect()


def is_suspect(error: Exception) -> bool:
    """Whether all other connections are no good, either: the server is another one."""
    return isinstance(error, ReadOnlyError) or not isinstance(error, ResponseError)


def opened(address: str) -> Line:
    """Make a pool; its connections are made when they are needed."""
    pool = BlockingConnectionPool.from_url(  # pyright: ignore[reportUnknownMemberType] - its options have no types
        address,
        max_connections=CONNECTIONS,
        timeout=TIMEOUT,
        socket_timeout=TIMEOUT,
        socket_connect_timeout=TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        protocol=2,  # fewer steps until a new connection is of use
    )
    return Line(pool, cast("Client", Redis(connection_pool=pool)))
