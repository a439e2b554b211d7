"""A store asked in time, with stores that answer, are late, raise, or are deaf."""

import asyncio
import gc
import time

import pytest

from sarto.memory import calls, landing
from sarto.memory.circuit import ENOUGH, REST
from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.vocabulary.ports import Stored
from support.stores import MemoryStore, after, at_once, deaf, failing, never

BUDGET = 0.02


class Case:
    """A keeper, its store, and what it noted."""

    def __init__(self):
        self.store = MemoryStore()
        self.noted = []
        self.keeper = Keeper(
            self.store,
            budget=BUDGET,
            note=lambda what, error: self.noted.append((what, type(error).__name__)),
        )
        self.load, self.erase = self.keeper.load, self.keeper.erase

    async def save(self, key="k", data=b"1", *, expected=None):
        return await self.keeper.save(key, data, expected=expected, seconds=60)

    async def timed(self, call):
        began = time.monotonic()
        found = await call
        return found, time.monotonic() - began

    async def rest(self):
        """Wait until the circuit lets one try."""
        await asyncio.sleep(REST + 0.01)


@pytest.fixture
def play():
    """Play a scenario; nothing of it may be left, or be complained about."""

    def run(scenario):
        complaints = []

        async def watched():
            loop = asyncio.get_running_loop()
            loop.set_exception_handler(lambda _, context: complaints.append(context))
            await scenario(Case())
            gc.collect()

        asyncio.run(watched())
        gc.collect()
        assert not complaints

    return run


def test_what_was_saved_is_loaded(play):
    async def scenario(case):
        assert await case.load("k") is None
        assert await case.save() is Saved.DONE
        assert await case.load("k") == Stored(b"1", 1)
        assert await case.save(data=b"2", expected=1) is Saved.DONE
        assert not case.noted

    play(scenario)


def test_who_comes_too_late_is_behind(play):
    async def scenario(case):
        await case.save()
        assert await case.save(data=b"2") is Saved.BEHIND
        assert await case.save(data=b"2", expected=7) is Saved.BEHIND
        assert not case.noted

    play(scenario)


def test_what_is_erased_is_gone(play):
    async def scenario(case):
        await case.save()
        assert await case.erase("k") is True
        assert await case.load("k") is None
        assert await case.save() is Saved.DONE
        assert case.store.calls["erase"] == 1

    play(scenario)


@pytest.mark.parametrize(
    ("mood", "error"),
    [(never, "StoreLateError"), (deaf, "StoreLateError"), (failing, "ConnectionError")],
)
def test_a_store_without_an_answer_is_silent_in_time(play, mood, error):
    async def scenario(case):
        await case.save()
        case.store.mood = mood
        for call, silent in (
            (case.load("k"), SILENCE),
            (case.save(expected=1), Saved.SILENT),
            (case.erase("k"), False),
        ):
            found, seconds = await case.timed(call)
            assert found is silent
            assert seconds < BUDGET + 0.05
        assert [error] * 3 == [name for _, name in case.noted[:3]]
        assert [what for what, _ in case.noted[:3]] == [
            "profile store: load",
            "profile store: save",
            "profile store: erase",
        ]

    play(scenario)


@pytest.mark.parametrize(
    "raised", [SystemExit(3), asyncio.CancelledError(), GeneratorExit()]
)
def test_a_store_ends_nothing_but_its_own_call(play, raised):
    async def raising():
        raise raised

    async def scenario(case):
        case.store.mood = raising
        assert await case.load("k") is SILENCE
        assert len(case.noted) == 1

    play(scenario)


@pytest.mark.parametrize("nonsense", [b"bytes", 0, False, ("1", 1)])
def test_nonsense_is_no_profile(play, nonsense):
    async def scenario(case):
        async def load(key):
            return nonsense

        case.store.load = load
        assert await case.load("k") is SILENCE
        assert case.noted == [("profile store: load", "UnusableError")]

    play(scenario)


