"""Events in a SQLite file: its versions, its neighbours, and what may befall it."""

import os
import sqlite3
import stat
import time
from contextlib import closing
from threading import Thread

import pytest

from sarto.vocabulary.measured import Ledger
from sarto_adapters.stores.database import Database
from sarto_adapters.stores.events.tables import SCHEMAS
from sarto_adapters.stores.events_sqlite import PATIENCE, EventStore
from sarto_adapters.stores.faults import (
    BrokenFileError,
    FileError,
    ForeignFileError,
    FullDiskError,
    LockedFileError,
)
from support.happenings import DAY, HERO, asked, did, shown, unit_of, units, write
from support.spoilt import alone, garbage, with_all_that_belongs_to_it
from support.stores import asked as looked

HERS = unit_of("ann").hex()
VERSION_1 = f"""
INSERT INTO sarto_texts (id, text) VALUES (1, CAST('{HERO}' AS BLOB)),
    (2, CAST('a' AS BLOB)), (3, x''), (4, CAST('{{}}' AS BLOB)),
    (5, CAST('booked' AS BLOB));
INSERT INTO sarto_cells VALUES (7, 1, 2, 3, 4);
INSERT INTO sarto_exposures VALUES (1, x'{HERS}', 0, 2, 7, 864000, 0);
INSERT INTO sarto_signals VALUES (5, x'{HERS}', x'00', 864001, 2.5);
INSERT INTO sarto_ledgers VALUES (CAST('old' AS BLOB), 2, 2, 0);
"""  # noqa: S608 - words of ours


@pytest.fixture
def file(tmp_path):
    return tmp_path / "events.db"


@pytest.fixture
def store(file):
    made = EventStore(f"sqlite:///{file}")
    yield made
    made.close()


def test_a_file_of_version_1_becomes_one_of_the_newest(file, store):
    with Database(file, SCHEMAS[:1]).reading() as line:
        line.executescript(VERSION_1)
    assert looked(file, "PRAGMA user_version") == 1
    write(store, shown("bob", "a"), did("bob", 10 * DAY, 1.0))
    assert looked(file, "PRAGMA user_version") == len(SCHEMAS)
    (cell,) = store.outcomes(asked())[0].cells
    assert (cell.sums.units, cell.sums.converted, cell.sums.v) == (2, 2, 3.5)
    store.tidy(keep_from=20 * DAY, questions=[asked()])
    assert list(store.outcomes(asked())[0].cells) == [cell]
    assert store.ledgers()[1] == Ledger(run="old", seen=2, stored=2)


def test_a_file_of_a_newer_sarto_is_left_as_it_is(file, store):
    with Database(file, (*SCHEMAS, ("CREATE TABLE more (x)",))).reading():
        before = file.read_bytes()
    with pytest.raises(ForeignFileError, match="newer Sarto"):
        write(store, shown("ann", "a"))
    assert file.read_bytes() == before


