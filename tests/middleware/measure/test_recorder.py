"""The recorder: exact to the event, in time, and never in anybody's way."""

import asyncio
import time
from threading import Event, Thread

import pytest

from sarto.vocabulary.measured import Exposure
from support.events import MemoryEvents
from support.recorded import SOON, UNIT, done, failing, is_exact, opened, until


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


def test_what_is_recorded_is_stored_soon_and_once(store):
    shown = Exposure("slots.hero", "", "", UNIT, 1_800_000_000, "{}")
    with opened(store) as recorder:
        for event in (shown, done(1), shown, done(2)):
            assert recorder.record(event)
        until(lambda: recorder.ledger.stored == 4)
        assert len(store.shown) == 1
        assert len(store.happened) == 2


def test_events_are_written_in_batches(store):
    with opened(store, batch=10, pause=0.2) as recorder:
        for number in range(25):
            recorder.record(done(number))
        until(lambda: recorder.ledger.stored == 25)
        assert store.calls["write"] == 3


def test_few_events_wait_for_more_but_not_long(store):
    with opened(store, pause=0.2) as recorder:
        began = time.monotonic()
        recorder.record(done(1))
        recorder.record(done(2))
        until(lambda: recorder.ledger.stored == 2)
        assert 0.15 < time.monotonic() - began < SOON
        assert store.calls["write"] == 1


def test_the_newest_are_dropped_where_too_many_wait(store):
    gate = Event()
    store.mood = gate.wait
    with opened(store, most=5, batch=2) as recorder:
        taken = [recorder.record(done(number)) for number in range(8)]
        assert taken == [True] * 5 + [False] * 3
        assert recorder.failures.counts["events dropped"] == 3
        gate.set()
        until(lambda: not recorder.ledger.waiting)
        assert sorted(each.id for each in store.happened.values()) == [
            b"%012d" % number for number in range(5)
        ]
        assert (recorder.ledger.seen, recorder.ledger.dropped) == (8, 3)


def test_the_store_is_told_of_what_was_dropped(store):
    with opened(store, most=2) as recorder:
        for number in range(5):
            recorder.record(done(number))
        until(lambda: [*store.runs.values()] == [recorder.ledger])
        assert recorder.ledger.dropped == 3


def test_a_store_that_fails_is_asked_again_until_it_takes_them(store):
    left = [OSError] * 4

    def fails() -> None:
        if left:
            raise left.pop()

    store.mood = fails
    with opened(store) as recorder:
        recorder.record(done(1))
        until(lambda: recorder.ledger.stored == 1)
        assert recorder.failures.counts == {"events": 4}
        assert not left


def test_a_store_that_is_back_is_used_within_two_seconds(store):
    store.mood = failing
    with opened(store) as recorder:
        recorder.record(done(1))
        until(lambda: recorder.failures.counts["events"] > 5)
        store.mood, began = lambda: None, time.monotonic()
        until(lambda: recorder.ledger.stored == 1)
        assert time.monotonic() - began < 2.0


def test_what_came_of_a_write_that_nobody_knows_is_written_again(store):
    """The store kept it all, and then said that it did not."""
    whole, is_first = store.write, [True]

    def unsure(events: object, ledger: object) -> None:
        whole(events, ledger)
        if is_first.pop() if is_first else False:
            raise TimeoutError

    store.write = unsure
    with opened(store) as recorder:
        recorder.record(done(1))
        until(lambda: recorder.ledger.stored == 1)
        assert len(store.happened) == 1
        assert store.calls["write"] == 2


@pytest.mark.parametrize("error", [MemoryError, SystemExit, KeyboardInterrupt])
def test_whatever_a_store_raises_the_next_event_is_written(store, error):
    left = [error]

    def raises() -> None:
        if left:
            raise left.pop()

    store.mood = raises
    with opened(store) as recorder:
        recorder.record(done(1))
        until(lambda: recorder.ledger.stored == 1)


def test_many_threads_lose_no_event_and_count_each_once(store):
    with opened(store, most=100_000, batch=50) as recorder:
        work = [
            Thread(target=lambda n=n: [recorder.record(done(n * 1000 + i)) for i in range(500)])
            for n in range(8)
        ]  # fmt: skip
        for each in work:
            each.start()
        while any(each.is_alive() for each in work):
            assert is_exact(recorder)
        until(lambda: recorder.ledger.stored == 4000)
        assert len(store.happened) == 4000


def test_two_loops_in_two_threads_share_one_recorder(store):
    async def visits(of: int) -> None:
        for number in range(100):
            recorder.record(done(of + number))
            await asyncio.sleep(0)

    with opened(store) as recorder:
        work = [Thread(target=lambda n=n: asyncio.run(visits(n))) for n in (0, 1000)]
        for each in work:
            each.start()
        for each in work:
            each.join()
        until(lambda: recorder.ledger.stored == 200)


def test_nobody_waits_for_a_store_that_hangs(store):
    gate = Event()
    store.mood = gate.wait
    with opened(store, most=50, batch=10) as recorder:
        took = []
        for number in range(200):
            began = time.monotonic()
            recorder.record(done(number))
            took.append(time.monotonic() - began)
        assert sorted(took)[-10] < 0.005  # the machine is shared
        assert is_exact(recorder)
        gate.set()