@pytest.mark.parametrize("nonsense", [None, 1, "yes"])
def test_nonsense_is_no_word_that_it_was_saved(play, nonsense):
    async def scenario(case):
        async def save(*_, **__):
            return nonsense

        case.store.save = save
        assert await case.save() is Saved.SILENT
        assert case.noted == [("profile store: save", "UnusableError")]

    play(scenario)


def test_a_silent_store_is_left_in_peace_but_for_one_try_per_rest(play):
    async def scenario(case):
        case.store.mood = never
        for _ in range(ENOUGH):
            await case.load("k")
        asked = case.store.calls["load"]
        began = time.monotonic()
        for _ in range(1000):
            assert await case.load("k") is SILENCE
            assert await case.save() is Saved.SILENT
        assert time.monotonic() - began < REST
        assert case.store.calls["load"] == asked == ENOUGH
        assert len(case.noted) == ENOUGH
        await case.rest()
        found = await asyncio.gather(*(case.load("k") for _ in range(20)))
        assert set(found) == {SILENCE}
        assert case.store.calls["load"] == asked + 1

    play(scenario)


def test_a_store_that_is_back_is_asked_again(play):
    async def scenario(case):
        await case.save()
        case.store.mood = failing
        for _ in range(ENOUGH):
            assert await case.load("k") is SILENCE
        case.store.mood = at_once
        assert await case.load("k") is SILENCE
        await case.rest()
        assert await case.load("k") == Stored(b"1", 1)
        assert await case.load("k") == Stored(b"1", 1)

    play(scenario)


