"""`Server-Timing` of `sarto dev`: what a page waited for, said in development alone."""

import asyncio
import re

import pytest

from sarto import Sarto
from sarto.workbench.dev import DevSite
from support.play import html, play

CONFIG = '[slots.hero]\ndefault = "hero.html"'
PAGE = '<body><p data-sarto="hero">own</p>'
SAID = re.compile(r'sarto;dur=(\d+\.\d\d);desc="meet and decide", app;dur=(\d+\.\d\d)')


@pytest.fixture
def timing(folder):
    """Ask for the page of an application; give the field."""
    config = folder(CONFIG, hero="ours")
    return lambda app: play(DevSite(app, config)).header("server-timing")


def slow(before=0.0, between=0.0):
    """Make an application that takes its time."""

    async def app(_scope, _receive, send):
        await asyncio.sleep(before)
        headers = [(b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await asyncio.sleep(between)
        await send({"type": "http.response.body", "body": PAGE.encode()})

    return app


@pytest.mark.parametrize("times", [{"before": 0.5}, {"between": 0.5}])
def test_what_the_site_takes_is_not_sartos(timing, times):
    found = SAID.fullmatch(timing(slow(**times)))

    ours, theirs = map(float, found.groups())
    assert 0 < ours < 490
    assert theirs >= 499 or "between" in times  # after the start nobody waits


def test_what_the_site_says_itself_stays_before_it(timing):
    said = timing(html(PAGE, headers=[("Server-Timing", "db;dur=3")]))

    assert said.startswith("db;dur=3, ")
    assert SAID.fullmatch(said.removeprefix("db;dur=3, "))


def test_what_is_no_page_says_nothing_of_it(timing):
    json = html("{}", headers=[("content-type", "application/json")])
    assert timing(json) is None


def test_sarto_alone_never_says_it(folder):
    answer = play(Sarto(html(PAGE), config=folder(CONFIG, hero="ours")))

    assert answer.text == PAGE.replace("own", "ours")
    assert answer.header("server-timing") is None
