"""One SQLite file: opened when it is needed, and closed at the first trouble.

What is committed is in the file, whatever ends the process; where the disk keeps its
word about `fsync`, a loss of power ends nothing either. A file that is broken or of
something else is left as it is.
"""

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from sqlite3 import Connection
from threading import RLock
from time import monotonic, sleep
from typing import Final, TypeAlias

from sarto_adapters.stores.faults import (
    FileError,
    ForeignFileError,
    MovedFileError,
    fault,
    kind,
)
from sarto_adapters.stores.forks import HELD, abandon

PATIENCE: Final = 0.05  # seconds, where nothing else is said
OPENING: Final = 0.25  # seconds, where others open the file at the same moment
FORK_PATIENCE: Final = 2.0  # seconds
OURS: Final = 0x53415254  # "SART"

Place: TypeAlias = tuple[tuple[int, int] | None, ...]


class Database:
    """A file with a schema of ours; used by one thread at a time.

    `schemas` has the statements that lead to each version from the one before it;
    `patience` says how many seconds another process's write is waited for.
    """

    def __init__(
        self,
        file: Path,
        schemas: tuple[tuple[str, ...], ...],
        *,
        patience: float | None = None,
    ) -> None:
        self.file = file
        self._schemas = schemas
        self._patience = patience
        self._lock = RLock()
        self._connection: Connection | None = None
        self._place: Place = ()
        self._is_held = False
        HELD.add(self)

    @contextmanager
    def reading(self) -> Generator[Connection, None, None]:
        """Lend the connection; raises `FileError` or `OSError`."""
        with self._lock:
            try:
                yield self._opened()
            except sqlite3.Error as error:
                if not is_passing(error):
                    self.close()
                raise fault(error, self.file) from None

    @contextmanager
    def writing(self) -> Generator[Connection, None, None]:
        """Lend it for one transaction, durable when this ends without an error."""
        with self.reading() as connection:
            # Never a read that becomes a write: SQLITE_BUSY_SNAPSHOT waits for nobody.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            if place(self.file) != self._place:
                self.close()
                raise MovedFileError(self.file)

    def close(self) -> None:
        """Close the file, if it is open."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()

    def hold(self) -> None:
        """Close it, and let nobody open it; one that hangs is left alone."""
        self._is_held = self._lock.acquire(timeout=FORK_PATIENCE)
        if self._is_held:
            self.close()

    def release(self) -> None:
        """Let it be opened again."""
        if self._is_held:
            self._lock.release()

    def begin_anew(self) -> None:
        """Forget what the parent holds: this is another process."""
        abandon(self._connection)
        self._lock, self._connection = RLock(), None

    def _opened(self) -> Connection:
        if self._connection is not None and place(self.file) != self._place:
            self.close()
        if self._connection is None:
            self._connection = self._open()
            self._place = place(self.file)
        return self._connection

    def _open(self) -> Connection:
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # nobody else's business: SQLite would say 644
            os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        until = monotonic() + OPENING
        while True:
            connection = sqlite3.connect(
                self.file,
                timeout=PATIENCE if self._patience is None else self._patience,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._prepare(connection)
            except BaseException as error:
                connection.close()
                if not is_lock(error) or monotonic() > until:
                    raise
                sleep(PATIENCE / 10)
            else:
                return connection

    def _prepare(self, connection: Connection) -> None:
        """Set it up; another process may be doing the same."""
        self._version(connection)
        if value(connection, "PRAGMA journal_mode = WAL") != "wal":
            raise FileError(self.file, "its file system allows no write-ahead log")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is zeros
        if self._version(connection) == len(self._schemas):
            return
        connection.execute("BEGIN IMMEDIATE")
        for statements in self._schemas[self._version(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {OURS}")
        connection.execute(f"PRAGMA user_version = {len(self._schemas)}")
        connection.execute("COMMIT")

    def _version(self, connection: Connection) -> int:
        """Give the version of the schema; raises for a file that is not ours."""
        if not value(connection, "SELECT count(*) FROM sqlite_master"):
            return 0
        if value(connection, "PRAGMA application_id") != OURS:
            raise ForeignFileError(self.file)
        version = value(connection, "PRAGMA user_version")
        if not (isinstance(version, int) and version <= len(self._schemas)):
            raise ForeignFileError(self.file, f"of a newer Sarto: version {version}")
        return version


def place(file: Path) -> Place:
    """Tell which files stand there now: the database, its log, the log's index."""
    found: list[tuple[int, int] | None] = []
    for ending in ("", "-wal", "-shm"):
        try:
            status = file.with_name(file.name + ending).stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_dev, status.st_ino))
    return tuple(found)


def value(connection: Connection, question: str) -> object:
    """Ask for one value."""
    return connection.execute(question).fetchone()[0]


def is_lock(error: BaseException) -> bool:
    """Whether others are at work, and nothing is wrong."""
    return kind(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_passing(error: sqlite3.Error) -> bool:
    """Whether an open file is still of use; on a full disk it is there to be read."""
    return is_lock(error) or kind(error) == sqlite3.SQLITE_FULL
