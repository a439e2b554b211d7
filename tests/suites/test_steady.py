"""Frequency caps, and places that stay the same within a visit."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sarto import Sarto, visitor
from support.browsers import CONSENT, NO, Browser, Clock, consenting, pages, site

HEAD = 'languages = ["en", "fa"]\nconsent.source = "cookieyes"\npreferences.view.values = ["a", "b"]\n'
CAPPED = """
site_timezone = "Europe/Warsaw"
[slots.hero]
pages = "/"
[[slots.hero.show]]
when = { signals.gone = false }
fragment = "coupon.html"
cap = { times = 2, per = "PER" }
[[slots.hero.show]]
fragment = "plain.html"
[signals.gone]
on = "GET /gone"
"""
STABLE = """
[signals.gone]
on = "GET /gone"
[slots.hero]
pages = "/"
stable = "visit"
default = "plain.html"
show = [
  { when = { language = "fa", preference.view = "b" }, fragment = "coupon.html" },
  { when = { path = "/", query.x = "1" }, fragment = "x.html", until = 2026-11-22T13:00:00Z },
]
"""
FRAGMENTS = {"coupon.html": "coupon", "plain.html": "plain", "x.html": "x"}

PAGE = b'<!doctype html><p data-sarto="hero">own</p>'

Made = Callable[..., Sarto]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, 50, tzinfo=UTC))


@pytest.fixture
def made(tmp_path, clock) -> Made:
    def make(toml: str, app: Any = pages) -> Sarto:
        return site(tmp_path, HEAD + toml, FRAGMENTS, app, clock=clock)

    return make


def seen(browser: Browser, path: str = "/", times: int = 1, **headers: str) -> str:
    texts = [browser.get(path, **headers).text for _ in range(times)]
    return " ".join(text.partition(">")[2].partition(">")[2][:-4] for text in texts)


def test_a_capped_rule_is_shown_so_often_to_a_visitor(made, clock):
    browser = consenting(made(CAPPED.replace("PER", "visitor")))
    assert seen(browser, times=4) == "coupon coupon plain plain"
    clock.on(days=30)
    assert seen(browser) == "plain"


def test_a_capped_rule_is_shown_so_often_in_a_visit(made, clock):
    browser = consenting(made(CAPPED.replace("PER", "visit")))
    assert seen(browser, times=3) == "coupon coupon plain"
    clock.on(minutes=31)
    assert seen(browser, times=3) == "coupon coupon plain"


def test_a_capped_rule_is_shown_so_often_on_a_day_of_the_site_s(made, clock):
    browser = consenting(made(CAPPED.replace("PER", "day")))
    clock.now = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)  # 23:59 in Warsaw
    assert seen(browser, times=3) == "coupon coupon plain"
    clock.on(minutes=2)
    assert seen(browser, times=3) == "coupon coupon plain"


def test_without_memory_a_capped_rule_is_not_shown(made):
    app = made(CAPPED.replace("PER", "visitor"))
    assert seen(Browser(app), times=2) == "plain plain"
    assert seen(Browser(app, {CONSENT: NO})) == "plain"


def test_what_was_done_takes_an_offer_away(made):
    browser = consenting(made(CAPPED.replace("PER", "visitor")))
    assert seen(browser) == "coupon"
    browser.get("/gone")
    assert seen(browser) == "plain"


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_only_pages_that_are_looked_at_count(made, method):
    browser = consenting(made(CAPPED.replace("PER", "visitor")))
    for _ in range(3):
        browser.ask(method, "/")
    assert seen(browser, times=3) == "coupon coupon plain"


def test_errors_do_not_count(made):
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        async def wrong(message: Any) -> None:
            await send({**message, "status": 500} if "status" in message else message)

        await pages(scope, receive, wrong)

    app = made(CAPPED.replace("PER", "visitor"), broken)
    browser = consenting(app)
    assert seen(browser, times=3) == "coupon coupon coupon"
    app.app = pages
    assert seen(browser, times=3) == "coupon coupon plain"


def test_rules_that_are_moved_about_keep_their_counts(made):
    one = CAPPED.replace("PER", "visitor")
    browser = consenting(made(one))
    seen(browser, times=2)
    rule = '[[slots.hero.show]]\nwhen = { query.x = "1" }\nfragment = "x.html"\n'
    moved = one.replace("[[slots.hero.show]]", f"{rule}[[slots.hero.show]]", 1)
    browser.app = made(moved)
    assert seen(browser) == "plain"
    assert seen(browser, "/?x=1") == "x"


def test_a_stable_place_stays_the_same_within_a_visit(made, clock):
    browser = consenting(made(STABLE))
    assert seen(browser, "/?x=1") == "x"
    assert seen(browser, "/", 2) == "x x"
    clock.on(minutes=31)
    assert seen(browser) == "plain"


def test_the_default_stays_too(made):
    browser = consenting(made(STABLE))
    assert seen(browser) == "plain"
    assert seen(browser, "/?x=1") == "plain"


def test_without_memory_a_stable_place_is_chosen_each_time(made):
    browser = Browser(made(STABLE))
    assert [seen(browser, path) for path in ("/?x=1", "/")] == ["x", "plain"]


def test_the_end_of_its_window_ends_a_choice(made, clock):
    browser = consenting(made(STABLE))
    assert seen(browser, "/?x=1") == "x"
    clock.now = datetime(2026, 11, 22, 12, 15, tzinfo=UTC)
    assert seen(browser) == "x"
    clock.now = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)
    assert seen(browser) == "x"
    clock.now = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
    assert seen(browser) == "plain"


def test_the_end_of_its_rule_ends_a_choice(made):
    browser = consenting(made(STABLE))
    assert seen(browser, "/?x=1") == "x"
    browser.app = made(STABLE.replace('query.x = "1"', 'query.x = "2"'))
    assert seen(browser) == "plain"


def test_a_preference_ends_a_choice(made):
    browser = consenting(made(STABLE))
    assert seen(browser, "/?x=1") == "x"
    browser.cookies["__Host-sarto-prefs"] = "view=a"
    assert seen(browser) == "plain"


def test_a_sign_in_ends_a_choice(made):
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if b"in" in scope["query_string"]:
            visitor(scope).identify("ann")
        await pages(scope, receive, send)

    browser = consenting(made(STABLE, app))
    assert seen(browser, "/?x=1") == "x"
    assert seen(browser, "/?in") == "plain"


def test_a_preview_shows_what_is_capped_and_counts_nothing(made):
    app = made(CAPPED.replace("PER", "visitor"))
    browser = consenting(app)

    async def preview(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "sarto.pins": {"country": "PL"}}, receive, send)

    browser.app = preview
    assert seen(browser, times=3) == "coupon coupon coupon"
    browser.app = app
    assert seen(browser, times=3) == "coupon coupon plain"


@pytest.mark.parametrize("etag", [(), ((b"etag", b'"1"'),)])
def test_a_capped_rule_counts_where_its_slot_is_on_the_page(made, etag):
    """Where a page is known as a whole when it starts; of a stream nobody knows yet."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        page = b"<p>no slot</p>" if b"no" in scope["query_string"] else PAGE
        length = (b"content-length", str(len(page)).encode())
        headers = [(b"content-type", b"text/html"), length, *etag]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": page})

    browser = consenting(made(CAPPED.replace("PER", "visitor"), app))
    for _ in range(3):
        browser.get("/?no")
    assert seen(browser, times=3) == "coupon coupon plain"
