"""Profiles in Redis or Valkey: `redis://`, `rediss://` or `unix://`, as redis-py reads.

A call that is cancelled goes on behind, within the sockets' timeouts: its connection
stays in step, and no other call hears its answer. Nothing is tried twice. What `save`
has done is as durable as the server is told to be: with `appendfsync always` it
survives whatever ends the server.
"""

from asyncio import (
    AbstractEventLoop,
    CancelledError,
    Task,
    create_task,
    get_running_loop,
    run_coroutine_threadsafe,
    wait,
)
from dataclasses import dataclass, field
from hashlib import sha1
from threading import Lock
from typing import Final, Protocol, cast
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, ReadOnlyError, ResponseError

from sarto.vocabulary.ports import Stored
from sarto_adapters.stores.versions import SIZE, first

PREFIX: Final = "sarto:profile:"
CONNECTIONS: Final = 32  # for one event loop
MOST: Final = 64  # calls under way that nobody waits for any more
TIMEOUT: Final = 1.0  # seconds, for a connection, and for an answer

# The version stands before the data, and none of it where there is no such key.
SAVE: Final = """
if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""
SAVE_SHA: Final = sha1(SAVE.encode(), usedforsecurity=False).hexdigest()


class ForeignValueError(Exception):
    """Raised for a value under a key of ours that is none of ours."""


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


class ProfileStore:
    """A `ProfileStore`; its methods raise what redis-py raises, and `OSError`.

    The URL may name a `prefix` for all keys, besides the options of redis-py.
    """

    def __init__(self, address: str) -> None:
        self._address, self._prefix = parted(address)
        self._lines = WeakKeyDictionary[AbstractEventLoop, Line]()
        self._lock = Lock()

    async def load(self, key: str) -> Stored | None:
        found = await self._line().ask("GET", self._name(key))
        if found is None:
            return None
        if not isinstance(found, bytes) or len(found) < SIZE:
            raise ForeignValueError("no version stands before the data")
        return Stored(found[SIZE:], int.from_bytes(found[:SIZE], "big"))

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        version = first() if expected is None else expected + 1
        there = b"" if expected is None else packed(expected)
        words = (1, self._name(key), there, packed(version) + data, seconds)
        line = self._line()
        try:
            return await line.ask("EVALSHA", SAVE_SHA, *words) == 1
        except NoScriptError:  # the server began anew, or never saw it
            return await line.ask("EVAL", SAVE, *words) == 1

    async def erase(self, key: str) -> None:
        await self._line().ask("DEL", self._name(key))

    async def close(self) -> None:
        with self._lock:
            lines = dict(self._lines)
            self._lines.clear()
        for loop, line in lines.items():
            if loop is get_running_loop():
                await line.close()
            elif loop.is_running():
                run_coroutine_threadsafe(line.close(), loop)

    def _name(self, key: str) -> bytes:
        return f"{self._prefix}{key}".encode(errors="surrogatepass")

    def _line(self) -> Line:
        """Find the connections of this event loop; a loop that is gone has none."""
        loop = get_running_loop()
        with self._lock:
            line = self._lines.get(loop)
            if line is None:
                line = self._lines[loop] = opened(self._address)
        return line


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


def parted(address: str) -> tuple[str, str]:
    """Take our own option out of a URL; raises `ValueError`, without its password."""
    head, _, query = address.partition("?")
    options = parse_qsl(query, keep_blank_values=True)
    prefix = dict(options).get("prefix", PREFIX)
    rest = urlencode([(name, value) for name, value in options if name != "prefix"])
    plain = f"{head}?{rest}" if rest else head
    try:
        parse_url(plain)
    except ValueError:
        raise ValueError(
            "a store's address is not one that redis-py reads: write"
            " `redis://user:password@host:6379/0`, `rediss://…` or `unix:///path`"
        ) from None
    return plain, prefix


def packed(version: int) -> bytes:
    return version.to_bytes(SIZE, "big")
