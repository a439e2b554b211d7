"""Profiles in Redis or Valkey: `redis://`, `rediss://` or `unix://`, as redis-py reads.

A call that is cancelled goes on behind, within a second or two. Nothing is tried twice.
What `save` has done is as durable as the server is told to be: with `appendfsync
always` it survives whatever ends the server.
"""

from asyncio import AbstractEventLoop, get_running_loop, run_coroutine_threadsafe
from hashlib import sha1
from threading import Lock
from typing import Final
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from redis.asyncio.connection import parse_url
from redis.exceptions import NoScriptError

from sarto.vocabulary.ports import Stored
from sarto_adapters.stores.line import Line, opened
from sarto_adapters.stores.versions import SIZE, first

PREFIX: Final = "sarto:profile:"

# The version stands before the data, and none of it where there is no such key.
SAVE: Final = """
if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""
SAVE_SHA: Final = sha1(SAVE.encode(), usedforsecurity=False).hexdigest()


class ForeignValueError(Exception):
    """Raised for a value under a key of ours that is none of ours."""


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
        version = max(first(), (expected or 0) + 1)  # a server may have gone back
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
