"""Events in PostgreSQL, for many machines: `postgresql://user:password@host/database`.

What `write` and `forget` have done is as durable as the server is told to be: with
`synchronous_commit` on, as it comes, it survives whatever ends the server. Tables have
names that begin with `sarto_`, in the schema that comes first on the path. Methods may
be called from several threads; answers are read beside the writer. Nothing takes longer
than it may, whether the server refuses, is gone, or hangs. All raise `ServerError`.

What is erased is in no answer any more; the server's vacuum takes it from the disk.
"""

# ruff: noqa: S608 - put together from words of ours; all values are bound

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from psycopg import IsolationLevel

from sarto_adapters.stores.events.asking import Row
from sarto_adapters.stores.events.rows import KEEP_DONE, KEEP_SHOWN
from sarto_adapters.stores.events.store import Events
from sarto_adapters.stores.events.tables import SCHEMAS, for_postgres
from sarto_adapters.stores.server import Line, Server

WRITING: Final = 4.0  # seconds that a transaction may take
READING: Final = 60.0
TABLES: Final = tuple(tuple(map(for_postgres, version)) for version in SCHEMAS)
SHOWN: Final = (
    "INSERT INTO sarto_exposures (subject, unit, part, variant, cell, at, crossed)"
    " SELECT * FROM unnest(%b::int[], %b::bytea[], %b::int[], %b::int[], %b::int[],"
    f" %b::bigint[], %b::int[]){KEEP_SHOWN}"
)
DONE: Final = (
    "INSERT INTO sarto_signals (signal, unit, id, at, value) SELECT * FROM unnest("
    f"%b::int[], %b::bytea[], %b::bytea[], %b::bigint[], %b::float[]){KEEP_DONE}"
)
SORTING: Final = {"work_mem": "64MB", "jit": "off"}  # for answers, while they are read


@lru_cache(64)
def bound(statement: str) -> bytes:
    """Say how psycopg marks values."""
    return re.sub(r":(\w+)", r"%(\1)s", statement).encode()


@lru_cache(64)
def poured(statement: str) -> str:
    """Take whole columns instead of one row after the other."""
    return re.sub(
        r"VALUES \(([?, ]+)\)",
        lambda found: f"SELECT * FROM unnest({found[1].replace('?', '%b')})",
        statement,
    )


class Said:
    """A transaction of PostgreSQL's."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def ask(self, statement: str, **values: object) -> list[Row]:
        return self.line.execute(bound(statement), values).fetchall()

    def tell(self, statement: str, **values: object) -> None:
        self.line.execute(bound(statement), values)

    def put(self, statement: str, rows: Sequence[Row]) -> None:
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self.line.execute(poured(statement).encode(), columns)


class Tables:
    """The tables on a server, with two connections: answers are read beside."""

    def __init__(self, address: str) -> None:
        self.writer = Server(address, TABLES, seconds=WRITING)
        self._beside = Server(address, TABLES, seconds=READING, settings=SORTING)

    @contextmanager
    def reading(self) -> Generator[Said, None, None]:
        with self._beside.transaction(IsolationLevel.REPEATABLE_READ) as line:
            yield Said(line)

    tidying = reading

    @contextmanager
    def writing(self) -> Generator[Said, None, None]:
        with self.writer.transaction() as line:
            yield Said(line)

    def close(self) -> None:
        self.writer.close()
        self._beside.close()


class EventStore(Events):
    """An `EventStore` on a server."""

    def __init__(self, address: str) -> None:
        super().__init__(Tables(address), shown=SHOWN, done=DONE)
