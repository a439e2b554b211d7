"""What a database must do for us: take statements, one by one or for many rows.

Statements name their values as `:name`, and are words that both SQLite and PostgreSQL
understand.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = tuple[Any, ...]  # as wide as the statement says


class Asking(Protocol):
    """A transaction, while it lasts."""

    @property
    def line(self) -> object:
        """The connection: another one may lead to another database."""
        ...

    def ask(self, statement: str, **values: object) -> list[Row]:
        """Ask one thing, and give all rows of the answer."""
        ...

    def tell(self, statement: str, **values: object) -> None:
        """Change something."""
        ...

    def put(self, statement: str, rows: Sequence[Row]) -> None:
        """Do the same for each row; the values stand as `?`."""
        ...


class Place(Protocol):
    """Where the tables are."""

    def reading(self) -> AbstractContextManager[Asking]:
        """Begin to read what was true at one moment; no writer waits for it."""
        ...

    def writing(self) -> AbstractContextManager[Asking]:
        """Begin a transaction, durable when it ends without an error."""
        ...

    def tidying(self) -> AbstractContextManager[Asking]:
        """Begin one that sees what was true at its beginning, and nothing later."""
        ...

    def close(self) -> None:
        """Let go of files and connections; a later call opens them again."""
        ...
