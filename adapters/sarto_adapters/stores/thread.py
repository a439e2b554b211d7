"""One thread for what blocks: calls are made one after the other, in their order.

It is asked from any event loop, started when needed, and ends when it has been idle for
a while. It is a daemon, and nobody waits for it: a disk that hangs must not keep a
process alive.
"""

import os
from asyncio import AbstractEventLoop, Future, get_running_loop
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, TypeAlias, TypeVar, cast

MOST: Final = 256  # calls that wait
IDLE: Final = 60.0  # seconds

Found = TypeVar("Found")
Outcome: TypeAlias = tuple[Any, BaseException | None]


class FullQueueError(Exception):
    """Too many calls wait for the thread: the one it makes does not come back."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One call, and who waits for it."""

    call: Callable[[], object]
    loop: AbstractEventLoop
    future: Future[Outcome]

    def run(self) -> None:
        """Make the call, unless nobody waits any more; a thread outlives all errors."""
        if self.future.cancelled():
            return
        found, error = None, None
        try:
            found = self.call()
        except BaseException as raised:  # noqa: BLE001 - told where it is waited for
            error = raised
        with suppress(RuntimeError):  # the loop is closed
            self.loop.call_soon_threadsafe(self.tell, (found, error))

    def tell(self, outcome: Outcome) -> None:
        if not self.future.done():
            self.future.set_result(outcome)


class OneThread:
    """A thread that makes calls; `rest` is called in it when it has been idle."""

    def __init__(self, rest: Callable[[], None]) -> None:
        self._rest = rest
        self.begin_anew()

    def begin_anew(self) -> None:
        self._process = os.getpid()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = Lock()
        self._is_running = False

    async def run(self, call: Callable[[], Found]) -> Found:
        """Make a call in the thread; a cancelled one may still be made."""
        loop = get_running_loop()
        job = Job(call, loop, loop.create_future())
        if self._process != os.getpid():  # forked: the thread is the parent's
            self.begin_anew()
        self._put(job)
        found, error = await job.future
        if error is not None:
            raise error
        return cast("Found", found)

    def end(self) -> None:
        """Let the thread end when it has made the calls that wait."""
        with self._lock:
            if self._is_running:
                self._queue.put(None)

    def _put(self, job: Job) -> None:
        with self._lock:
            if self._queue.qsize() >= MOST:
                raise FullQueueError(f"{MOST} calls wait")
            self._queue.put(job)
            if not self._is_running:
                name, work = "sarto profiles", self._work
                Thread(target=work, args=(self._queue,), daemon=True, name=name).start()
                self._is_running = True

    def _work(self, queue: SimpleQueue[Job | None]) -> None:
        while True:
            try:
                job = queue.get(timeout=IDLE)
            except Empty:
                self._rest()
                job = None
            if job is not None:
                job.run()
                continue
            with self._lock:
                if queue.empty():
                    self._is_running = False
                    return
