"""Machines that share a store, in one process: clocks, secrets, and all at once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from sarto import Sarto, visitor
from sarto.memory import keeper
from support.browsers import NO, NOON, Browser, consenting, pages, site
from support.stores import MemoryStore, at_once, deaf, failing

TOML = """
consent.source = "cookieyes"
signals.booked = { on = "GET /book" }
[slots.hero]
default = "told.html"
show = [
  { when = { path = "/teased" }, fragment = "teased.html", cap = { times = 3, per = "visitor" } },
  { when = { path = "/daily" }, fragment = "teased.html", cap = { times = 3, per = "day" } },
]
"""
TOLD = "{{ visitor.facts.visits }} visits, {{ visitor.facts['signals.booked'] }} booked"
OLD, NEW = "the secret that is taken away", "the secret that comes instead"
MINUTE, DAY = 60, 86_400
Made = Callable[..., Sarto]


class Clocks:
    """One time, and how much each machine is ahead of it, in seconds."""

    def __init__(self, *ahead: float) -> None:
        self.now = NOON
        self.ahead = ahead

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def of(self, machine: int) -> Callable[[], Any]:
        return lambda: self.now + timedelta(seconds=self.ahead[machine])


async def app(scope: Any, receive: Any, send: Any) -> None:
    if user := scope["query_string"].decode().removeprefix("user="):
        visitor(scope).identify(user)
    await pages(scope, receive, send)


@pytest.fixture
def made(tmp_path) -> Made:
    """Start a machine."""
    store = MemoryStore()

    def make(**options: Any) -> Sarto:
        texts = {"told.html": TOLD, "teased.html": "teased"}
        given = {"profiles": store, "budget": 5.0, **options}
        return site(tmp_path, TOML, texts, app, **given)

    return make


def told(browser: Browser, at: Sarto, path: str = "/") -> str:
    browser.app = at
    return browser.get(path).text.partition('hero">')[2].removesuffix("</p>")


@pytest.mark.parametrize("ahead", [3, 2 * MINUTE, 20 * MINUTE])
def test_a_visit_ends_by_half_an_hour_more_or_less_what_the_clocks_differ(made, ahead):
    """Nothing else comes of it: a visit is never counted twice."""
    clocks, dice = Clocks(0, ahead), Random(ahead)  # noqa: S311 - any walk will do
    machines = [made(clock=clocks.of(number)) for number in range(2)]
    browser, low, high = consenting(None), 1, 1
    assert told(browser, machines[0]).startswith("1 ")
    for _ in range(300):
        gap = dice.choice([dice.uniform(0, 3600), dice.uniform(1700, 1900)])
        clocks.on(int(gap))
        low, high = low + (gap >= 1801 + ahead), high + (gap > 1799 - ahead)
        visits = int(told(browser, dice.choice(machines)).partition(" ")[0])
        assert low <= visits <= high
        low = high = visits


def test_clocks_that_are_an_hour_apart_count_too_many_visits(made):
    """So far apart no machine can tell that of another from a clock that was wrong."""
    clocks = Clocks(0, 61 * MINUTE)
    machines = [made(clock=clocks.of(number)) for number in range(2)]
    browser = consenting(None)
    visits = [told(browser, at).partition(" ")[0] for at in machines * 3]
    assert visits == ["1", "2", "2", "3", "3", "4"]


def test_a_cap_per_day_holds_where_machines_have_another_day(made):
    clocks = Clocks(0, 90)
    clocks.on(12 * 3600 - 30)  # half a minute before midnight; the other has had it
    machines = [made(clock=clocks.of(number)) for number in range(2)]
    browser = consenting(None)
    shown = [told(browser, at, "/daily") for at in machines * 8]
    assert shown.count("teased") == 4  # one yet on the old day, three on the new one
    clocks.on(MINUTE)
    assert {told(browser, at, "/daily") for at in machines} == {
        told(browser, machines[0])
    }


async def at_once_on(machines: list[Sarto], browser: Browser, path: str, many: int):
    """Ask for a page many times at once, each from a browser with the same cookies."""
    others = [
        Browser(machines[n % len(machines)], dict(browser.cookies)) for n in range(many)
    ]
    return await asyncio.gather(*(each.asked("GET", path) for each in others))


@pytest.mark.parametrize("many", [2, 8, 24])
def test_what_one_visitor_does_at_once_is_counted_each_time(made, many):
    machines, browser = [made(), made()], consenting(None)
    told(browser, machines[0])
    asyncio.run(at_once_on(machines, browser, "/book", many))
    assert told(browser, machines[1]) == f"1 visits, {many} booked"


@pytest.mark.parametrize("many", [1, 2, 8, 24])
def test_a_cap_is_passed_by_no_more_than_are_under_way_at_once(made, many):
    machines, browser = [made(), made()], consenting(None)
    told(browser, machines[0], "/teased")
    shown = 1
    for _ in range(4):
        answers = asyncio.run(at_once_on(machines, browser, "/teased", many))
        shown += sum("teased" in answer.text for answer in answers)
    assert 3 <= shown <= 3 + many - 1
    assert told(browser, machines[1], "/teased") == "1 visits, 0 booked"


@pytest.mark.parametrize("path", ["/teased", "/daily"])
def test_what_nobody_can_count_is_not_shown_where_it_is_counted(made, path):
    here = made(budget=0.02)
    store, browser = here._means.keeper.store, consenting(None)
    assert told(browser, here, path) == "teased"
    store.mood = failing
    assert told(browser, here, path) == "1 visits, 0 booked"
    store.mood = at_once
    assert told(browser, here, path) == "teased"


STEPS = ([OLD], [OLD, NEW, OLD], [NEW, OLD])


def test_secrets_change_machine_after_machine_and_nobody_is_forgotten(made):
    """First all believe the new one, then all sign by it; users keep their names."""
    browser, user = consenting(None), consenting(None)
    machines = [made(secret=STEPS[0]), made(secret=STEPS[0])]
    booked = 0
    for step in STEPS[1:]:
        for number in range(2):
            machines[number] = made(secret=step)
            for at in machines * 2:
                booked += 1
                told(browser, at, "/book")
                told(user, at, "/book?user=anna")
            for at in machines:
                assert told(browser, at) == f"1 visits, {booked} booked"
                assert told(user, at, "/?user=anna") == f"1 visits, {booked} booked"
    last = made(secret=[NEW])
    assert told(browser, last) == f"1 visits, {booked} booked"
    assert told(user, last, "/?user=anna") != f"1 visits, {booked} booked"


def test_a_machine_that_signs_by_what_others_do_not_know_loses_them(made):
    """Why the new secret is believed everywhere before anybody signs by it."""
    browser = consenting(None)
    ahead, behind = made(secret=[NEW, OLD]), made(secret=[OLD])
    told(browser, ahead, "/book")
    assert told(browser, behind) == "1 visits, 0 booked"


def test_a_save_that_lands_after_the_withdrawal_at_another_machine_is_erased(
    made, monkeypatch
):
    """The very first one: all later ones find nothing to save over."""
    monkeypatch.setattr(keeper, "LANDING", 1.0)
    here, there = made(budget=0.01), made()
    store = here._means.keeper.store
    browser = consenting(here)

    async def scenario():
        has_begun = asyncio.Event()

        async def send(message):
            if message["type"] == "http.response.start":
                lines = dict(message["headers"])[b"set-cookie"].decode()
                browser.cookies["__Host-sarto"] = lines.split("=")[1].split(";")[0]
                has_begun.set()

        async def receive():
            return {"type": "http.request"}

        store.mood = deaf  # half a second
        asking = here(browser.scope("GET", "/book", {}), receive, send)
        saving = asyncio.create_task(asking)
        await has_begun.wait()
        store.mood = at_once
        left = Browser(there, {**browser.cookies, "cookieyes-consent": NO})
        await left.asked("GET", "/")
        assert "__Host-sarto" not in left.cookies
        await saving
        await asyncio.sleep(0.6)
        assert store.kept  # it has landed
        await asyncio.sleep(0.6)

    asyncio.run(scenario())
    assert not store.kept
