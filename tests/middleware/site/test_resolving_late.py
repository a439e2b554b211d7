"""Resolvers that are late, or never come back: nobody waits for them beyond a budget."""

import asyncio
import gc
import time

from sarto.site.calling import MOST
from support.asking import BUDGET, hanging, soon, sync
from support.play import left


def test_one_that_hangs_holds_nobody_up(ask):
    asking = ask(budget=BUDGET, weather=hanging, news=sync, sky=soon)

    assert asking.run() == [None, "rain", "rain"]
    assert asking.told == {"resolver weather: late": 1}


def test_one_that_blocks_its_thread_holds_nobody_up(ask, gate):
    asking = ask(budget=BUDGET, weather=lambda asked: gate.wait(60), news=soon)

    assert asking.run() == [None, "rain"]
    assert asking.told == {"resolver weather: late": 1}


def test_one_that_will_not_be_cancelled_holds_nobody_up(ask):
    async def stubborn(asked):
        for _ in range(10):
            try:
                await asyncio.sleep(0.02)
            except asyncio.CancelledError:
                continue
        return "too late"

    asking = ask(budget=BUDGET, weather=stubborn, news=sync)

    assert asking.run() == [None, "rain"]
    assert asking.told == {"resolver weather: late": 1}


def test_one_that_raises_after_it_was_given_up_is_noted_and_nothing_else(ask):
    async def spiteful(asked):
        try:
            await asyncio.sleep(60)
        finally:
            raise ValueError

    asking = ask(budget=BUDGET, weather=spiteful)

    async def both():
        found = await asking.facts()
        await asyncio.sleep(0)
        return found

    assert asyncio.run(both()) == [None]
    gc.collect()  # "never retrieved" would be told here
    assert asking.told == {"resolver weather: late": 1, "resolver weather": 1}


def test_one_that_holds_the_loop_is_told_whose_it_is(ask, caplog):
    async def blocking(asked):
        time.sleep(BUDGET + 0.02)  # noqa: ASYNC251 - that is the fault
        return "rain"

    asking = ask(budget=BUDGET, weather=blocking)
    asyncio.run(asking.facts())

    assert asking.told["resolver weather: blocks"] == 1
    assert "let it be a plain function" in caplog.text


def test_all_of_them_together_have_the_budget(ask):
    slow = {f"slow{n}": hanging for n in range(20)}
    asking = ask(budget=BUDGET, **slow, quick=sync)

    assert asking.run() == [None] * 20 + ["rain"]


def test_a_client_that_leaves_takes_its_calls_along(ask):
    seen = []

    async def endless(asked):
        seen.append("began")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append("ended")
            raise

    asking = ask(weather=endless, budget=30)

    assert asyncio.run(left(asking.facts())) == 1
    assert seen == ["began", "ended"]
    assert asking.told == {}


def test_calls_that_do_not_come_back_are_few(ask):
    going = []

    async def stubborn(asked):
        going.append(1)
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            try:
                await asyncio.sleep(until - time.monotonic())
            except asyncio.CancelledError:
                continue
        going.pop()
        return "rain"

    asking = ask(weather=stubborn, budget=0.001)

    async def main():
        for _ in range(MOST + 20):
            assert await asking.facts() == [None]
        behind = len(going)
        await asyncio.sleep(0.7)
        assert not going
        assert not asking.resolving.callers["facts.weather"].behind
        return behind

    assert asyncio.run(main()) == MOST
    assert asking.told["resolver weather: busy"] == 20


def test_calls_of_a_loop_that_is_gone_count_no_more(ask):
    asking = ask(weather=soon)
    loop = asyncio.new_event_loop()
    lost = [loop.create_task(hanging(None)) for _ in range(MOST)]
    behind = asking.resolving.callers["facts.weather"].behind
    behind.update(lost)
    assert asking.run() == [None]

    for task in lost:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*lost, return_exceptions=True))
    loop.close()

    assert asking.run() == ["rain"]
    assert not behind


def test_threads_that_do_not_come_back_are_few(ask, gate):
    asking = ask(weather=lambda asked: gate.wait(60), budget=0.002)

    async def main():
        for _ in range(50):
            assert await asking.facts() == [None]

    asyncio.run(main())

    assert asking.resolving.callers["facts.weather"].workers._threads == 8
    assert asking.told["resolver weather: busy"] > 30
