"""What is measured, on its way into a store: taken in at once, written by one thread.

Nobody waits for it: where too many wait the newest is dropped, and counted. What a
store did not take is written again, as often as it takes; it knows what it has already.
Each process has a run of its own, and a fork begins a new one.
"""

import atexit
import os
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Condition, Lock, Thread
from time import monotonic, sleep
from typing import Final, TypeAlias
from weakref import WeakSet

from sarto.errors import Failures, wordless
from sarto.measure.waiting import Waiting
from sarto.vocabulary.measured import Event, Ledger
from sarto.vocabulary.ports import EventStore

MOST: Final = 10_000  # events that wait
BATCH: Final = 2_000  # events written at once
PAUSE: Final = 0.2  # seconds that events are gathered
AGAIN: Final = (0.05, 0.1, 0.2, 0.4)  # seconds until what failed is tried again
IDLE: Final = 10.0  # seconds that the thread waits for an event, before it ends
LAST: Final = 5.0  # seconds that a process which ends may write

FULL: Final = "Events were dropped: their store takes them more slowly than they come"
LOST: Final = "%d events were dropped at the end: their store did not take them in time"

Erasing: TypeAlias = Future[None]  # done once it is durable

RECORDERS: Final = WeakSet["Recorder"]()


class Recorder:
    """Takes events in, from any thread and any loop; never raises, and never waits."""

    def __init__(
        self,
        store: EventStore,
        *,
        failures: Failures,
        most: int = MOST,
        batch: int = BATCH,
        pause: float = PAUSE,
    ) -> None:
        self.store = store
        self.failures = failures
        self._most, self._batch, self._pause = most, batch, pause
        self.begin_anew()
        RECORDERS.add(self)

    def begin_anew(self) -> None:
        """Begin a run: there is nothing of another process in it."""
        self._waiting = Waiting(self._most)
        self._erasing: list[tuple[bytes, Erasing]] = []
        self._lock = Lock()
        self._wanted = Condition(self._lock)
        self._is_running = False  # the thread
        self._is_ending = False  # it is to write the rest, and end
        self._is_closed = True  # nothing happened since the store was let go of

    @property
    def ledger(self) -> Ledger:
        """What became of the events so far."""
        with self._lock:
            return self._waiting.ledger

    def record(self, event: Event) -> bool:
        """Take an event in; `False`: there was no room, it is counted as dropped."""
        with self._lock:
            waiting = self._waiting.take(event)
            if waiting in (1, self._batch) or not self._is_running:
                self._rouse()
        if not waiting:
            self.failures.tell("events dropped", FULL)
        return waiting > 0

    def forget(self, unit: bytes) -> Erasing:
        """Erase all of a unit, what waits too; done once that is durable."""
        found: Erasing = Future()
        found.set_running_or_notify_cancel()  # who waits no longer takes nothing back
        with self._lock:
            self._waiting.drop(unit)
            self._erasing.append((unit, found))
            self._rouse()
        return found

    def close(self, seconds: float = LAST) -> None:
        """Write what waits, and let go of the store; what takes longer is dropped."""
        with self._lock:
            if self._is_closed:
                return
            self._is_ending = True
            self._rouse()
            self._wanted.wait_for(lambda: not self._is_running, seconds)
            lost, self._is_ending, self._is_closed = self._waiting.drop(), False, True
        if lost:
            self.failures.tell("events lost", LOST % lost)

    def _rouse(self) -> None:
        """Let the thread look; one is started where there is none."""
        self._is_closed = False
        self._wanted.notify_all()
        if self._is_running:
            return
        try:
            Thread(target=self._work, daemon=True, name="sarto-events").start()
        except RuntimeError as error:  # too many; the next event tries again
            self.failures.note("events", error)
        else:
            self._is_running = True

    def _work(self) -> None:
        """Write as long as there is something to write; then end."""
        failed = 0
        while self._is_wanted():
            is_done = self._erased() & self._written()
            failed = 0 if is_done else failed + 1
            if failed:
                sleep(AGAIN[min(failed, len(AGAIN)) - 1])

    def _is_wanted(self) -> bool:
        """Wait until there is enough to do, or time is up; `False`: it is all done."""
        with self._lock:
            self._gather()
            is_last = self._is_ending and not self._has_work
        if is_last:
            self._tried(self.store.close)
        with self._lock:
            self._is_running = self._has_work
            self._wanted.notify_all()
            return self._is_running

    def _gather(self) -> None:
        self._wanted.wait_for(lambda: self._is_ending or self._has_work, IDLE)
        until = monotonic() + self._pause
        while not (self._is_ending or self._erasing or self._is_full):
            if not self._wanted.wait(until - monotonic()):
                break

    @property
    def _has_work(self) -> bool:
        return bool(self._erasing) or self._waiting.is_due

    @property
    def _is_full(self) -> bool:
        return len(self._waiting) >= self._batch

    def _written(self) -> bool:
        """Write a batch; whether the store took it."""
        with self._lock:
            if not self._waiting.is_due:
                return True
            events, ledger = self._waiting.batch(self._batch)
        is_done = self._tried(partial(self.store.write, events, ledger))
        if is_done:
            with self._lock:
                self._waiting.done(ledger)
        return is_done

    def _erased(self) -> bool:
        """Erase those who asked for it, after all that was written of them."""
        with self._lock:
            asked = [*self._erasing]
        for each in asked:
            unit, found = each
            if not self._tried(partial(self.store.forget, unit)):
                return False
            with self._lock:
                self._erasing.remove(each)
            found.set_result(None)
        return True

    def _tried(self, what: Callable[[], None]) -> bool:
        """Ask the store for something; whatever it raises is noted."""
        try:
            what()
        except BaseException as error:  # noqa: BLE001 - the thread outlives any store
            known = error if isinstance(error, Exception) else Exception()
            self.failures.note("events", wordless(known))
            return False
        return True


def begin_anew() -> None:
    """Leave to the parent what is the parent's: this is another process."""
    for recorder in list(RECORDERS):
        recorder.begin_anew()


def close_all() -> None:
    """Write what waits, now that the process ends: all of them in the time of one."""
    until = monotonic() + LAST
    for recorder in list(RECORDERS):
        recorder.close(max(until - monotonic(), 0))


os.register_at_fork(after_in_child=begin_anew)
atexit.register(close_all)
