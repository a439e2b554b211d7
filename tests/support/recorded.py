"""A recorder with a store in memory, for tests of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sarto.errors import Failures
from sarto.measure.recorder import Recorder
from sarto.vocabulary.measured import Happened
from support.events import MemoryEvents

SOON = 5.0  # seconds, on a busy machine
UNIT = b"u" * 16


def done(number: int, unit: bytes = UNIT) -> Happened:
    return Happened(b"%012d" % number, unit, "booked", 1_800_000_000 + number, None)


def until(what: Callable[[], object], seconds: float = SOON) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)


@contextmanager
def opened(store: MemoryEvents, **more: object) -> Iterator[Recorder]:
    recorder = Recorder(store, failures=Failures(), **{"pause": 0.01, **more})
    yield recorder
    store.mood = lambda: None
    recorder.close()


def is_exact(recorder: Recorder) -> bool:
    told = recorder.ledger
    return told.seen == told.stored + told.dropped + told.waiting and told.waiting >= 0


def failing() -> None:
    raise OSError
