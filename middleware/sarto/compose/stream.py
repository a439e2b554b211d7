"""Find the slots of a page as it streams by: at a glance, as long as it is ordinary.

In, out and never: as scanner.py has it; what it says of a page, this says, chunk by
chunk. The page's bytes are kept while a glance will do. Where it will not, or where
there is no room for more of them, a scan takes over: it reads once what is kept, and
tells again what was told.
"""

from collections import deque
from itertools import repeat
from typing import ClassVar

from sarto.compose.glancing import Glancing
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.html.within import Beyond
from sarto.compose.scanner import Closed, Opened, Scanner

MOST = 128 << 10  # bytes kept of one page
SHARE = 4 << 10
SHARES = 4096  # of that size, for all pages of the process: 16 MB
_PIECE = 16 << 10


class Kept:
    """How many shares of the process's room one page has; they go back by themselves.

    Taking from a deque, and putting back, are single steps: no lock is needed.
    """

    free: ClassVar = deque[None](repeat(None, SHARES))

    def __init__(self) -> None:
        self.room = 0

    def grow(self, size: int) -> bool:
        """Take as many as a size needs; false where that is too much."""
        while self.room < size <= MOST:
            try:
                self.free.pop()
            except IndexError:
                return False
            self.room += SHARE
        return size <= MOST

    def __del__(self) -> None:
        self.free.extend(repeat(None, self.room // SHARE))


NOBODY = Scanner()


class StreamScanner:
    """One page in flight, as `Scanner` is."""

    def __init__(self, wanted: Wanted = NOTHING) -> None:
        self.settled = 0
        self._told = 0  # events
        self._end = 0
        self._kept = Kept()
        self._look = None if wanted.is_more else Glancing()
        self._scanner = Scanner(wanted) if wanted.is_more else NOBODY

    @property
    def language(self) -> str | None:
        """The lang attribute of the html element, once seen."""
        return (self._look or self._scanner).language

    def feed(self, data: bytes) -> list[Opened | Closed]:
        self._end += len(data)
        look = self._look
        if look is None:
            return self._scan(data)
        if self._end > self._kept.room and not self._kept.grow(self._end):
            return self._take_over(look.body, data)
        try:
            events = look.feed(data)
        except Beyond:
            return self._take_over(look.body[: -len(data) or None], data)
        self._told += len(events)
        self.settled = look.settled
        return events

    def _scan(self, data: bytes) -> list[Opened | Closed]:
        events = self._scanner.feed(data)
        self.settled = max(self.settled, self._scanner.settled)
        return events

    def _take_over(
        self, before: bytes | bytearray, data: bytes
    ) -> list[Opened | Closed]:
        """Scan what came before once more, and go on scanning."""
        self._look = None
        self._kept = Kept()
        self._scanner = Scanner()
        events: list[Opened | Closed] = []
        for start in range(0, len(before), _PIECE):
            events += self._scanner.feed(bytes(before[start : start + _PIECE]))
        return [*events[self._told :], *self._scan(data)]

    def finish(self) -> list[Opened | Closed]:
        """End the page: an unfinished tag is no tag, and what is open stays open."""
        self.settled = self._end
        return []
