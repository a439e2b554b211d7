"""A key that nobody will have again is erased once more: another machine may save it."""

import asyncio

import pytest

from sarto.memory import keeper
from sarto.memory.keeper import Keeper, Saved
from sarto.vocabulary.ports import Stored
from support.stores import MemoryStore


@pytest.fixture
def case(monkeypatch):
    monkeypatch.setattr(keeper, "LANDING", 0.05)
    store = MemoryStore()
    return store, Keeper(store, budget=1.0, note=lambda *_: None)


def test_what_another_machine_saves_meanwhile_is_gone_soon(case):
    store, mine = case

    async def scenario():
        assert await mine.erase("k", is_for_good=True)
        store.kept["k"] = Stored(b"late", 1)  # by another
        assert await mine.load("k") is None
        assert await mine.save("k", b"1", expected=None, seconds=9) is Saved.BEHIND
        await asyncio.sleep(0.15)
        assert not store.kept
        assert store.calls["erase"] == 2

    asyncio.run(scenario())


def test_any_other_key_may_begin_anew_at_once(case):
    store, mine = case

    async def scenario():
        assert await mine.erase("k")
        assert await mine.save("k", b"1", expected=None, seconds=9) is Saved.DONE
        await asyncio.sleep(0.15)
        assert store.kept
        assert store.calls["erase"] == 1

    asyncio.run(scenario())
