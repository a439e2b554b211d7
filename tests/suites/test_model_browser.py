"""The model browser keeps cookies and pages as browsers do, for whoever sits there."""

import asyncio
from random import Random

from support.model_browser import Browser, spoofs
from support.model_http import Answered

TAGGED = {"cache-control": "private, no-cache", "etag": '"a"', "vary": "Cookie"}


class Net:
    """Sets a cookie when a form is sent; knows one page."""

    def __init__(self):
        self.heard = []
        self.browser = Browser(self, lambda: 0.0, {"user-agent": "x"})

    async def __call__(self, asked):
        self.heard.append(asked)
        if asked.method == "POST":
            return Answered(303, cookies=(asked.body.decode() + "; Path=/",))
        if "if-none-match" in asked.headers:
            return Answered(304, TAGGED, cookies=("seen=; Max-Age=0",))
        return Answered(200, TAGGED, b"page", ("seen=1; Secure",))


def test_its_cookies_are_everybodys_who_uses_it():
    net = Net()
    asyncio.run(net.browser.post("/login", session="a"))
    asyncio.run(net.browser.visit("/"))
    assert net.browser.jar == {"session": "a", "seen": "1"}
    assert net.heard[-1].headers["cookie"] == "session=a"
    assert net.heard[0].headers["sec-fetch-site"] == "same-origin"


def test_it_asks_by_the_tags_of_what_it_kept():
    net = Net()
    first, again = (asyncio.run(net.browser.visit("/")) for _ in range(2))
    assert (first.status, again.status, again.body) == (200, 200, b"page")
    assert net.heard[-1].headers["if-none-match"] == '"a"'
    assert net.browser.jar == {}


def test_scripts_ask_past_what_it_kept():
    net = Net()
    for more in ({}, {"if-none-match": '"b"'}):
        answer = asyncio.run(net.browser.straight("/", more))
        assert answer.status == (304 if more else 200)


def test_it_may_pretend_to_be_an_edge():
    said = spoofs(Random(1), ["language"])  # noqa: S311 - a test's
    assert len(said) == 4
    assert all(name.startswith("x-sarto-") for name in said)
