"""One thread: calls in their order, whatever becomes of them and of who asked."""

import asyncio

import pytest

from sarto_adapters.stores import thread
from sarto_adapters.stores.thread import FullQueueError, OneThread


def test_calls_are_made_in_their_order_and_answered():
    made = []

    async def scenario():
        one = OneThread(lambda: made.append("rest"))
        assert await asyncio.gather(
            *(one.run(lambda n=n: made.append(n) or n) for n in range(9))
        ) == [*range(9)]
        one.end()
        one.end()
        assert await one.run(lambda: "more") == "more"
        one.end()
        await asyncio.sleep(0.1)
        assert not one._is_running
        one.end()

    asyncio.run(scenario())
    assert made == [*range(9)]


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3)])
def test_an_error_is_its_callers_and_the_thread_goes_on(error):
    def fail():
        raise error

    async def scenario():
        one = OneThread(lambda: None)
        with pytest.raises(type(error)) as caught:
            await one.run(fail)
        assert caught.value is error
        assert await one.run(lambda: 1) == 1
        one.end()

    asyncio.run(scenario())


def test_a_call_that_was_given_up_is_not_made(gate):
    made = []

    async def scenario():
        one = OneThread(lambda: None)
        stuck = asyncio.ensure_future(one.run(gate.wait))
        given_up = asyncio.ensure_future(one.run(lambda: made.append(1)))
        await asyncio.sleep(0.01)
        stuck.cancel()
        given_up.cancel()
        gate.set()
        await one.run(lambda: made.append(2))
        one.end()

    asyncio.run(scenario())
    assert made == [2]


def test_a_queue_that_does_not_move_is_refused(gate, monkeypatch):
    monkeypatch.setattr(thread, "MOST", 3)

    async def scenario():
        one = OneThread(lambda: None)
        stuck = asyncio.ensure_future(one.run(gate.wait))
        await asyncio.sleep(0.05)
        waiting = [asyncio.ensure_future(one.run(int)) for _ in range(3)]
        await asyncio.sleep(0.01)
        with pytest.raises(FullQueueError):
            await one.run(int)
        gate.set()
        await asyncio.gather(stuck, *waiting)
        assert await one.run(int) == 0
        one.end()

    asyncio.run(scenario())


def test_a_loop_that_is_gone_is_not_answered(gate):
    one = OneThread(lambda: None)

    async def leave():
        task = asyncio.ensure_future(one.run(gate.wait))
        await asyncio.sleep(0.01)
        task.cancel()

    async def come():
        gate.set()
        assert await one.run(int) == 0
        one.end()

    asyncio.run(leave())
    asyncio.run(come())
