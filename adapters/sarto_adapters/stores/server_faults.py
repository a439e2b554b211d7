"""What ails a database server; neither names nor words of these tell a password."""

from typing import Final

from psycopg import Error, OperationalError

from sarto.errors import SartoError


class ServerError(SartoError):
    """Raised when a store's server cannot be used: what, where, and what to do."""

    what = "the store's server refuses"
    hint = "it is tried again with each call"

    def __init__(self, where: str, detail: str = "") -> None:
        self.where = where
        self.detail = detail
        what = f"{self.what} ({detail})" if detail else self.what
        super().__init__(f"{where}: {what}; {self.hint}")


class ServerDownError(ServerError):
    what = "the store's server cannot be reached, or is stopped"
    hint = "see whether it runs; it is tried again with each call"


class HungServerError(ServerError):
    what = "the store's server does not answer in time"


class BusyServerError(ServerError):
    what = "the store's server has no room now"
    hint = "free room, or raise its limits; it is tried again with each call"


class ReadOnlyServerError(ServerError):
    what = "the store's server may only be read"
    hint = "name the one that is written to; it is tried again with each call"


class DeniedError(ServerError):
    what = "the store's server does not let us in, or not do that"
    hint = "see to the user, its password and its rights: it must create tables once"


class ForeignTablesError(ServerError):
    what = "the tables are of a newer Sarto"
    hint = "bring this one up to date"


BY_STATE: Final = {  # classes of SQLSTATE, and single ones
    "08": ServerDownError,
    "57P": ServerDownError,  # shutting down, crashed, cannot connect now
    "57014": HungServerError,  # its own time is up
    "55P03": HungServerError,  # waited for a lock
    "53": BusyServerError,
    "25006": ReadOnlyServerError,
    "28": DeniedError,
    "3D": DeniedError,
    "42501": DeniedError,
}
BY_WORDS: Final = {  # while connecting there is no state to go by
    "too many clients": BusyServerError,
    "remaining connection slots": BusyServerError,
    "too many connections": BusyServerError,
    "timeout expired": HungServerError,
    "authentication failed": DeniedError,
    "no password supplied": DeniedError,
    "does not exist": DeniedError,
    "no pg_hba.conf entry": DeniedError,
}


def fault(error: Error, where: str) -> ServerError:
    """Name what psycopg complains about, by its kind and never by its words."""
    state = error.sqlstate or ""
    detail = f"{type(error).__name__} {state}".strip()
    for size in (5, 3, 2):
        if state[:size] in BY_STATE:
            return BY_STATE[state[:size]](where, detail)
    for words, kind in BY_WORDS.items():
        if not state and words in str(error):
            return kind(where, detail)
    if not state and isinstance(error, OperationalError):
        return ServerDownError(where, detail)
    return ServerError(where, detail)
