"""A real PostgreSQL is stopped, hung, killed, full, read-only: told in time, then mended.

What raises does so within the time it has; what comes back is used within two seconds.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager, suppress

import psycopg
import pytest

from sarto_adapters.stores import events_postgres, server
from sarto_adapters.stores.events_postgres import EventStore
from sarto_adapters.stores.server_faults import (
    BusyServerError,
    HungServerError,
    ReadOnlyServerError,
    ServerDownError,
    ServerError,
)
from support.happenings import asked, shown, units, write
from support.postgres import QUICK, PostgresServer, found, postgres_server

__all__ = ["postgres_server"]

pytestmark = pytest.mark.slow

BACK = 2.0  # seconds until a server that is sound again is used
CONNECTING = 2  # seconds; libpq takes no less
WRITING, GRACE = 0.5, 0.5


@pytest.fixture(scope="module")
def sick(postgres_server):
    """A server that may be ill-treated: another one than that of the run."""
    made = PostgresServer(found())
    made.start(**QUICK, max_connections="8", superuser_reserved_connections="1")
    yield made
    made.close()


@pytest.fixture
def store(sick, monkeypatch):
    monkeypatch.setattr(events_postgres, "WRITING", WRITING)
    monkeypatch.setattr(events_postgres, "READING", WRITING)
    monkeypatch.setattr(server, "GRACE", GRACE)
    made = EventStore(f"{sick.place()}&connect_timeout={CONNECTING}")
    write(made, shown("before", "a"))
    assert units(made, asked()) == {"a": 1}
    yield made
    made.close()


def raised(call: Callable[[], object], within: float) -> type[ServerError]:
    """Call what must fail in time; give how."""
    began = time.monotonic()
    with pytest.raises(ServerError) as caught:
        call()
    assert time.monotonic() - began < within
    return type(caught.value)


def endured(store, *kinds: type[ServerError]) -> None:
    """See that each call fails in time, connected or not, and as it should."""
    seen = set()
    for _ in range(2):
        for call in (lambda: write(store, shown("lost", "a")), store.subjects):
            seen.add(raised(call, CONNECTING + WRITING + GRACE))
    assert seen <= set(kinds)


def is_back(store) -> None:
    """See that it works again in time, and that nothing is lost or doubled."""
    began = time.monotonic()
    while True:
        try:
            write(store, shown("after", "a"), shown("before", "a"))
            assert units(store, asked()) == {"a": 2}
        except ServerError:
            assert time.monotonic() - began < BACK
            time.sleep(0.02)
        else:
            return


def test_a_server_that_is_stopped(sick, store):
    sick.stop()
    endured(store, ServerDownError)
    sick.start(**QUICK)
    is_back(store)


def test_a_server_that_hangs(sick, store):
    sick.hang()
    try:
        endured(store, HungServerError)
    finally:
        sick.go_on()
    is_back(store)


def test_a_process_that_serves_us_is_killed(sick, store):
    line = store._place.writer._connection
    os.kill(line.info.backend_pid, signal.SIGKILL)
    sick.wait()
    is_back(store)


def test_a_process_that_serves_us_hangs_in_the_midst_of_a_write(sick, store):
    process = store._place.writer._connection.info.backend_pid
    os.kill(process, signal.SIGSTOP)
    try:
        kind = raised(lambda: write(store, shown("lost", "a")), WRITING + GRACE + 0.5)
        assert kind is HungServerError
        is_back(store)
    finally:
        os.kill(process, signal.SIGCONT)


def test_an_owner_who_ends_our_connections(sick, store):
    sick.tell(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'sarto'"
    )
    is_back(store)


@contextmanager
def told(sick, option: str, value: str):
    """Let the server have another option for a while."""
    for statement in (
        f"ALTER SYSTEM SET {option} = {value}",
        "SELECT pg_reload_conf()",
    ):
        sick.tell(statement)
    time.sleep(0.1)
    yield
    with psycopg.connect(sick.url, autocommit=True) as line:
        line.execute("SET default_transaction_read_only = off")
        line.execute(f"ALTER SYSTEM RESET {option}".encode())
        line.execute("SELECT pg_reload_conf()")


def test_a_server_that_may_only_be_read(sick, store):
    with told(sick, "default_transaction_read_only", "on"):
        for _ in range(2):
            kind = raised(lambda: write(store, shown("lost", "a")), CONNECTING)
            assert kind is ReadOnlyServerError
            assert units(store, asked()) == {"a": 1}
    is_back(store)


def test_a_server_that_has_no_connection_left(sick, store):
    store.close()
    with ExitStack() as others:
        with suppress(psycopg.OperationalError):  # that is all it has
            while True:
                line = psycopg.connect(sick.url, connect_timeout=5)
                others.callback(line.close)
        endured(store, BusyServerError)
    is_back(store)
