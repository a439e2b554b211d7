"""Resolvers in a real loop, for one visitor: which are asked, and what they are given."""

import asyncio
import threading
from contextvars import ContextVar
from functools import partial

import pytest

from sarto import resolver
from sarto.choices.consent import Consent
from sarto.compose.uses import EVERYTHING
from sarto.context.visit import Visit
from sarto.site.resolving import Resolving
from sarto.site.site import Site
from support.asking import hanging, soon, sync

COLOR = ContextVar("COLOR", default="none")
MADE = Visit.__init__


async def at_once(asked):
    return "rain"


class Object:
    async def __call__(self, asked):
        return "rain"


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "rain"


@pytest.mark.parametrize(
    "call",
    [
        sync,
        at_once,
        soon,
        Object(),
        partial(sync),
        partial(soon),
        partial(partial(Object())),
        lambda asked: soon(asked),  # noqa: PLW0108 - what is tried
        lambda asked: Awaitable(),
        resolver(tier="segment")(soon),
        resolver(tier="segment")(sync),
    ],
)
def test_any_callable_gives_its_fact(ask, call):
    asking = ask(weather=call)

    assert asking.run() == ["rain"]
    assert asking.told == {}


def test_a_plain_function_runs_in_a_thread_and_an_async_one_in_the_loop(ask):
    async def here(asked):
        return threading.current_thread() is threading.main_thread()

    def there(asked):
        return threading.current_thread() is threading.main_thread()

    assert ask(here=here, there=there).run() == [True, False]


def test_a_resolver_is_given_facts_and_scope(ask):
    def plan(asked):
        return f"{asked.facts.language} {asked.scope['path']}"

    assert ask(plan=plan).run() == ["en /"]


def test_they_are_asked_at_the_same_time(ask):
    async def slow(asked):
        await asyncio.sleep(0.02)
        return True

    asking = ask(**{f"slow{n}": slow for n in range(20)})

    assert asking.run() == [True] * 20


def test_context_variables_of_a_resolver_stay_its_own(ask):
    async def coloring(asked):
        COLOR.set("red")
        return COLOR.get()

    def coloring_too(asked):
        before = COLOR.get()
        COLOR.set("blue")
        return before

    asking = ask(one=coloring, two=coloring_too)

    async def main():
        COLOR.set("white")
        return await asking.facts(), COLOR.get()

    assert asyncio.run(main()) == (["red", "white"], "white")


def test_only_what_the_page_can_read_is_asked(ask):
    asked_for = []

    def counted(asked):
        asked_for.append(1)
        return "rain"

    asking = ask(weather=counted)

    assert asking.run("/other") == [None]
    assert asking.run(is_page=False) == [None]
    assert asked_for == []
    assert asking.run() == ["rain"]


def test_reading_it_elsewhere_says_what_to_do(ask, caplog):
    asking = ask(weather=sync)
    asking.run("/other")

    assert asking.told == {"fact facts.weather": 1}
    assert "name it in [app] reads" in caplog.text


def test_what_the_sites_own_code_reads_is_asked_where_it_does(ask):
    asking = ask(
        weather=sync, config='[app]\nreads = { "/menu/*" = ["facts.weather"] }'
    )

    assert asking.run("/menu/today", is_page=False) == ["rain"]
    assert asking.run("/menu", is_page=False) == [None]


def test_where_a_fragment_may_read_anything_all_are_asked(ask):
    asking = ask(weather=sync, news=sync)
    everything = EVERYTHING.facts

    assert set(asking.resolving.wanted(everything)) == {"facts.weather", "facts.news"}
    assert set(asking.resolving.wanted(everything - {"city"})) == set()


def test_a_pinned_fact_asks_nobody(ask):
    asking = ask(weather=hanging)

    assert asking.run(**{"sarto.pins": {"facts.weather": "snow"}}) == ["snow"]
    assert asking.told == {}


def consenting(monkeypatch, *purposes):
    def init(self, *args, **more):
        MADE(self, *args, **{**more, "consent": Consent(frozenset(purposes))})

    monkeypatch.setattr(Visit, "__init__", init)


@pytest.mark.parametrize("tier", ["segment", "band", "personal"])
def test_without_consent_a_gated_resolver_is_never_called(ask, monkeypatch, tier):
    called = []

    def gated(asked):
        called.append(1)
        return "rain"

    asking = ask(weather=resolver(tier=tier, purpose="personalization")(gated))
    assert asking.run() == [None]
    assert called == []
    assert asking.told == {}

    consenting(monkeypatch, "analytics")
    assert asking.run() == [None]
    assert called == []

    consenting(monkeypatch, "personalization")
    assert asking.run() == ["rain"]


def test_the_names_that_are_remembered_are_few(ask, monkeypatch):
    asking = ask(weather=sync)
    for n in range(3000):
        asking.resolving.wanted(frozenset({f"query.{n}"}))

    assert len(asking.resolving._wanted) <= 1024


def test_without_resolvers_there_is_nothing():
    assert Resolving.of({}, 0.025) is None
    assert Resolving.of((), 0.025) is None


def test_the_site_asks_for_what_resolvers_declare(ask):
    station = resolver(tier="segment", headers=["X-Station"])(sync)
    asking = ask(weather=station)

    assert isinstance(asking.site, Site)
    assert asking.site.plan("/").vary == ("X-Station",)
