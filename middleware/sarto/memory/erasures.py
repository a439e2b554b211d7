"""What is being erased, seen through to its end.

A key that somebody wants erased is dead in this process from that moment on. Where the
store does not answer, it is asked again and again, key by key, until it has done so.
"""

from asyncio import Task, get_running_loop, sleep
from collections.abc import Awaitable, Callable
from contextlib import suppress
from operator import itemgetter
from time import monotonic
from typing import Final, TypeAlias

MOST: Final = 1024  # keys; whoever comes when there are as many is not taken
FIRST_PAUSE: Final = 0.05  # seconds
LONGEST_PAUSE: Final = 2.0  # seconds
ATTENDED: Final = float("inf")  # somebody is at it right now
NOBODY: Final = ("", ATTENDED)

Attempt: TypeAlias = Callable[[str], Awaitable[bool]]


class Erasures:
    """The keys that are being erased, and who sees to them."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._due: dict[str, float] = {}  # monotonic; the oldest first
        self._worker: Task[None] | None = None

    def __contains__(self, key: str) -> bool:
        return key in self._due

    def left(self) -> list[str]:
        return list(self._due)

    def begin(self, key: str) -> bool:
        """Take a key, which the caller tries to erase; `False`: there are too many."""
        if key not in self._due and len(self._due) >= MOST:
            return False
        self._due[key] = ATTENDED
        return True

    def done(self, key: str) -> None:
        self._due.pop(key, None)

    def later(self, key: str, seconds: float = 0.0) -> None:
        """Let a key that was taken be erased behind, after that time."""
        if key in self._due:
            self._due[key] = monotonic() + seconds
            self.go_on()

    def go_on(self) -> None:
        """See that somebody is at it: whoever was may have ended with its loop."""
        if self._due and self._next() is not None and not is_at_work(self._worker):
            with suppress(RuntimeError):  # this loop is gone, too: the next one will
                self._worker = get_running_loop().create_task(self._work())

    def stop(self) -> None:
        """End the work; what is left is left."""
        if self._worker is not None and is_at_work(self._worker):
            self._worker.cancel()

    def _next(self) -> str | None:
        """Choose who is due first; of those that are due alike, the oldest."""
        key, due = min(list(self._due.items()), key=itemgetter(1), default=NOBODY)
        return None if due == ATTENDED else key

    async def _work(self) -> None:
        pause = FIRST_PAUSE
        while (key := self._next()) is not None:
            await sleep(self._due[key] - monotonic())
            if self._due.get(key, ATTENDED) > monotonic():
                continue  # somebody was at it meanwhile
            if await self._attempt(key):
                self.done(key)
                pause = FIRST_PAUSE
            else:
                await sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)


def is_at_work(worker: Task[None] | None) -> bool:
    return worker is not None and not worker.done() and worker.get_loop().is_running()
