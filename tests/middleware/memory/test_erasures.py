"""Erasures that do not succeed at once, seen through to their end."""

import asyncio
import time

import pytest

from sarto.memory import erasures
from sarto.memory.circuit import ENOUGH, REST
from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.vocabulary.ports import Stored
from support.stores import MemoryStore, after, at_once, failing, never


class Case:
    def __init__(self):
        self.store = MemoryStore()
        self.store.kept = {"k": Stored(b"1", 1), "other": Stored(b"1", 1)}
        self.noted = []
        self.keeper = Keeper(
            self.store,
            budget=0.02,
            note=lambda _, error: self.noted.append(type(error).__name__),
        )
        self.load, self.erase = self.keeper.load, self.keeper.erase

    async def until(self, is_so, *, seconds=3.0):
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until
            await asyncio.sleep(0.005)


def play(scenario):
    asyncio.run(scenario(Case()))


def test_it_is_tried_until_it_is_done():
    async def scenario(case):
        case.store.mood = failing
        assert await case.erase("k") is False
        await case.until(lambda: case.store.calls["erase"] > 2)
        assert "k" in case.store.kept
        case.store.mood = at_once
        await case.until(lambda: "k" not in case.store.kept)
        await asyncio.sleep(0.01)
        assert len(asyncio.all_tasks()) == 1

    play(scenario)


def test_meanwhile_it_is_dead_in_this_process():
    async def scenario(case):
        case.store.mood = failing
        assert await case.erase("k") is False
        assert await case.load("k") is None
        assert await case.keeper.save("k", b"2", expected=1, seconds=60) is Saved.BEHIND
        assert await case.load("other") is SILENCE
        assert case.store.calls["save"] == 0
        case.store.mood = at_once
        await case.until(lambda: "k" not in case.store.kept)
        await asyncio.sleep(0.01)
        assert (
            await case.keeper.save("k", b"2", expected=None, seconds=60) is Saved.DONE
        )

    play(scenario)


def test_who_loads_it_at_that_moment_gets_nothing():
    async def scenario(case):
        case.store.mood = after(0.01)
        loading = asyncio.ensure_future(case.load("k"))
        await asyncio.sleep(0)
        case.store.mood = never
        erasing = asyncio.ensure_future(case.erase("k"))
        assert await loading is None
        assert await erasing is False

    play(scenario)


def test_a_store_that_is_slow_has_more_time_where_nobody_waits():
    async def scenario(case):
        case.store.mood = after(0.1)
        assert await case.erase("k") is False
        await case.until(lambda: "k" not in case.store.kept)
        assert case.store.calls["erase"] == 2

    play(scenario)


def test_it_is_tried_where_the_circuit_is_open():
    async def scenario(case):
        case.store.mood = failing
        for _ in range(ENOUGH):
            await case.load("other")
        case.store.mood = at_once
        assert await case.erase("k") is False
        await case.until(lambda: "k" not in case.store.kept, seconds=0.3)

    play(scenario)


def test_pauses_grow_to_two_seconds(monkeypatch):
    pauses = []

    async def scenario(case):
        async def sleep(seconds):
            if seconds > 0.01:
                pauses.append(seconds)
            if len(pauses) > 9:
                case.store.mood = at_once

        monkeypatch.setattr(erasures, "sleep", sleep)
        case.store.mood = failing
        await case.erase("k")
        await case.until(lambda: "k" not in case.store.kept)

    play(scenario)
    assert pauses[:7] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0]
    assert set(pauses[7:]) == {2.0}


def test_the_queue_is_bounded_and_the_oldest_stay(monkeypatch):
    monkeypatch.setattr(erasures, "MOST", 2)

    async def scenario(case):
        case.store.kept |= dict.fromkeys("abc", Stored(b"1", 1))
        case.store.mood = failing
        for key in "abc":
            assert await case.erase(key) is False
        assert case.noted.count("UnseenError") == 1
        case.store.mood = at_once
        await case.until(lambda: set(case.store.kept) == {"k", "other", "c"})
        await case.until(lambda: not case.keeper._erasures.left())
        await asyncio.sleep(REST)
        assert await case.erase("c") is True

    play(scenario)


def test_one_that_finds_no_room_may_still_succeed_at_once(monkeypatch):
    monkeypatch.setattr(erasures, "MOST", 0)

    async def scenario(case):
        assert await case.erase("k") is True
        assert "k" not in case.store.kept
        assert case.noted == ["UnseenError"]

    play(scenario)


def test_somebody_who_erases_it_again_takes_it_over():
    async def scenario(case):
        case.store.mood = failing
        assert await case.erase("k") is False
        await case.until(lambda: case.store.calls["erase"] == 2)
        case.store.mood = at_once
        assert await case.erase("k") is True
        assert case.keeper._erasures.left() == []
        await asyncio.sleep(0.1)
        assert case.store.calls["erase"] == 3

    play(scenario)


def test_a_caller_that_is_cancelled_leaves_it_to_be_seen_to():
    async def scenario(case):
        case.store.mood = never
        task = asyncio.ensure_future(case.erase("k"))
        await asyncio.sleep(0.001)
        case.store.mood = at_once
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await case.until(lambda: "k" not in case.store.kept)

    play(scenario)


def test_it_outlives_its_event_loop():
    case = Case()
    case.store.mood = failing
    assert asyncio.run(case.erase("k")) is False
    case.store.mood = at_once

    async def later():
        assert await case.load("k") is None
        await case.until(lambda: "k" not in case.store.kept)

    asyncio.run(later())


def test_closing_sees_to_them_first():
    async def scenario(case):
        case.store.mood = failing
        await case.erase("k")
        case.store.mood = at_once
        await case.keeper.close()
        assert set(case.store.kept) == {"other"}
        assert case.store.is_closed
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1

    play(scenario)


def test_closing_does_not_wait_for_ever():
    async def scenario(case):
        case.store.mood = failing
        for key in "abc":
            await case.erase(key)
        await case.keeper.close(seconds=0.0)
        assert case.keeper._erasures.left() == ["a", "b", "c"]
        assert not case.store.is_closed

    play(scenario)


def test_closing_what_was_never_used():
    async def scenario(case):
        await case.keeper.close()
        assert case.store.is_closed

    play(scenario)
