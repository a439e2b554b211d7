"""Profiles in a SQLite file: `sqlite:///relative.db`, `sqlite:////absolute.db`.

One thread of its own reads and writes, so that no disk holds an event loop; several
processes may share the file. What `save` and `erase` have done survives SIGKILL, and a
loss of power where the disk keeps its word about `fsync`. What is erased is overwritten
with zeros; the write-ahead log may hold it until the file is closed, a minute after the
last call at most, or until the log begins anew.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection
from time import time
from typing import Final
from urllib.parse import unquote

from sarto.vocabulary.ports import Stored
from sarto_adapters.stores.database import Database
from sarto_adapters.stores.faults import FileError
from sarto_adapters.stores.thread import OneThread
from sarto_adapters.stores.versions import first

SCHEME: Final = "sqlite:///"
FEW: Final = 8  # expired rows that a save sweeps away in passing
MANY: Final = 512  # of them at once, while nobody asks

PROFILES: Final = (
    "CREATE TABLE profiles (key BLOB PRIMARY KEY, version INTEGER NOT NULL,"
    " until REAL NOT NULL, data BLOB NOT NULL)"  # seconds since 1970
)
SCHEMAS: Final = ((PROFILES, "CREATE INDEX profiles_until ON profiles (until)"),)
LOAD: Final = "SELECT data, version FROM profiles WHERE key = ? AND until > ?"
BEGIN: Final = (
    "INSERT INTO profiles (key, data, version, until) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (key) DO UPDATE SET data = excluded.data, until = excluded.until,"
    " version = max(excluded.version, profiles.version + 1) WHERE profiles.until <= ?"
)
GO_ON: Final = (
    "UPDATE profiles SET data = ?, version = version + 1, until = ?"
    " WHERE key = ? AND version = ? AND until > ?"
)
ERASE: Final = "DELETE FROM profiles WHERE key = ?"
SWEEP: Final = (
    "DELETE FROM profiles WHERE rowid IN"
    " (SELECT rowid FROM profiles WHERE until <= ? LIMIT ?)"
)


def file_of(address: str) -> Path:
    """Read the URL; raises `ValueError`."""
    name = unquote(address.removeprefix(SCHEME))
    if not address.startswith(SCHEME) or name in {"", "/", ":memory:"} or "?" in name:
        raise ValueError(
            f"{address!r} names no file: write `sqlite:///profiles.db`, or with a"
            " fourth slash for a path from the root, and no options"
        )
    return Path(name)


class ProfileStore:
    """A `ProfileStore`; its methods raise `FileError`, `OSError`, `FullQueueError`."""

    def __init__(self, address: str, *, now: Callable[[], float] = time) -> None:
        self._now = now  # seconds since 1970
        self._database = Database(file_of(address), SCHEMAS)
        self._thread = OneThread(self._rest)

    async def load(self, key: str) -> Stored | None:
        return await self._thread.run(lambda: self._load(named(key)))

    async def save(
        self, key: str, data: bytes, *, expected: int | None, seconds: int
    ) -> bool:
        name = named(key)
        return await self._thread.run(
            lambda: self._save(name, data, expected, self._now() + seconds)
        )

    async def erase(self, key: str) -> None:
        await self._thread.run(lambda: self._erase(named(key)))

    async def close(self) -> None:
        await self._thread.run(self._database.close)
        self._thread.end()

    def _load(self, key: bytes) -> Stored | None:
        with self._database.reading() as connection:
            row = connection.execute(LOAD, (key, self._now())).fetchone()
        return None if row is None else Stored(*row)

    def _save(
        self, key: bytes, data: bytes, expected: int | None, until: float
    ) -> bool:
        now = self._now()
        with self._database.writing() as connection:
            if expected is None:
                begun = (key, data, first(), until, now)
                cursor = connection.execute(BEGIN, begun)
            else:
                saved = (data, until, key, expected, now)
                cursor = connection.execute(GO_ON, saved)
            swept(connection, now, FEW)
        return cursor.rowcount > 0

    def _erase(self, key: bytes) -> None:
        with self._database.writing() as connection:
            connection.execute(ERASE, (key,))

    def _rest(self) -> None:
        """Sweep everything that has expired, and close the file."""
        with suppress(FileError, OSError):
            while self._sweep():
                pass
        self._database.close()

    def _sweep(self) -> bool:
        """Sweep some; whether there may be more."""
        with self._database.writing() as connection:
            return swept(connection, self._now(), MANY) == MANY


def swept(connection: Connection, now: float, most: int) -> int:
    """Delete some of what has expired; tell how many."""
    return connection.execute(SWEEP, (now, most)).rowcount


def named(key: str) -> bytes:
    """Write a key as bytes: any text, even one that is no Unicode."""
    return key.encode(errors="surrogatepass")
