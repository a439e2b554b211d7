"""`python tests/benchmarks/report_store.py`: event stores, SQLite's and PostgreSQL's.

Writes a month: so many exposures (`UNITS`, a million) of one experiment, and signals of
a third as many, in batches of `BATCH`; beside each store, in turn, the same rows by
plain `executemany` in transactions of that size into tables of the same shape. Then asks
what a report asks: the outcomes of two metrics, and the crossed units.

A PostgreSQL server is started where its programs are found; `--sqlite` leaves it out.
"""

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Protocol

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))  # where tests have their own

from sarto.vocabulary.measured import Event, Exposure, Happened, Ledger, Question
from sarto.vocabulary.ports import EventStore
from sarto_adapters.stores import events_postgres, events_sqlite
from sarto_adapters.stores.events.tables import EXPOSURES, SIGNALS, for_postgres
from support.postgres import PostgresServer, found

UNITS = int(os.environ.get("UNITS", "1000000"))
BATCH = int(os.environ.get("BATCH", "2000"))
SPAN, DAY, BEGIN = 30, 86_400, 19_700
SUBJECT = "experiments.hero-photo"
DEVICES = ("desktop", "mobile", "tablet")
STAGES = ("first-visit", "exploring", "customer")
LANGUAGES = ("en", "fa", "pl")


class Plain(Protocol):
    """What rows are written to without us."""

    def write(self, shown: Sequence[tuple], done: Sequence[tuple]) -> None: ...


class PlainSqlite:
    """Plain `executemany` into tables of our shape, and as durable."""

    def __init__(self, file: Path) -> None:
        self.line = sqlite3.connect(file, isolation_level=None)
        self.line.execute("PRAGMA journal_mode = WAL")
        self.line.execute("PRAGMA synchronous = FULL")
        for table in (EXPOSURES, SIGNALS):
            self.line.execute(table)

    def write(self, shown: Sequence[tuple], done: Sequence[tuple]) -> None:
        self.line.execute("BEGIN IMMEDIATE")
        self.line.executemany(
            "INSERT INTO sarto_exposures VALUES (?, ?, ?, ?, ?, ?, 0)", shown
        )
        self.line.executemany("INSERT INTO sarto_signals VALUES (?, ?, ?, ?, ?)", done)
        self.line.execute("COMMIT")


class PlainPostgres:
    """Plain `executemany`, which psycopg sends in a pipeline."""

    def __init__(self, address: str) -> None:
        self.line = psycopg.connect(address, autocommit=True)
        self.line.execute("CREATE SCHEMA plain")
        self.line.execute("SET search_path = plain")
        for table in (EXPOSURES, SIGNALS):
            self.line.execute(for_postgres(table))

    def write(self, shown: Sequence[tuple], done: Sequence[tuple]) -> None:
        with self.line.transaction(), self.line.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO sarto_exposures VALUES (%s, %s, %s, %s, %s, %s, 0)", shown
            )
            cursor.executemany(
                "INSERT INTO sarto_signals VALUES (%s, %s, %s, %s, %s)", done
            )


def events(seed: int = 9) -> Iterator[list[Event]]:
    """Live a month of visitors through, by time, a batch at a time."""
    random = Random(seed)  # noqa: S311 - the same month each time
    batch: list[Event] = []
    units: list[bytes] = []
    facts = [
        f'{{"device":"{device}","language":"{language}","stage":"{stage}"}}'
        for device in DEVICES
        for language in LANGUAGES
        for stage in STAGES
    ]
    for number in range(UNITS):
        at = BEGIN * DAY + number * SPAN * DAY // UNITS
        unit = random.randbytes(16)
        units.append(unit)
        arm = ("control", "photo")[unit[0] & 1]
        batch.append(Exposure(SUBJECT, arm, "", unit, at, random.choice(facts)))
        if random.random() < 0.3:
            who = units[int(len(units) * random.random())]
            name = ("booked", "left")[random.random() < 0.3]
            value = round(random.expovariate(0.02), 2)
            batch.append(Happened(random.randbytes(12), who, name, at, value))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    yield batch


def rows(batch: list[Event]) -> tuple[list[tuple], list[tuple]]:
    """Make rows that are as long as ours."""
    shown = [
        (1, e.unit, 0, 3 + (e.variant == "photo"), 7 + len(e.facts), e.at)
        for e in batch
        if isinstance(e, Exposure)
    ]
    done = [
        (len(e.signal), e.unit, e.id, e.at, e.value)
        for e in batch
        if isinstance(e, Happened)
    ]
    return shown, done


def written(store: EventStore, plain: Plain) -> tuple[int, float, float]:
    """Write all of it to both, in turns; give rows, and seconds of each."""
    ours, theirs, total = 0.0, 0.0, 0
    for batch in events():
        total += len(batch)
        shown, done = rows(batch)
        ledger = Ledger(run="a run", seen=total, stored=total)
        began = perf_counter()
        store.write(batch, ledger)
        between = perf_counter()
        plain.write(shown, done)
        ours, theirs = (
            ours + between - began,
            theirs + perf_counter() - between,
        )
    return total, ours, theirs


def timed(what: Callable[[], object]) -> float:
    began = perf_counter()
    what()
    return perf_counter() - began


def shown(name: str, store: EventStore, plain: Plain) -> None:
    total, ours, theirs = written(store, plain)
    print(f"\n{name}: {total} events in batches of {BATCH}")
    print(f"  ours                {total / ours:9.0f} rows/s")
    print(f"  plain executemany   {total / theirs:9.0f} rows/s{theirs / ours:8.2f} ×")
    asked = [
        Question(subject=SUBJECT, signal=signal, window=14 * DAY, before=before)
        for signal, before in (("booked", 7 * DAY), ("left", 0))
    ]
    parts = {
        "outcomes": lambda: store.outcomes(*asked),
        "crossed": lambda: store.crossed(asked[0]),
    }
    figures = {name: timed(call) for name, call in parts.items()}
    for what, seconds in figures.items():
        print(f"  {what:<20}{seconds:9.3f} s")
    print(f"  the whole report    {sum(figures.values()):9.3f} s")
    keep_from = (BEGIN + 2) * DAY
    took = timed(lambda: store.tidy(keep_from=keep_from, questions=asked))
    print(f"  tidy, 9 days of it  {took:9.3f} s")
    store.close()


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        store = events_sqlite.EventStore(f"sqlite:///{folder}/events.db")
        shown("SQLite", store, PlainSqlite(folder / "plain.db"))
        size = (folder / "events.db").stat().st_size
        print(f"  the file            {size / 1e6:9.1f} MB")
    programs = found()
    if programs is None or "--sqlite" in sys.argv:
        return
    server = PostgresServer(programs)
    server.start()
    try:
        plain = PlainPostgres(server.url)
        shown("PostgreSQL", events_postgres.EventStore(server.url), plain)
    finally:
        server.close()


if __name__ == "__main__":
    main()
