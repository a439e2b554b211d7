"""How a recorder ends: what waits is written, or counted; and who is forgotten."""

import gc
import os
import threading
import time
from threading import Event, Thread
from weakref import ref

import pytest

from sarto.errors import Failures
from sarto.measure import recorder as room
from sarto.measure.recorder import Recorder, close_all
from support.events import MemoryEvents
from support.recorded import SOON, UNIT, done, failing, is_exact, opened, until


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


def writing() -> set[Thread]:
    return {each for each in threading.enumerate() if each.name == "sarto-events"}


def test_closing_writes_what_waits_and_lets_go_of_the_store(store):
    with opened(store, pause=60.0) as recorder:
        recorder.record(done(1))
        began = time.monotonic()
        recorder.close()
        assert time.monotonic() - began < 2.0
        assert recorder.ledger.stored == 1
        assert store.calls["close"] == 1
        recorder.close()
        assert store.calls["close"] == 1


def test_closing_waits_no_longer_than_it_may_and_counts_what_is_lost(store, caplog):
    gate = Event()
    store.mood = gate.wait
    with opened(store) as recorder:
        for number in range(7):
            recorder.record(done(number))
        began = time.monotonic()
        recorder.close(seconds=0.2)
        assert 0.15 < time.monotonic() - began < 1.5
        assert (recorder.ledger.dropped, recorder.ledger.waiting) == (7, 0)
        assert [r.message[:7] for r in caplog.records] == ["7 event"]
        gate.set()


def test_a_recorder_that_was_closed_goes_on_when_something_comes(store):
    with opened(store) as recorder:
        for number in (1, 2):
            recorder.record(done(number))
            recorder.close()
        assert recorder.ledger.stored == 2
        assert store.calls["close"] == 2


def test_one_that_took_nothing_in_touches_no_store(store):
    recorder = Recorder(store, failures=Failures())
    recorder.close()
    assert not store.calls


def test_the_end_of_the_process_closes_all_of_them(store):
    with opened(store, pause=60.0) as recorder:
        recorder.record(done(1))
        close_all()
        assert recorder.ledger.stored == 1


def test_its_thread_ends_when_nothing_comes_and_begins_anew(store, monkeypatch):
    monkeypatch.setattr(room, "IDLE", 0.05)
    others = writing()
    with opened(store) as recorder:
        for number in (1, 2):
            recorder.record(done(number))
            until(lambda n=number: recorder.ledger.stored == n)
            until(lambda: writing() <= others)


def test_without_a_thread_to_be_had_events_wait_for_the_next_try(store, monkeypatch):
    def refuse(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    with opened(store) as recorder:
        with monkeypatch.context() as patched:
            patched.setattr(Thread, "start", refuse)
            assert recorder.record(done(1))
            assert recorder.failures.counts["events"] == 1
        recorder.record(done(2))
        until(lambda: recorder.ledger.stored == 2)


def test_a_fork_begins_a_run_of_its_own(store):
    read, write = os.pipe()
    with opened(store, pause=60.0) as recorder:
        before = recorder.ledger
        recorder.record(done(1))
        child = os.fork()
        if not child:
            told = recorder.ledger
            is_new = told.run != before.run and told.seen == 0
            recorder.record(done(2))
            recorder.close()
            is_new &= recorder.ledger.stored == 1 and len(store.happened) == 1
            os.write(write, b"%d" % is_new)
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(read, 1) == b"1"
        assert recorder.ledger.run == before.run
        assert recorder.ledger.waiting == 1


def test_who_wants_to_be_forgotten_is_in_what_waits_and_in_the_store(store):
    with opened(store) as recorder:
        recorder.record(done(1))
        recorder.record(done(2, b"o" * 16))
        until(lambda: recorder.ledger.stored == 2)
        recorder.record(done(3))
        recorder.forget(UNIT).result(SOON)
        assert [each.unit for each in store.happened.values()] == [b"o" * 16]
        until(lambda: not recorder.ledger.waiting)
        assert (recorder.ledger.stored, recorder.ledger.dropped) == (2, 1)


def test_what_is_being_written_of_them_is_forgotten_as_well(store):
    gate, writes = Event(), Event()
    store.mood = lambda: (writes.set(), gate.wait())
    with opened(store) as recorder:
        recorder.record(done(1))
        assert writes.wait(SOON)
        found = recorder.forget(UNIT)
        gate.set()
        found.result(SOON)
        until(lambda: [*store.runs.values()] == [recorder.ledger])
        assert not store.happened
        assert is_exact(recorder)


def test_a_store_that_does_not_forget_is_asked_until_it_does(store):
    store.mood = failing
    with opened(store) as recorder:
        found = recorder.forget(UNIT)
        assert not found.cancel()
        until(lambda: recorder.failures.counts["events"] > 2)
        assert not found.done()
        store.mood = lambda: None
        found.result(SOON)


def test_one_that_nobody_needs_goes_with_its_thread(store, monkeypatch):
    monkeypatch.setattr(room, "IDLE", 0.05)
    recorder = Recorder(store, failures=Failures(), pause=0.01)
    recorder.record(done(1))
    known = ref(recorder)
    del recorder
    until(lambda: len(store.happened) == 1)
    until(lambda: (gc.collect(), known())[1] is None)
