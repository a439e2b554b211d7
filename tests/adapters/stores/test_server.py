"""A connection to PostgreSQL: what it is told, what it tells, and how long it waits."""

import os
import signal
import time

import psycopg
import pytest

from sarto_adapters.stores import forks, server
from sarto_adapters.stores.events_postgres import TABLES
from sarto_adapters.stores.server import Server, options_of, where_of
from sarto_adapters.stores.server_faults import (
    BusyServerError,
    DeniedError,
    HungServerError,
    ReadOnlyServerError,
    ServerDownError,
    ServerError,
    fault,
)


@pytest.fixture
def line(postgres_server):
    made = Server(postgres_server.place(), TABLES, seconds=0.3)
    yield made
    made.close()


def asked(server_, statement="SELECT 1"):
    with server_.transaction() as connection:
        return connection.execute(statement).fetchone()[0]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("08006", ServerDownError),
        ("57P01", ServerDownError),
        ("57P03", ServerDownError),
        ("57014", HungServerError),
        ("55P03", HungServerError),
        ("53300", BusyServerError),
        ("53100", BusyServerError),
        ("25006", ReadOnlyServerError),
        ("28P01", DeniedError),
        ("3D000", DeniedError),
        ("42501", DeniedError),
        ("42P01", ServerError),
        ("40001", ServerError),
    ],
)
def test_an_error_is_named_by_its_state(state, kind):
    error = psycopg.errors.lookup(state)("canary: a secret")
    found = fault(error, "postgresql://host:1/db")
    assert type(found) is kind
    assert state in str(found)
    assert "postgresql://host:1/db" in str(found)
    assert "canary" not in str(found)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("FATAL:  sorry, too many clients already", BusyServerError),
        ("FATAL:  password authentication failed for user", DeniedError),
        ("connection timeout expired", HungServerError),
        ("Connection refused", ServerDownError),
    ],
)
def test_an_error_while_connecting_is_named_by_its_words(words, kind):
    assert type(fault(psycopg.OperationalError(words), "there")) is kind


def test_an_address_overrules_what_we_would_say():
    address = "postgres://me:x@db.example:6432/site?connect_timeout=9&sslmode=require"
    options = options_of(address)
    assert (options["connect_timeout"], options["sslmode"]) == ("9", "require")
    assert options["tcp_user_timeout"] == "5000"
    assert where_of(options) == "postgresql://db.example:6432/site"
    assert where_of(options_of("postgresql:///x")) == "postgresql://localhost:5432/x"


def test_what_takes_too_long_is_ended_by_the_server(line):
    with pytest.raises(HungServerError, match="57014"):
        asked(line, "SELECT pg_sleep(5)")
    assert asked(line) == 1


def test_a_process_that_hangs_is_not_waited_for(line, monkeypatch):
    monkeypatch.setattr(server, "GRACE", 0.1)
    process = asked(line, "SELECT pg_backend_pid()")
    os.kill(process, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(HungServerError):
            asked(line)
        assert time.monotonic() - began < 1
        assert asked(line) == 1
    finally:
        os.kill(process, signal.SIGCONT)


def test_who_takes_too_long_between_statements_loses_the_transaction(line):
    def dawdle():
        with line.transaction() as connection:
            connection.execute("CREATE TABLE slow (x int)")
            time.sleep(0.6)

    with pytest.raises(ServerError):
        dawdle()
    assert asked(line, "SELECT to_regclass('slow')::text") is None


def test_an_error_of_the_callers_ends_the_transaction_too(line):
    def fail():
        with line.transaction() as connection:
            connection.execute("CREATE TABLE failed (x int)")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert asked(line, "SELECT to_regclass('failed')::text") is None


def test_a_child_forgets_the_connection_and_does_not_close_it(line):
    asked(line)
    before = line._connection
    forks.before_fork()
    forks.after_fork_in_parent()
    assert line._connection is before
    line.begin_anew()
    assert line._connection is None
    assert before in forks.ABANDONED
    assert not before.closed
    forks.ABANDONED.remove(before)
    before.close()
