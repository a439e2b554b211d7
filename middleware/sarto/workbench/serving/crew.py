"""The workers of a site, and who fills the place of one that is gone.

The socket is ours and stays open: who asks while no worker serves waits for one. Before
all have served once, one that cannot ends all of them, and is told once. After that,
one that ends is replaced: at once, or later where that happens again and again.
"""

import signal
import socket
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from multiprocessing.connection import wait
from time import monotonic
from types import FrameType
from typing import Final

from sarto.workbench.serving.hired import Hired
from sarto.workbench.serving.post import Post
from sarto.workbench.serving.service import Refused, Service

LOOK: Final = 0.1  # seconds between looks, at the most
MARGIN: Final = 5  # seconds that a worker may take to end, beyond its grace
ENDS: Final = (signal.SIGINT, signal.SIGTERM)
RENEWS: Final = getattr(signal, "SIGHUP", None)  # Windows has none


def run(service: Service, listener: socket.socket, *, greet: Callable[[], None]) -> int:
    """Serve until somebody ends it; give the exit code. `greet`: once all serve."""
    return Crew(service, listener, greet=greet).run()


class Crew:
    """Keeps a site served."""

    def __init__(
        self, service: Service, listener: socket.socket, *, greet: Callable[[], None]
    ) -> None:
        self.service, self.listener, self.greet = service, listener, greet
        self.posts = [Post(number) for number in range(service.workers)]
        self.code = 0
        self._heard: list[int] = []  # signals; a handler does no more than note them
        self._has_opened = False
        self._turns: list[Post] = []  # where a successor is to come
        self._told = ""  # the last reason
        self._until: float | None = None  # when those who do not end are made to

    def run(self) -> int:
        with self.heeding():
            while self._until is None or self.workers:
                self.look()
                signs = [sign for each in self.workers for sign in each.signs]
                wait(signs, timeout=LOOK)
        return self.code

    @property
    def workers(self) -> list[Hired]:
        return [worker for post in self.posts for worker in post.workers]

    def look(self) -> None:
        """Do what signals say, and see who is gone."""
        while self._heard:
            self.heed(self._heard.pop(0))
        for post in self.posts:
            post.look()
        if self._until is not None:
            self.see_out(self._until)
        elif self._has_opened:
            self.keep()
        else:
            self.open()

    def open(self) -> None:
        """Begin, with all of them or not at all."""
        fallen = next((post.fallen for post in self.posts if post.fallen), None)
        if fallen:
            say(fallen.text)
            self.code = fallen.code
            self.end()
        elif all(post.is_filled for post in self.posts):
            self._has_opened = True
            self.greet()
        else:
            self.fill()

    def keep(self) -> None:
        """Fill the places of who is gone, and let one after another be succeeded."""
        for post in self.posts:
            if post.fallen:
                self.tell(post, post.fallen)
                post.fallen = None
        self.fill()
        if self._turns and not any(post.successor for post in self.posts):
            post = self._turns.pop(0)
            post.successor = self.hired(post)

    def fill(self) -> None:
        for post in self.posts:
            if post.is_due:
                post.worker = self.hired(post)

    def hired(self, post: Post) -> Hired:
        return Hired(self.service, self.listener, post.number)

    def tell(self, post: Post, fallen: Refused) -> None:
        """Say why somebody is gone, once, and what becomes of the place."""
        self._turns.clear()  # who was to be succeeded stays
        if fallen.text != self._told:
            say(fallen.text)
        self._told = fallen.text
        if post.worker is None:
            say(f"Another one begins{f' in {post.pause} s' if post.pause else ''}.")

    def heed(self, heard: int) -> None:
        if heard == RENEWS and not has_terminal():
            self._turns = [*self.posts] if self._has_opened else []
        elif self._until is None:
            self.end()
        else:
            self.see_out(0)

    def end(self) -> None:
        """Let nobody new in, and let all come to an end."""
        self.listener.close()
        self._until = monotonic() + self.service.grace + MARGIN
        for worker in self.workers:
            worker.end()

    def see_out(self, until: float) -> None:
        """End at once who did not by then."""
        if monotonic() > until:
            for worker in self.workers:
                worker.kill()

    @contextmanager
    def heeding(self) -> Generator[None, None, None]:
        heeded = ENDS if RENEWS is None else (*ENDS, RENEWS)
        before = {each: signal.signal(each, self.hear) for each in heeded}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def hear(self, heard: int, _frame: FrameType | None) -> None:
        self._heard.append(heard)


def has_terminal() -> bool:
    """Whether a person began this, whose closed window is to be the end of it."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
