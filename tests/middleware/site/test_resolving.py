"""Resolvers with every fault there is, in a real loop, for one visitor."""

import asyncio
import gc
import threading
import time
from contextvars import ContextVar
from functools import partial

import pytest

from sarto import Config, resolver
from sarto.choices.consent import Consent
from sarto.compose.uses import EVERYTHING
from sarto.context.visit import Visit
from sarto.site.calling import MOST
from sarto.site.compile import compile_site
from sarto.site.resolving import Resolving
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from support.play import left, scope_of

BUDGET = 0.2  # where somebody is late
ROOMY = 5.0  # where nobody is
MARGIN = 0.5  # what a busy machine adds
COLOR = ContextVar("COLOR", default="none")
MADE = Visit.__init__


@pytest.fixture
def ask(tmp_path):
    """Ask resolvers for a visitor of a page that reads all their facts."""

    def make(*, config="", budget=ROOMY, **resolvers):
        return Asking(tmp_path, resolvers, config, budget)

    return make


class Asking:
    def __init__(self, folder, resolvers, config, budget):
        self.budget = budget
        self.resolving = Resolving.of(resolvers, budget)
        shows = [
            f'{{ when = {{ facts.{n} = "x" }}, attrs = {{ a = "b" }} }}'
            for n in resolvers
        ]
        slot = f"[slots.hero]\npages = ['/']\nshow = [{', '.join(shows)}]\n"
        read = Config.loads(slot + config, folder=folder)
        self.site = compile_site(read, declared=self.resolving.declared)

    @property
    def told(self):
        return dict(self.site.failures.counts)

    async def visitor(self, path="/", *, is_page=True, **more):
        scope = scope_of(path, **more)
        visitor = self.site.meet(scope)
        await self.resolving.resolve(self.site, visitor, scope, is_page=is_page)
        return visitor

    async def facts(self, path="/", **more):
        visitor = await self.visitor(path, **more)
        names = [
            f"facts.{each.declaration.name}" for each in self.resolving.callers.values()
        ]
        return [visitor.facts[name] for name in names]

    def run(self, path="/", **more):
        """Ask in a loop of its own; give the values, and how long it took."""

        async def timed():
            since = time.monotonic()
            found = await self.facts(path, **more)
            return found, time.monotonic() - since

        found, took = asyncio.run(timed())
        assert took < self.budget + MARGIN
        return found


def sync(asked):
    return "rain"


async def at_once(asked):
    return "rain"


async def soon(asked):
    await asyncio.sleep(0.001)
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


async def hanging(asked):
    await asyncio.sleep(60)


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


def test_all_of_them_together_have_the_budget(ask):
    slow = {f"slow{n}": hanging for n in range(20)}
    asking = ask(budget=BUDGET, **slow, quick=sync)

    assert asking.run() == [None] * 20 + ["rain"]


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


def test_what_breaks_in_here_leaves_the_facts_unknown(ask, monkeypatch):
    asking = ask(weather=sync)

    def broken(self, fact):
        raise RuntimeError

    monkeypatch.setattr(Visitor, "asked", broken)

    assert asking.run() == [None]
    assert asking.told["resolvers"] == 1


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
