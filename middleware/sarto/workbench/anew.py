"""Runs `sarto dev` in a process of its own, and another when the site's code changed.

The socket is ours and stays open: who asks between two processes waits for the second.
"""

import signal
import socket
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from os import getpid, kill
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess


ANEW = 75  # an exit code: begin another process
ENDS = (signal.SIGINT, signal.SIGTERM)
FAILED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be served, as somebody typed it."""

    target: str | None
    config: Path
    is_first: bool = True  # of the processes that serve it


class Keeping:
    """Keeps a site served until somebody ends it."""

    def __init__(self, work: Work, listener: socket.socket) -> None:
        self.work, self.listener = work, listener
        self.child: SpawnProcess | None = None
        self.is_ending = False

    def run(self) -> int:
        """Serve; give the exit code."""
        before = {each: signal.signal(each, self.end) for each in ENDS}
        try:
            code = ANEW
            while code == ANEW and not self.is_ending:
                code = self.once()
                self.work = replace(self.work, is_first=False)
            return 0 if self.is_ending else code
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def once(self) -> int:
        words = (self.work, self.listener)
        self.child = get_context("spawn").Process(target=serve, args=words)
        self.child.start()
        self.child.join()
        code = self.child.exitcode
        return FAILED if code is None or code < 0 else code

    def end(self, _signal: int, _frame: FrameType | None) -> None:
        """End the site, kindly at first; Ctrl-C reaches it without us as well."""
        if self.child is not None:
            (self.child.kill if self.is_ending else self.child.terminate)()
        self.is_ending = True


def serve(work: Work, listener: socket.socket) -> NoReturn:
    """Be the process that serves."""
    from sarto.workbench.dev.running import run  # noqa: PLC0415 - uvicorn, and the site

    Thread(target=outlive_nobody, daemon=True, name="sarto-parent").start()
    try:
        code = run(work, listener)
    except KeyboardInterrupt:
        code = 0
    raise SystemExit(code)


def outlive_nobody() -> None:
    """End with the process that began this one, however that ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        kill(getpid(), signal.SIGTERM)