def test_a_file_is_for_its_owner_and_outlives_a_loss_of_power(file, store):
    write(store, shown("ann", "a"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with store._place.database.reading() as line:
        assert line.execute("PRAGMA synchronous").fetchone() == (2,)
        assert line.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_batch_that_cannot_be_kept_whole_is_not_kept_at_all(store):
    write(store, shown("ann", "a"))
    with pytest.raises(FileError):
        write(store, shown("bob", "new"), did("bob", 10 * DAY)._replace(unit=None))
    assert units(store, asked()) == {"a": 1}
    assert store.ledgers() == [Ledger(run="a run", seen=1, stored=1)]
    write(store, shown("bob", "new"))
    assert units(store, asked()) == {"a": 1, "new": 1}


def test_answers_are_read_beside_the_writer(store):
    write(store, shown("ann", "a"))
    with store._place.reading() as said:
        assert said.ask("SELECT count(*) FROM sarto_exposures") == [(1,)]
        write(store, shown("bob", "a"))
        assert said.ask("SELECT count(*) FROM sarto_exposures") == [(1,)]
    assert units(store, asked()) == {"a": 2}


def test_a_file_that_another_process_locks_is_told_in_time_and_read(file, store):
    write(store, shown("ann", "a"))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(LockedFileError):
            write(store, shown("bob", "a"))
        assert PATIENCE <= time.monotonic() - began < 1
        assert units(store, asked()) == {"a": 1}
    write(store, shown("bob", "a"))
    assert units(store, asked()) == {"a": 2}


@pytest.mark.parametrize("leave", [with_all_that_belongs_to_it, alone])
def test_what_is_written_after_it_was_deleted_is_in_the_new_one(file, store, leave):
    for turn in range(5):
        write(store, shown("ann", f"arm {turn}"), did("ann", 10 * DAY))
        leave(file)
        write(store, shown("bob", f"arm {turn}"))
        assert units(store, asked()) == {f"arm {turn}": 1}
        leave(file)
        assert store.subjects() == []


def test_a_file_that_is_broken_is_told_and_left_as_it_is(file, store):
    write(store, shown("ann", "a"))
    store.close()
    garbage(file)
    before = file.read_bytes()
    for call in (lambda: write(store, shown("ann", "a")), store.subjects):
        with pytest.raises(BrokenFileError, match="move it away"):
            call()
    assert file.read_bytes() == before
    file.rename(file.with_name("broken"))
    write(store, shown("ann", "a"))
    assert units(store, asked()) == {"a": 1}


def test_a_full_file_loses_nothing_and_is_read_from(store):
    write(store, shown("ann", "a"))
    with store._place.database.reading() as line:
        pages = line.execute("PRAGMA page_count").fetchone()[0]
        line.execute(f"PRAGMA max_page_count = {pages}")
    many = [shown(f"u{n}", "a") for n in range(3_000)]
    with pytest.raises(FullDiskError, match="make room"):
        write(store, *many)
    assert units(store, asked()) == {"a": 1}
    with store._place.database.reading() as line:
        line.execute("PRAGMA max_page_count = 1000000")
    write(store, *many)
    assert units(store, asked()) == {"a": 3_001}


def test_threads_may_ask_while_one_writes(store):
    faults, seen = [], []

    def ask():
        try:
            while not seen or seen[-1] < 60:
                seen.append(units(store, asked()).get("a", 0))
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(60):
        write(store, shown(f"u{number}", "a"))
    for thread in threads:
        thread.join(20)
    assert not faults


def test_a_batch_that_fails_beside_others_costs_no_other(store):
    faults = []

    def work(number):
        for turn in range(30):
            name = f"arm {turn}"
            try:
                write(store, shown(f"{number}.{turn}", name, subject=f"slots.{turn}"))
                if number:
                    bad = did("bob", 10 * DAY, signal=name)._replace(unit=None)
                    write(store, shown("bob", f"other {turn}"), bad)
            except FileError:
                continue
            except Exception as error:  # noqa: BLE001 - told below
                faults.append(error)

    threads = [Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    for turn in range(30):
        assert units(store, asked(f"slots.{turn}")) == {f"arm {turn}": 3}


def test_a_child_writes_to_the_file_of_its_parent(file, store):
    write(store, shown("ann", "a"))
    children = []
    for number in range(3):
        child = os.fork()
        if not child:
            try:
                write(store, shown(f"child {number}", "a"), run=f"child {number}")
            finally:
                os._exit(0)
        children.append(child)
        write(store, shown(f"parent {number}", "a"))
    for child in children:
        os.waitpid(child, 0)
    assert units(store, asked()) == {"a": 7}
    assert looked(file, "PRAGMA integrity_check") == "ok"
    assert len(store.ledgers()) == 4


@pytest.mark.parametrize("address", ["sqlite://x.db", "sqlite:///:memory:", "x.db"])
def test_an_address_that_names_no_file_is_refused_when_it_is_made(address):
    with pytest.raises(ValueError, match="names no file"):
        EventStore(address)
