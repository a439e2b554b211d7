"""Threads for resolvers that may block: few, started when needed, never waited for.

They are daemons, and not of `concurrent.futures`, which waits for its threads when the
interpreter exits: one call that never comes back must not keep a process alive. While
all of them are late nothing more is taken, so that no queue grows behind them.
"""

from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from inspect import iscoroutine
from queue import Empty, SimpleQueue
from threading import Lock, Thread, get_ident
from time import monotonic
from typing import TypeAlias

Outcome: TypeAlias = tuple[object, BaseException | None]

MOST = 8  # threads for one resolver
LONGEST_QUEUE = 256  # calls that wait for a thread
IDLE = 10.0  # seconds after which a thread without work ends


@dataclass(slots=True, eq=False)
class Job:
    """One call, to be made in a thread; who gave it up takes the call away."""

    call: Callable[[], object] | None
    until: float  # monotonic: it is late from then on
    loop: AbstractEventLoop
    future: Future[Outcome]

    def run(self) -> None:
        """Make the call, and tell the loop; a thread outlives whatever it raises."""
        call = self.call
        if call is None:
            return
        found, error = None, None
        try:
            found = call()
        except BaseException as raised:  # noqa: BLE001 - SystemExit is no end here
            error = raised
        try:
            self.loop.call_soon_threadsafe(self.tell, found, error)
        except RuntimeError:  # the loop is closed
            discard(found)

    def tell(self, found: object, error: BaseException | None) -> None:
        """Hand over what came, in the loop; late, there is nobody to take it."""
        if self.future.done():
            discard(found)
        else:
            self.future.set_result((found, error))


def discard(found: object) -> None:
    """Let go of an answer that nobody waits for; a coroutine would complain."""
    if iscoroutine(found):
        found.close()


@dataclass(slots=True, eq=False)
class Workers:
    """The threads of one resolver."""

    most: int = MOST
    _threads: int = 0
    _pending: int = 0  # calls that wait or run
    _running: dict[int, float] = field(default_factory=dict[int, float])
    _queue: SimpleQueue[Job] = field(default_factory=SimpleQueue["Job"])
    _lock: Lock = field(default_factory=Lock)

    def take(self, job: Job) -> bool:
        """Take a call; refuse it where it would only wait."""
        with self._lock:
            if self._pending >= self._threads and not self._has_room():
                return False
            self._pending += 1
            self._queue.put(job)
        return True

    def _has_room(self) -> bool:
        """Start one more thread; or see whether those there are come back."""
        if self._threads < self.most:
            Thread(target=self._work, daemon=True, name="sarto resolver").start()
            self._threads += 1
            return True
        is_stuck = len(self._running) >= self.most and (
            max(self._running.values()) < monotonic()
        )
        return not is_stuck and self._pending < self.most + LONGEST_QUEUE

    def _work(self) -> None:
        while True:
            job = self._next()
            if job is None:
                return
            with self._lock:
                self._running[get_ident()] = job.until
            job.run()
            del job  # it holds a visitor's request
            with self._lock:
                del self._running[get_ident()]
                self._pending -= 1

    def _next(self) -> Job | None:
        """Wait for work; a thread that nobody needs any more ends."""
        while True:
            with suppress(Empty):
                return self._queue.get(timeout=IDLE)
            with self._lock:
                if self._pending < self._threads:
                    self._threads -= 1
                    return None
