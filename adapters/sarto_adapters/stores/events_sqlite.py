"""Events in a SQLite file: `sqlite:///relative.db`, `sqlite:////absolute.db`.

Several processes may write to it, one after the other. What `write` and `forget` have
done survives SIGKILL, and a loss of power where the disk keeps its word about `fsync`:
a batch costs one. Methods may be called from several threads; answers are read beside
the writer, who does not wait for them. All raise `FileError` and `OSError`.

What is erased is overwritten with zeros; the write-ahead log may hold it until the file
is closed, or the log begins anew.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from sqlite3 import Connection
from sqlite3 import Error as SqliteError
from typing import Final

from sarto_adapters.stores.database import Database
from sarto_adapters.stores.events.asking import Row
from sarto_adapters.stores.events.rows import KEEP_DONE, KEEP_SHOWN
from sarto_adapters.stores.events.store import Events
from sarto_adapters.stores.events.tables import SCHEMAS
from sarto_adapters.stores.sqlite import file_of

PATIENCE: Final = 0.5  # seconds; no page waits for it
SHOWN: Final = f"INSERT INTO sarto_exposures VALUES (?, ?, ?, ?, ?, ?, ?){KEEP_SHOWN}"  # noqa: S608 - words of ours
DONE: Final = f"INSERT INTO sarto_signals VALUES (?, ?, ?, ?, ?){KEEP_DONE}"  # noqa: S608 - words of ours


class Said:
    """A transaction of SQLite's."""

    def __init__(self, line: Connection) -> None:
        self.line = line

    def ask(self, statement: str, **values: object) -> list[Row]:
        return self.line.execute(statement, values).fetchall()

    def tell(self, statement: str, **values: object) -> None:
        self.line.execute(statement, values)

    def put(self, statement: str, rows: Sequence[Row]) -> None:
        self.line.executemany(statement, rows)


class File:
    """The tables in a file, open twice: answers are read beside the writer."""

    def __init__(self, address: str) -> None:
        file = file_of(address)
        self.database = Database(file, SCHEMAS, patience=PATIENCE)
        self._beside = Database(file, SCHEMAS, patience=PATIENCE)

    @contextmanager
    def reading(self) -> Generator[Said, None, None]:
        with self._beside.reading() as line:
            line.execute("BEGIN")
            try:
                yield Said(line)
            finally:
                with suppress(SqliteError):  # it may be at an end already
                    line.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Generator[Said, None, None]:
        with self.database.writing() as line:
            yield Said(line)

    tidying = writing

    def close(self) -> None:
        self.database.close()
        self._beside.close()


class EventStore(Events):
    """An `EventStore` in a file."""

    def __init__(self, address: str) -> None:
        super().__init__(File(address), shown=SHOWN, done=DONE)
