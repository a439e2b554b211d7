import asyncio
import threading
import time
from functools import partial

import pytest

import sarto.site.workers
from sarto.site.workers import Job, Workers


def until(holds, seconds=5.0):
    """Wait until something holds; tell whether it ever did."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.001)
    return holds()


def job(call, seconds=5.0):
    loop = asyncio.get_running_loop()
    return Job(call, time.monotonic() + seconds, loop, loop.create_future())


async def done(workers, call):
    given = job(call)
    assert workers.take(given)
    return await asyncio.wait_for(given.future, 5)


def test_a_call_is_made_in_a_daemon_thread():
    found, error = asyncio.run(done(Workers(), threading.current_thread))

    assert found.daemon
    assert found is not threading.main_thread()
    assert error is None


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt])
def test_whatever_is_raised_is_handed_over_and_the_thread_goes_on(error):
    workers = Workers(most=1)

    def raising():
        raise error

    async def both():
        return await done(workers, raising), await done(workers, lambda: "next")

    (found, raised), after = asyncio.run(both())

    assert found is None
    assert isinstance(raised, error)
    assert after == ("next", None)


def test_a_thread_is_used_again():
    workers = Workers()

    async def many():
        for _ in range(20):
            await done(workers, lambda: 1)
            assert until(lambda: workers._pending == 0)
        return workers._threads

    assert asyncio.run(many()) == 1


def test_calls_wait_for_a_thread_while_some_come_back():
    workers = Workers(most=2)

    async def many():
        calls = [done(workers, partial(time.sleep, 0.002)) for _ in range(40)]
        await asyncio.gather(*calls)

    asyncio.run(many())

    assert workers._threads == 2


def test_nothing_is_taken_while_all_threads_are_late(gate):
    workers = Workers(most=2)

    async def stuck():
        held = [job(gate.wait, 0.01) for _ in range(2)]
        assert all(map(workers.take, held))
        assert until(lambda: len(workers._running) == 2)
        await asyncio.sleep(0.02)
        taken = [workers.take(job(lambda: 1)) for _ in range(10)]
        gate.set()
        await asyncio.gather(*(each.future for each in held))
        assert until(lambda: workers._pending == 0)
        return taken, await done(workers, lambda: "back")

    taken, after = asyncio.run(stuck())

    assert taken == [False] * 10
    assert after == ("back", None)


def test_a_queue_has_an_end(gate, monkeypatch):
    monkeypatch.setattr(sarto.site.workers, "LONGEST_QUEUE", 3)
    workers = Workers(most=1)

    async def crowd():
        return [workers.take(job(gate.wait)) for _ in range(10)]

    assert asyncio.run(crowd()) == [True] * 4 + [False] * 6


def test_a_call_that_was_given_up_is_not_made(gate):
    workers, made = Workers(most=1), []

    async def given_up():
        first, second = job(gate.wait), job(lambda: made.append(1))
        assert workers.take(first)
        assert workers.take(second)
        second.call = None
        gate.set()
        await first.future
        assert until(lambda: workers._pending == 0)

    asyncio.run(given_up())

    assert made == []


async def answer():
    return "late"


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_coroutine_that_nobody_waits_for_does_not_complain(gate, is_closed):
    workers, made = Workers(), []

    def late():
        gate.wait(5)
        made.append(answer())
        return made[0]

    async def impatient():
        given = job(late)
        workers.take(given)
        given.future.cancel()
        if not is_closed:
            gate.set()
            assert until(lambda: workers._pending == 0)
            await asyncio.sleep(0)

    asyncio.run(impatient())
    gate.set()

    assert until(lambda: workers._pending == 0)
    assert made[0].cr_frame is None


def test_a_thread_that_nobody_needs_ends(monkeypatch):
    monkeypatch.setattr(sarto.site.workers, "IDLE", 0.005)
    workers = Workers()

    asyncio.run(done(workers, lambda: 1))

    assert until(lambda: workers._threads == 0)
    assert asyncio.run(done(workers, lambda: "again")) == ("again", None)


def test_a_thread_with_work_to_come_stays(monkeypatch):
    monkeypatch.setattr(sarto.site.workers, "IDLE", 0.001)
    workers = Workers()
    workers._pending = 1  # taken, but not yet in the queue

    async def late():
        given = job(lambda: "done")
        workers._threads = 1
        threading.Thread(target=workers._work, daemon=True).start()
        await asyncio.sleep(0.02)
        workers._queue.put(given)
        return await asyncio.wait_for(given.future, 5)

    assert asyncio.run(late()) == ("done", None)
