"""Events that wait to be written, and the ledger of them: never more than agreed.

In come events, out come batches of the oldest. At any moment each event that was seen
is stored, dropped or waiting. Whoever uses it from several threads holds a lock.
"""

from collections import deque
from itertools import islice
from secrets import token_hex
from typing import Final

from sarto.vocabulary.measured import Event, Ledger

RUN_BYTES: Final = 8


class Waiting:
    """The events of one run of a process."""

    __slots__ = (
        "_dropped",
        "_going",
        "_most",
        "_queue",
        "_run",
        "_seen",
        "_stored",
        "_told",
    )

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: deque[Event] = deque()
        self._going: list[Event] = []  # being written: what came of it nobody knows
        self._run = token_hex(RUN_BYTES)
        self._seen = self._stored = self._dropped = 0
        self._told = self.ledger

    def __len__(self) -> int:
        return len(self._queue) + len(self._going)

    @property
    def ledger(self) -> Ledger:
        """What became of the events so far."""
        return self._ledger()

    def _ledger(self, more: int = 0) -> Ledger:
        return Ledger(
            run=self._run,
            seen=self._seen,
            stored=self._stored + more,
            dropped=self._dropped,
        )

    @property
    def is_due(self) -> bool:
        """Whether a store has not all of it: events, or what became of them."""
        if self._queue or self._going:
            return True
        told = self._told
        return (told.seen, told.stored, told.dropped) != (
            self._seen,
            self._stored,
            self._dropped,
        )

    def take(self, event: Event) -> int:
        """Take an event in, and tell how many wait; 0: no room, and it is dropped."""
        self._seen += 1
        waiting = len(self._queue) + len(self._going)
        if waiting >= self._most:
            self._dropped += 1
            return 0
        self._queue.append(event)
        return waiting + 1

    def batch(self, most: int) -> tuple[list[Event], Ledger]:
        """Give the oldest events, and the ledger once they are stored.

        As long as nobody says that they are, it gives the same ones.
        """
        if not self._going:
            self._going = list(islice(self._queue, most))
            for _ in self._going:
                self._queue.popleft()
        return self._going, self._ledger(len(self._going))

    def done(self, ledger: Ledger) -> None:
        """Note that the batch is stored, less what was given up meanwhile."""
        self._stored += len(self._going)
        self._going = []
        self._told = ledger

    def drop(self, unit: bytes | None = None) -> int:
        """Give up what waits, or what of it is of one unit; tell how many were."""
        before = len(self)
        if unit is None:
            self._queue.clear()
            self._going = []
        else:
            self._queue = deque(each for each in self._queue if each.unit != unit)
            self._going = [each for each in self._going if each.unit != unit]
        lost = before - len(self)
        self._dropped += lost
        return lost
