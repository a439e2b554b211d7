"""One connection to a PostgreSQL server: made when it is needed, closed at any trouble.

A server that hangs is waited for only so long: while connecting by libpq, then by a
watch of our own, as no other is heard where the machine still answers for a process
that does not.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from socket import AF_INET, SHUT_RDWR, SOCK_STREAM, fromfd
from threading import Event, RLock, Timer
from time import monotonic
from types import MappingProxyType
from typing import Any, Final, LiteralString, TypeAlias

from psycopg import Connection, Error, IsolationLevel, ProgrammingError, connect
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow

from sarto_adapters.stores.forks import HELD, abandon
from sarto_adapters.stores.server_faults import (
    ForeignTablesError,
    HungServerError,
    fault,
)

Line: TypeAlias = Connection[TupleRow]

OPTIONS: Final = {  # of libpq; an address may name others
    "connect_timeout": "3",  # seconds
    "tcp_user_timeout": "5000",  # milliseconds
    "keepalives_idle": "10",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "application_name": "sarto",
}
IDLE: Final = 60.0  # seconds; who knows what became of a connection after that
GRACE: Final = 1.0  # seconds, after the server should have given up by itself
OURS: Final = 0x53415254  # "SART": of the lock that one alone migrates under
LIMITS: Final = (
    "statement_timeout",
    "lock_timeout",
    "idle_in_transaction_session_timeout",
)
SET: Final = (
    "SELECT set_config(name, value, true)"
    " FROM unnest(%s::text[], %s::text[]) AS s (name, value)"
)
HAS_VERSIONS: Final = "SELECT to_regclass('sarto_versions') IS NOT NULL"
VERSIONS: Final = (
    "CREATE TABLE IF NOT EXISTS sarto_versions (version INTEGER PRIMARY KEY)"
)
VERSION: Final = "SELECT coalesce(max(version), 0) FROM sarto_versions"
ADVICE: Final = "write `postgresql://user:password@host:5432/database`"


class Server:
    """A server with tables of ours; used by one thread at a time.

    `schemas` has the statements that lead to each version from the one before it;
    `seconds` is how long one transaction may take, `settings` are of the server's.
    """

    def __init__(
        self,
        address: str,
        schemas: tuple[tuple[str, ...], ...],
        *,
        seconds: float,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._options = options_of(address)
        self.where = where_of(self._options)
        self._schemas = schemas
        self._seconds = seconds
        limit = str(round(seconds * 1000))
        self._settings = {**dict.fromkeys(LIMITS, limit), **settings}
        self._lock = RLock()
        self._connection: Line | None = None
        self._used = 0.0
        HELD.add(self)

    @contextmanager
    def transaction(
        self, level: IsolationLevel = IsolationLevel.READ_COMMITTED
    ) -> Generator[Line, None, None]:
        """Lend the connection for one transaction; raises `ServerError`.

        It is durable when this ends without an error; after one that came from the
        server nobody knows whether it is.
        """
        with self._lock, self._told():
            connection = self._opened()
            connection.isolation_level = level
            with self._limited(connection):
                yield connection
            self._used = monotonic()

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(Error):
                    connection.close()

    def hold(self) -> None:
        """Do nothing: a connection may be carried open into another process."""

    def release(self) -> None:
        """Do nothing."""

    def begin_anew(self) -> None:
        """Forget what the parent uses: this is another process."""
        abandon(self._connection)
        self._lock, self._connection = RLock(), None

    @contextmanager
    def _told(self) -> Generator[None, None, None]:
        """Close after any error, and say it in our words."""
        try:
            yield
        except Error as error:
            self.close()
            raise fault(error, self.where) from None
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _limited(self, connection: Line) -> Generator[None, None, None]:
        """Begin a transaction that does not take for ever, and end it."""
        names, values = list(self._settings), list(self._settings.values())
        with (
            watched(connection, self._seconds + GRACE, self.where),
            connection.transaction(),
        ):
            connection.execute(SET, (names, values))
            yield

    def _opened(self) -> Line:
        if monotonic() - self._used > IDLE:
            self.close()
        if self._connection is None:
            self._connection = connect(**self._options, autocommit=True)
            # Sessions may be shared by a pooler, which knows no prepared statements.
            self._connection.prepare_threshold = None
            self._prepare(self._connection)
            self._used = monotonic()
        return self._connection

    def _prepare(self, connection: Line) -> None:
        """Bring the tables up to date; other machines may be doing the same."""
        with self._limited(connection):
            is_there = asked(connection, HAS_VERSIONS)
            if is_there and self._version(connection) == len(self._schemas):
                return
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (OURS,))
            # Whoever found no table just now may go on believing so: ask no more.
            connection.execute(VERSIONS)
            for statements in self._schemas[self._version(connection) :]:
                for statement in statements:
                    connection.execute(statement.encode())
            new = "INSERT INTO sarto_versions VALUES (%s) ON CONFLICT DO NOTHING"
            connection.execute(new, (len(self._schemas),))

    def _version(self, connection: Line) -> int:
        """Give the version of the tables; raises where it is a newer one."""
        version = asked(connection, VERSION)
        if not isinstance(version, int) or version > len(self._schemas):
            raise ForeignTablesError(self.where, f"version {version}")
        return version


def asked(connection: Line, question: LiteralString) -> object:
    """Ask for one value."""
    row = connection.execute(question).fetchone()
    return row[0] if row else None


@contextmanager
def watched(
    connection: Line, seconds: float, where: str
) -> Generator[None, None, None]:
    """End the connection when the time is over; raises `HungServerError` then."""
    is_over = Event()
    peer = fromfd(connection.fileno(), AF_INET, SOCK_STREAM)

    def end() -> None:
        is_over.set()
        with suppress(OSError):
            peer.shutdown(SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Error:
        if is_over.is_set():
            raise HungServerError(where, f"{seconds} s") from None
        raise
    finally:
        timer.cancel()
        peer.close()


def options_of(address: str) -> Mapping[str, Any]:
    """Read the URL; raises `ValueError`, without its password."""
    if not address.startswith(("postgresql://", "postgres://")):
        raise ValueError(f"a server's address is a URL: {ADVICE}")
    try:
        return {**OPTIONS, **conninfo_to_dict(address)}
    except ProgrammingError:
        raise ValueError(
            f"a server's address is not one that libpq reads: {ADVICE}"
        ) from None


def where_of(options: Mapping[str, Any]) -> str:
    """Say where a server is; nothing of who comes to it."""
    host = options.get("host", "localhost")
    return (
        f"postgresql://{host}:{options.get('port', 5432)}/{options.get('dbname', '')}"
    )
