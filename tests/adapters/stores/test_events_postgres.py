"""Events in PostgreSQL: its tables, its neighbours, and what nobody is told."""

import logging
import os
import time
from contextlib import suppress
from threading import Barrier, Thread
from traceback import format_exception

import psycopg
import pytest

from sarto.vocabulary.measured import Ledger
from sarto_adapters.stores import events_postgres, server
from sarto_adapters.stores.events.tables import SCHEMAS
from sarto_adapters.stores.events_postgres import TABLES, EventStore
from sarto_adapters.stores.server import Server
from sarto_adapters.stores.server_faults import (
    DeniedError,
    ForeignTablesError,
    HungServerError,
    ServerDownError,
    ServerError,
)
from support.happenings import DAY, HERO, asked, did, shown, unit_of, units, write
from support.postgres import PASSWORD

HERS = unit_of("ann").hex()
VERSION_1 = f"""
INSERT INTO sarto_texts (text) VALUES ('{HERO}'), ('a'), (''), ('{{}}'), ('booked');
INSERT INTO sarto_cells (subject, variant, audience, facts) VALUES (1, 2, 3, 4);
INSERT INTO sarto_exposures VALUES (1, '\\x{HERS}', 0, 2, 1, 864000, 0);
INSERT INTO sarto_signals VALUES (5, '\\x{HERS}', '\\x00', 864001, 2.5);
INSERT INTO sarto_ledgers VALUES ('old', 2, 2, 0);
"""  # noqa: S608 - words of ours


@pytest.fixture
def address(postgres_server):
    return postgres_server.place()


@pytest.fixture
def store(address):
    made = EventStore(address)
    yield made
    made.close()


def told(address, statement):
    with psycopg.connect(address, autocommit=True) as line:
        cursor = line.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def test_tables_of_version_1_become_those_of_the_newest(address, store):
    old = Server(address, TABLES[:1], seconds=5)
    with old.transaction() as line:
        line.execute(VERSION_1)
    old.close()
    write(store, shown("bob", "a"), did("bob", 10 * DAY, 1.0))
    assert told(address, "SELECT max(version) FROM sarto_versions") == len(SCHEMAS)
    (cell,) = store.outcomes(asked())[0].cells
    assert (cell.sums.units, cell.sums.converted, cell.sums.v) == (2, 2, 3.5)
    store.tidy(keep_from=20 * DAY, questions=[asked()])
    assert list(store.outcomes(asked())[0].cells) == [cell]
    assert store.ledgers()[1] == Ledger(run="old", seen=2, stored=2)


def test_tables_of_a_newer_sarto_are_left_as_they_are(address, store):
    write(store, shown("ann", "a"))
    told(address, "INSERT INTO sarto_versions VALUES (99)")
    store.close()
    with pytest.raises(ForeignTablesError, match="version 99"):
        write(store, shown("ann", "a"))