def test_a_blocked_loop_is_no_silence_of_a_store_that_has_answered(play):
    async def scenario(case):
        await case.save()
        loop = asyncio.get_running_loop()

        async def mood():
            answered = loop.create_future()
            loop.run_in_executor(None, time.sleep, 0.005).add_done_callback(
                lambda _: answered.set_result(None)
            )
            await answered

        case.store.mood = mood
        await case.load("k")
        tasks = [asyncio.ensure_future(case.load("k")) for _ in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        time.sleep(0.5)  # noqa: ASYNC251 - that is the fault
        assert [await task for task in tasks] == [Stored(b"1", 1)] * 4
        assert not case.noted

    play(scenario)


def test_a_blocked_loop_counts_as_one_silence_at_most(play):
    async def scenario(case):
        await case.save()
        case.store.mood = after(0.01)
        for _ in range(ENOUGH + 2):
            tasks = [asyncio.ensure_future(case.load("k")) for _ in range(20)]
            await asyncio.sleep(0)
            time.sleep(0.1)  # noqa: ASYNC251 - that is the fault
            await asyncio.gather(*tasks)
            assert await case.load("k") == Stored(b"1", 1)

    play(scenario)


def test_calls_under_way_are_bounded_with_those_that_are_left_behind(play):
    async def scenario(case):
        case.store.mood = deaf
        found = await asyncio.gather(*(case.load("k") for _ in range(calls.MOST + 40)))
        assert set(found) == {SILENCE}
        assert case.store.calls["load"] == calls.MOST
        assert [name for _, name in case.noted].count("StoreBusyError") == 40
        assert await case.load("k") is SILENCE
        assert case.store.calls["load"] == calls.MOST
        case.store.mood = at_once
        for _ in range(200):  # half a second, and what a busy machine adds
            found = await case.load("k")
            if found is None:
                break
            await asyncio.sleep(0.1)
        assert found is None
        assert len(asyncio.all_tasks()) == 1

    play(scenario)


def test_a_caller_that_is_cancelled_is_no_silence_and_leaves_nothing(play):
    async def scenario(case):
        case.store.mood = never
        for _ in range(ENOUGH + 2):
            for call in (case.load("k"), case.save()):
                task = asyncio.ensure_future(call)
                await asyncio.sleep(0.001)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
        case.store.mood = at_once
        assert await case.load("k") is None
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1
        assert not case.noted

    play(scenario)


def test_an_error_that_comes_late_is_not_complained_about(play):
    async def late():
        try:
            await asyncio.sleep(10)
        finally:
            raise ConnectionError

    async def scenario(case):
        case.store.mood = late
        assert await case.save() is Saved.SILENT
        await asyncio.sleep(0.01)
        assert case.noted == [("profile store: save", "StoreLateError")]

    play(scenario)


def test_calls_of_a_loop_that_is_closed_do_not_count(monkeypatch):
    case = Case()
    case.store.mood = never
    monkeypatch.setattr(calls, "MOST", 2)
    loop = asyncio.new_event_loop()
    given = (case.load("k"), case.save(), case.erase("k"))
    tasks = [loop.create_task(call) for call in given]
    loop.run_until_complete(asyncio.sleep(0.001))
    for task in asyncio.all_tasks(loop):
        task._log_destroy_pending = False  # they are let go with their loop
    loop.close()
    del tasks, given
    gc.collect()
    case.store.mood = at_once

    async def later():
        assert await case.load("other") is None
        assert await case.load("k") is None

    asyncio.run(later())


def test_a_late_save_may_land_and_the_erasure_is_repeated(play, monkeypatch):
    monkeypatch.setattr(landing, "LANDING", 0.1)
    monkeypatch.setattr("sarto.memory.keeper.LANDING", 0.1)

    async def scenario(case):
        case.store.mood = never
        assert await case.save() is Saved.SILENT
        case.store.mood = at_once
        assert await case.erase("k") is True
        case.store.kept["k"] = Stored(b"late", 1)
        assert await case.load("k") is None
        assert await case.save() is Saved.BEHIND
        await asyncio.sleep(0.2)
        assert not case.store.kept
        assert case.store.calls["erase"] == 2
        assert await case.save() is Saved.DONE
        assert await case.erase("k") is True
        assert case.store.calls["erase"] == 3

    play(scenario)


def test_who_erases_it_once_more_by_then_spares_that(play, monkeypatch):
    monkeypatch.setattr(landing, "LANDING", 0.02)
    monkeypatch.setattr("sarto.memory.keeper.LANDING", 0.1)

    async def scenario(case):
        case.store.mood = never
        await case.save()
        case.store.mood = at_once
        await case.erase("k")
        await asyncio.sleep(0.03)
        await case.erase("k")
        assert case.keeper._erasures.left() == []
        assert await case.save() is Saved.DONE
        await asyncio.sleep(0.1)
        assert case.store.calls["erase"] == 2
        assert await case.load("k") is not None

    play(scenario)


def test_a_save_that_is_under_way_may_land_too(play, monkeypatch):
    monkeypatch.setattr("sarto.memory.keeper.LANDING", 0.1)

    async def scenario(case):
        case.store.mood = after(0.01)
        saving = [asyncio.ensure_future(case.save()) for _ in range(2)]
        await asyncio.sleep(0)
        case.store.mood = at_once
        assert await case.erase("k") is True
        await asyncio.gather(*saving)
        assert await case.load("k") is None
        await asyncio.sleep(0.2)
        assert not case.store.kept

    play(scenario)


def test_doubts_are_forgotten_in_time_and_bounded(monkeypatch):
    monkeypatch.setattr(landing, "LANDING", 0.01)
    monkeypatch.setattr(landing, "MOST", 5)
    doubts = landing.Landing()
    for number in range(20):
        doubts.begin(str(number))
        doubts.end(str(number), is_answered=False)
    assert [str(number) in doubts for number in range(20)] == [False] * 15 + [True] * 5
    time.sleep(0.02)
    doubts.begin("k")
    assert "k" in doubts
    doubts.end("k", is_answered=True)
    assert "k" not in doubts
    assert not doubts._until
