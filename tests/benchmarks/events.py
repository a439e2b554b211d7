"""`python tests/benchmarks/events.py`: how many events a second get into SQLite.

All of them go through a `Recorder`, as pages hand them in, while its thread writes; beside
it, in turn, the very same rows by plain `executemany` into tables of the same shape, in
transactions of the same size, as durable, from one thread. `EVENTS`, `ROUNDS`, `BATCH`.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from sarto.errors import Failures
from sarto.measure.recorder import BATCH as USUAL
from sarto.measure.recorder import Recorder
from sarto.vocabulary.measured import Event, Exposure, Happened
from sarto_adapters.stores.events.tables import EXPOSURES, SIGNALS
from sarto_adapters.stores.events_sqlite import EventStore

EVENTS = int(os.environ.get("EVENTS", "200000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
BATCH = int(os.environ.get("BATCH", str(USUAL)))
ROOM = 10_000  # that wait at most: whoever hands them in then waits, as no page does
FACTS = '{"device":"mobile","language":"en","stage":"exploring"}'


def events(seed: int) -> list[Event]:
    """Two pages are shown for each signal."""
    random = Random(seed)  # noqa: S311 - the same each time
    found: list[Event] = []
    for number in range(EVENTS):
        unit, at = random.randbytes(16), 1_800_000_000 + number // 1000
        if number % 3:
            arm = ("control", "photo")[unit[0] & 1]
            found.append(Exposure("experiments.photo", arm, "", unit, at, FACTS))
        else:
            found.append(Happened(random.randbytes(12), unit, "booked", at, 12.5))
    return found


def recorded(given: list[Event], file: Path) -> None:
    store = EventStore(f"sqlite:///{file}")
    recorder = Recorder(store, failures=Failures(), most=ROOM, batch=BATCH)
    for number, event in enumerate(given):
        if not number % BATCH:
            while recorder.ledger.waiting > ROOM - BATCH:
                sleep(0.0005)
        recorder.record(event)
    recorder.close(60)
    ledger = recorder.ledger
    assert (ledger.stored, ledger.dropped) == (EVENTS, 0)


def plain(given: list[Event], file: Path) -> None:
    line = sqlite3.connect(file, isolation_level=None)
    line.execute("PRAGMA journal_mode = WAL")
    line.execute("PRAGMA synchronous = FULL")
    for table in (EXPOSURES, SIGNALS):
        line.execute(table)
    for start in range(0, EVENTS, BATCH):
        shown, done = rows(given[start : start + BATCH])
        line.execute("BEGIN IMMEDIATE")
        line.executemany("INSERT INTO sarto_exposures VALUES (?,?,?,?,?,?,?)", shown)
        line.executemany("INSERT INTO sarto_signals VALUES (?,?,?,?,?)", done)
        line.execute("COMMIT")
    line.close()


def rows(batch: list[Event]) -> tuple[list[tuple], list[tuple]]:
    """Make the rows without any work of ours; texts are numbers already."""
    shown = [
        (1, e.unit, 0, 3 + (e.variant == "photo"), 7, e.at, 0)
        for e in batch
        if type(e) is Exposure
    ]
    done = [(2, e.unit, e.id, e.at, e.value) for e in batch if type(e) is Happened]
    return shown, done


def timed(what: Callable[[list[Event], Path], None], given: list[Event]) -> float:
    with TemporaryDirectory() as name:
        began = perf_counter()
        what(given, Path(name) / "events.db")
        return EVENTS / (perf_counter() - began)


def main() -> None:
    ways = {"through the recorder": recorded, "plain executemany": plain}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS):
        given = events(turn)
        for name, way in ways.items():
            found[name].append(timed(way, given))
    ratios = [a / b for a, b in zip(*found.values(), strict=True)]
    print(f"{EVENTS} events in batches of {BATCH}, median of {ROUNDS}, in turns")
    for name, figures in found.items():
        print(f"  {name:<24}{median(figures):9.0f} events/s")
    print(f"  the one of the other    {median(ratios):9.2f} ×")


if __name__ == "__main__":
    main()
