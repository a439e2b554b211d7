"""Our own way to ask for consent, from the banner in a page to what is kept of it."""

import re
from typing import Any

import pytest

from support.browsers import Browser, Clock, pages, site

TOML = """
languages = ["en", "fa"]
[consent]
source = "form"
[signals.seen]
on = "GET /menu"
[slots.hero]
show = [
  { when = { undecided = true }, fragment = "sarto:consent" },
  { when = { returning = true }, fragment = "again.html" },
]
"""
OWN = {"sec_fetch_site": "same-origin"}
FORM = {"content_type": "application/x-www-form-urlencoded", **OWN}
PROFILE, CONSENT = "__Host-sarto", "__Host-sarto-consent"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def browser(tmp_path, clock) -> Browser:
    return Browser(site(tmp_path, TOML, {"again.html": "again"}, clock=clock))


def answered(browser: Browser, choice: str) -> Any:
    """Answer the banner of the first page, by its own form."""
    page = browser.get("/").text
    action = re.search(r'action="([^"]+)"', page)
    fields = dict(re.findall(r'name="(next|v)" value="([^"]+)"', page))
    assert action
    body = f"choice={choice}&next={fields['next']}&v={fields['v']}"
    return browser.post(action[1], body.encode(), **FORM)


def test_who_has_not_answered_is_asked_in_their_language(browser):
    assert (
        '<button name="choice" value="all">Allow all</button>' in browser.get("/").text
    )
    persian = browser.get("/", accept_language="fa").text
    assert 'lang="fa" dir="rtl"' in persian
    assert "اجازهٔ همه" in persian


def test_refusing_is_as_long_lived_as_allowing(browser):
    lives = []
    for choice in ("none", "all"):
        answer = answered(browser, choice)
        assert (answer.status, answer.all("location")) == (303, ["/"])
        lives += re.findall("Max-Age=[0-9]+", answer.set_cookies[CONSENT])
        browser.cookies.clear()
    assert lives == [f"Max-Age={183 * 86_400}"] * 2


def test_who_refuses_is_not_asked_again_and_not_remembered(browser, clock):
    answered(browser, "none")
    for _ in range(3):
        assert "own" in browser.get("/").text
        browser.get("/menu")
        clock.on(days=1)
    assert browser.cookies.keys() == {CONSENT}


def test_who_allows_is_remembered_until_they_take_it_back(browser, clock):
    answered(browser, "all")
    assert "own" in browser.get("/").text
    clock.on(days=1)
    assert "again" in browser.get("/").text
    answer = browser.post("/_sarto/consent", b"choice=none", **FORM)
    assert answer.set_cookies[PROFILE].startswith("; Max-Age=0")
    assert "own" in browser.get("/").text
    assert browser.cookies.keys() == {CONSENT}


def test_an_answer_that_is_too_old_is_asked_again(browser, clock):
    answered(browser, "all")
    browser.get("/")
    clock.on(days=184)
    assert "Allow all" in browser.get("/").text
    assert PROFILE not in browser.cookies


def test_who_wants_to_be_forgotten_is(browser, clock):
    answered(browser, "all")
    browser.get("/")
    clock.on(days=1)
    assert browser.post("/_sarto/forget", b"next=/", **FORM).status == 303
    assert browser.cookies.keys() == {CONSENT}
    assert "own" in browser.get("/").text


@pytest.mark.parametrize("path", ["/_sarto/consent", "/_sarto/forget"])
def test_nobody_else_can_answer_for_them(browser, path):
    answered(browser, "none")
    before = dict(browser.cookies)
    forged = {**FORM, "sec_fetch_site": "cross-site", "origin": "https://evil.example"}
    assert browser.post(path, b"choice=all", **forged).status == 403
    assert browser.cookies == before


def test_a_site_below_another_links_to_its_own_pages(tmp_path):
    sarto = site(tmp_path, TOML, {"again.html": "again"})

    async def mounted(scope: Any, receive: Any, send: Any) -> None:
        await sarto({**scope, "root_path": "/shop"}, receive, send)

    page = Browser(mounted).get("/shop/menu").text
    assert 'action="/shop/_sarto/consent"' in page
    assert 'name="next" value="/shop/menu"' in page
    assert Browser(mounted).get("/shop/_sarto/privacy").status == 200
    back = Browser(mounted).post(
        "/shop/_sarto/consent", b"choice=all&next=/shop/menu", **FORM
    )
    assert back.all("location") == ["/shop/menu"]


def test_our_pages_are_ours_whatever_the_site_answers(browser):
    browser.app.app = pages
    assert "What this site knows about you" in browser.get("/_sarto/privacy").text
    assert browser.get("/_sarto/nothing").status == 404