def test_machines_that_start_at_once_make_the_tables_once(address):
    many, faults = 12, []
    barrier = Barrier(many)

    def start(number):
        store = EventStore(address)
        barrier.wait()
        try:
            write(store, shown(f"u{number}", "a"), shown("all", "a"), run=f"{number}")
        except ServerError as error:
            faults.append(error)
        store.close()

    threads = [Thread(target=start, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    assert told(address, "SELECT count(*) FROM sarto_versions") == 1
    store = EventStore(address)
    assert units(store, asked()) == {"a": many + 1}
    store.close()


def test_machines_that_write_of_the_same_units_never_wait_for_each_other_in_a_ring(
    address,
):
    faults = []

    def work(turn):
        store = EventStore(address)
        try:
            for batch in range(15):
                names = [f"arm {(batch + n) % 7}" for n in range(7)][::turn]
                events = [
                    shown(f"u{n}", name, subject=f"slots.{batch % 3}")
                    for n in range(40)
                    for name in names
                ]
                write(store, *events[::turn])
        except ServerError as error:
            faults.append(error)
        store.close()

    threads = [Thread(target=work, args=(turn,)) for turn in (1, -1, 1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    store = EventStore(address)
    assert sum(units(store, asked("slots.0")).values()) == 40 * 7
    store.close()


def test_two_machines_that_tidy_at_once_count_nothing_twice(address, store):
    write(store, *(shown(f"u{n}", "a") for n in range(9_000)))
    other = EventStore(address)

    def tidy(which):
        with suppress(ServerError):  # the other one was first
            which.tidy(keep_from=20 * DAY, questions=[asked()])

    threads = [Thread(target=tidy, args=(each,)) for each in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    store.tidy(keep_from=20 * DAY, questions=[asked()])
    assert units(store, asked()) == {"a": 9_000}
    assert told(address, "SELECT count(*) FROM sarto_exposures") == 0
    other.close()


def test_a_batch_that_cannot_be_kept_whole_is_not_kept_at_all(store):
    write(store, shown("ann", "a"))
    with pytest.raises(ServerError):
        write(store, shown("bob", "new"), did("bob", 10 * DAY)._replace(unit=None))
    assert units(store, asked()) == {"a": 1}
    assert store.ledgers() == [Ledger(run="a run", seen=1, stored=1)]
    write(store, shown("bob", "new"))
    assert units(store, asked()) == {"a": 1, "new": 1}


def test_what_another_one_locks_is_not_waited_for_for_ever(address, monkeypatch):
    monkeypatch.setattr(events_postgres, "WRITING", 0.3)
    store = EventStore(address)
    write(store, shown("ann", "a"))
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE sarto_exposures IN EXCLUSIVE MODE")
        began = time.monotonic()
        with pytest.raises(HungServerError):
            write(store, shown("bob", "a"))
        assert time.monotonic() - began < 1
        assert units(store, asked()) == {"a": 1}
    write(store, shown("bob", "a"))
    assert units(store, asked()) == {"a": 2}
    store.close()


def test_a_connection_that_nobody_used_for_long_is_made_anew(store, monkeypatch):
    write(store, shown("ann", "a"))
    before = store._place.writer._connection
    write(store, shown("bob", "a"))
    assert store._place.writer._connection is before
    monkeypatch.setattr(server, "IDLE", 0.0)
    write(store, shown("cyd", "a"))
    assert store._place.writer._connection is not before
    assert before.closed


def test_a_child_has_connections_of_its_own(store):
    write(store, shown("ann", "a"))
    for number in range(2):
        child = os.fork()
        if not child:
            try:
                write(store, shown(f"child {number}", "a"), run=f"child {number}")
            finally:
                os._exit(0)
        write(store, shown(f"parent {number}", "a"))
        os.waitpid(child, 0)
    assert units(store, asked()) == {"a": 5}


BAD = "p%C3%A4ss-canary"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (f"postgresql://postgres:{BAD}@127.0.0.1:PORT/postgres", DeniedError),
        (f"postgresql://postgres:{BAD}@127.0.0.1:1/postgres", ServerDownError),
        (f"postgresql://canary:{BAD}@no-such-host.invalid/x", ServerDownError),
        (f"postgresql://postgres:{PASSWORD}@127.0.0.1:PORT/none", DeniedError),
    ],
)
def test_no_error_and_no_log_tells_a_password(postgres_server, caplog, address, kind):
    caplog.set_level(logging.DEBUG)
    store = EventStore(address.replace("PORT", str(postgres_server.port)))
    with pytest.raises(kind) as caught:
        write(store, shown("ann", "a"))
    error = caught.value
    assert error.__cause__ is None
    assert error.__suppress_context__
    for text in (str(error), repr(error), repr(store), repr(vars(error)), caplog.text):
        assert "canary" not in text
        assert PASSWORD not in text


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://u:{BAD}@host/db?no_such_option=1",
        f"mysql://u:{BAD}@host/db",
        f"postgresql://u:{BAD}%zz@host/db",
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(address):
    with pytest.raises(ValueError, match="postgresql://user:password@host") as caught:
        EventStore(address)
    assert "canary" not in "".join(format_exception(caught.value))
