"""Reports for who asks now: one at a time, in time, and no fault of a store is theirs."""

import asyncio
from threading import Event

from sarto.errors import Failures
from sarto.pages.console.reports.desk import FAILED, LATE, Desk

REPORT = object()


def desk(make, **options):
    return Desk(make, Failures(), **options)


def test_it_is_kept_for_some_seconds() -> None:
    made = []
    found = desk(lambda: made.append(1) or REPORT)

    async def ask():
        return [await found.report() for _ in range(3)]

    assert asyncio.run(ask()) == [REPORT] * 3
    assert made == [1]


def test_who_asks_at_once_is_answered_by_one_look(gate) -> None:
    made = []

    def make():
        made.append(1)
        gate.wait(5)
        return REPORT

    found = desk(make)

    async def ask():
        asked = [asyncio.create_task(found.report()) for _ in range(20)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(ask()) == [REPORT] * 20
    assert made == [1]


def test_one_that_takes_long_is_waited_for_by_nobody_and_goes_on(gate) -> None:
    made = []

    def make():
        made.append(1)
        gate.wait(5)
        return REPORT

    found = desk(make, budget=0.05)

    async def ask():
        late = [await found.report() for _ in range(2)]
        gate.set()
        while (last := await found.report()) == LATE:
            pass
        return late, last

    late, last = asyncio.run(ask())
    assert late == [LATE, LATE]
    assert last is REPORT
    assert made == [1]


def test_the_loop_runs_on_meanwhile() -> None:
    opened = Event()
    found = desk(lambda: opened.wait(5) and REPORT)

    async def ask():
        asked = asyncio.create_task(found.report())
        await asyncio.sleep(0)
        opened.set()  # only a loop that is free gets here
        return await asked

    assert asyncio.run(ask()) is REPORT


def test_what_a_store_raises_is_counted_and_said_calmly() -> None:
    def make():
        raise OSError("postgresql://user:password@host is gone")

    found = desk(make)
    assert asyncio.run(found.report()) == FAILED
    assert found.failures.counts["reports"] == 1


def test_after_a_fault_it_is_tried_anew() -> None:
    answers = [OSError(), REPORT]

    def make():
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    found = desk(make)

    async def ask():
        return [await found.report(), await found.report()]

    assert asyncio.run(ask()) == [FAILED, REPORT]
