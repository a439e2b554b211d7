"""Resolvers that raise, or answer what is no fact: it is unknown, and noted."""

import asyncio

import pytest

from sarto import resolver
from sarto.site.visitor import Visitor
from support.asking import sync


def raising(error):
    def sync_one(asked):
        raise error("some visitor's secret")

    async def async_one(asked):
        await asyncio.sleep(0)
        raise error("some visitor's secret")

    return sync_one, async_one


@pytest.mark.parametrize("way", [0, 1], ids=["sync", "async"])
@pytest.mark.parametrize(
    "error", [ValueError, StopIteration, SystemExit, asyncio.CancelledError, RecursionError, MemoryError]
)  # fmt: skip
def test_one_that_raises_is_unknown_and_noted(ask, caplog, way, error):
    asking = ask(weather=raising(error)[way], news=sync)

    assert asking.run() == [None, "rain"]
    assert asking.told == {"resolver weather": 1}
    assert "secret" not in caplog.text


@pytest.mark.parametrize("way", [0, 1], ids=["sync", "async"])
def test_one_that_ends_like_its_loop_is_unknown(ask, way):
    assert ask(weather=raising(GeneratorExit)[way], news=sync).run() == [None, "rain"]


def test_a_keyboard_interrupt_in_a_thread_is_only_an_error(ask):
    asking = ask(weather=raising(KeyboardInterrupt)[0])

    assert asking.run() == [None]
    assert asking.told == {"resolver weather": 1}


def test_ctrl_c_in_the_loop_stays_ctrl_c(ask):
    with pytest.raises(KeyboardInterrupt):
        ask(weather=raising(KeyboardInterrupt)[1]).run()


@pytest.mark.parametrize(
    "answer",
    [
        b"rain",
        ["rain"],
        float("nan"),
        "x" * 10_000_000,
        10**10_000,
        object(),
        ValueError("rain"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_nonsense_is_unknown_and_told(ask, answer, caplog):
    async def later(asked):
        return answer

    asking = ask(sync=lambda asked: answer, later=later)

    assert asking.run() == [None, None]
    assert asking.told == {"resolver sync: unusable": 1, "resolver later: unusable": 1}
    assert type(answer).__name__ in caplog.text
    assert "rain" not in caplog.text


def test_generators_and_endless_answers_are_nonsense(ask):
    def generator(asked):
        yield "rain"

    async def generator_too(asked):
        yield "rain"

    async def nested(asked):
        return generator(asked)

    asking = ask(one=generator, two=generator_too, three=nested)

    assert asking.run() == [None] * 3
    assert set(asking.told.values()) == {1}


def test_one_that_takes_nothing_is_an_error_like_another(ask):
    asking = ask(weather=lambda: "rain")

    assert asking.run() == [None]
    assert asking.told == {"resolver weather": 1}


@pytest.mark.parametrize("is_async", [False, True])
def test_a_shared_fact_that_stands_on_more_than_declared_is_unknown(
    ask, caplog, is_async
):
    async def later(asked):
        return str(asked.facts.city)

    call = later if is_async else (lambda asked: str(asked.facts.city))
    asking = ask(weather=resolver(tier="segment", reads=["country"])(call))

    assert asking.run() == [None]
    assert asking.told == {"resolver weather: undeclared": 1}
    assert "`city` is read, but not declared" in caplog.text


def test_what_breaks_in_here_leaves_the_facts_unknown(ask, monkeypatch):
    asking = ask(weather=sync)

    def broken(self, fact):
        raise RuntimeError

    monkeypatch.setattr(Visitor, "asked", broken)

    assert asking.run() == [None]
    assert asking.told["resolvers"] == 1
