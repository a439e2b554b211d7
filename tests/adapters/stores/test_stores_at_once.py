"""Every `ProfileStore`, asked by many at once: nothing is lost."""

import asyncio
import subprocess
import sys
from random import Random
from threading import Event, Thread

import pytest

from sarto.site.stores import store_of
from support import increments
from support.increments import count_up
from support.stores import saved

pytestmark = [
    pytest.mark.parametrize("address", ["sqlite", "redis"], indirect=True),
    pytest.mark.usefixtures("patience"),
]


@pytest.fixture
def patience(monkeypatch):
    """Let a call wait for its turn: what is asked here is order, not speed."""
    monkeypatch.setattr("sarto_adapters.stores.line.TIMEOUT", 30.0)


def test_two_hundred_at_once_lose_nothing(play):
    async def scenario(store):
        random = Random(5)  # noqa: S311 - only for pauses
        await asyncio.gather(*(count_up(store, "k", random) for _ in range(200)))
        assert (await store.load("k")).data == b"200"

    play(scenario)


def test_of_those_who_begin_at_once_one_does(play):
    async def scenario(store):
        for key in map(str, range(20)):
            done = await asyncio.gather(
                *(saved(store, key, b"%d" % n) for n in range(8))
            )
            assert sorted(done) == [False] * 7 + [True]
            assert (await store.load(key)).data == b"%d" % done.index(True)

    play(scenario)


def test_two_event_loops_share_a_store_and_one_closes_it_for_both(address, gate):
    store = store_of(address)

    async def work(seed):
        for _ in range(25):
            await count_up(store, "k", Random(seed))  # noqa: S311 - only for pauses

    async def stay(seed):
        await work(seed)
        counted.set()
        # Its loop runs on while another one closes.
        assert await asyncio.to_thread(gate.wait, 10)

    async def close():
        await work(1)
        assert await asyncio.to_thread(counted.wait, 10)
        assert (await store.load("k")).data == b"50"
        await store.close()
        await asyncio.sleep(0.1)
        gate.set()

    counted = Event()
    other = Thread(target=lambda: asyncio.run(stay(2)))
    other.start()
    asyncio.run(close())
    other.join()


def test_two_processes_lose_nothing(address, play):
    words = [sys.executable, increments.__file__, address, "k", "100"]
    processes = [subprocess.Popen([*words, seed]) for seed in ("1", "2")]
    assert [process.wait(60) for process in processes] == [0, 0]

    async def scenario(store):
        assert (await store.load("k")).data == b"200"

    play(scenario)


def test_a_cancelled_call_is_done_or_not_and_the_next_one_is_in_order(play):
    async def scenario(store):
        await saved(store, "a", b"A")
        await saved(store, "b", b"B")
        for number in range(50):
            task = asyncio.ensure_future(store.load("a"))
            await asyncio.sleep(number % 7 / 10_000)
            task.cancel()
            assert (await store.load("b")).data == b"B"

    play(scenario)
