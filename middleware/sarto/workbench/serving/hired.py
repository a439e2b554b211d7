"""A worker as the process that hired it sees it: whether it serves, and has ended."""

import signal
import socket
import sys
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from time import monotonic

from sarto.workbench.serving.service import Refused, Service, Started, Word


class Hired:
    """One worker, from its first moment on."""

    def __init__(self, service: Service, listener: socket.socket, number: int) -> None:
        context = get_context("spawn")
        self._heard, said = context.Pipe(duplex=False)
        words = (service, listener, said, number)
        begin_tracking()
        self._process = context.Process(target=be, args=words)
        with deaf():
            self._process.start()
        said.close()
        self.since = monotonic()
        self.is_started = False
        self.refused: Refused | None = None

    @property
    def signs(self) -> tuple[Connection | int, ...]:
        """What shows that something happened to it."""
        is_silent = self.is_started or self.refused is not None
        end = self._process.sentinel
        return (end,) if is_silent else (end, self._heard)

    @property
    def code(self) -> int | None:
        """What it ended with; `None`: it has not."""
        return self._process.exitcode

    def listen(self) -> None:
        """Hear its word, if it said one."""
        try:
            word: Word | None = self._heard.recv() if self._heard.poll() else None
        except (EOFError, OSError):
            return  # it ended without one
        if isinstance(word, Refused):
            self.refused = word
        self.is_started = self.is_started or isinstance(word, Started)

    def lived(self) -> float:
        """Give its age, in seconds."""
        return monotonic() - self.since

    def end(self) -> None:
        """Ask it to end: what is under way comes to its end first."""
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def be(
    service: Service, listener: socket.socket, said: Connection, number: int
) -> None:
    """Be the worker; only here the server and the site are imported."""
    from sarto.workbench.serving.worker import serve  # noqa: PLC0415 - as it says

    serve(service, listener, said, number)


def begin_tracking() -> None:
    """Begin what `spawn` begins with its first process: it would end the deafness."""
    if sys.platform != "win32":
        resource_tracker.ensure_running()


@contextmanager
def deaf() -> Generator[None, None, None]:
    """Let who is begun here never hear what a terminal says to all: we tell it.

    A signal that comes meanwhile is not lost: it is heard afterwards.
    """
    if sys.platform == "win32":
        yield
        return
    said_to_all = {signal.SIGINT, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, said_to_all)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
