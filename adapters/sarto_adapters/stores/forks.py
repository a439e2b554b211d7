"""SQLite files and forks: none is carried open into another process.

A connection that is would think that it still holds the parent's locks, and so would
every new one to the same file; to close it there would do harm, too. So all are closed
before, and opened again by whoever needs them.
"""

import os
import sys
from typing import Final, Protocol
from weakref import WeakSet


class Holding(Protocol):
    """What has a file open, at times."""

    def hold(self) -> None:
        """Close it, and let nobody open it."""
        ...

    def release(self) -> None:
        """Let it be opened again."""
        ...

    def begin_anew(self) -> None:
        """Forget what the parent has: this is another process."""
        ...


HELD: Final = WeakSet[Holding]()
ABANDONED: Final[list[object]] = []  # who loses its last name is closed


def abandon(connection: object) -> None:
    """Keep what could not be closed in time from ever being closed."""
    if connection is not None:
        ABANDONED.append(connection)


def before_fork() -> None:
    for each in list(HELD):
        each.hold()


def after_fork_in_parent() -> None:
    for each in list(HELD):
        each.release()


def after_fork_in_child() -> None:
    for each in list(HELD):
        each.begin_anew()


if sys.platform != "win32":
    os.register_at_fork(
        before=before_fork,
        after_in_parent=after_fork_in_parent,
        after_in_child=after_fork_in_child,
    )
