"""Invariants 40 to 44: queries, counters, deception, what is not ours, and silence."""

import asyncio
from email.utils import formatdate
from itertools import product
from random import Random

import pytest

from sarto_adapters.edge.nginx import Nginx
from sarto_adapters.edge.varnish import Varnish
from support.deception import HELLO, PERSONAL, PROBES, anybody_s
from support.edge_site import PEOPLE
from support.edge_world import Clock
from support.invariants import HOST, NOON, PAGES, Front, Site, people, said
from support.model_cache import Cache
from support.model_edge import ModelEdge
from support.model_http import Asked
from support.play import html, play
from support.shared_site import PAGE, PHONE, behind, page

BY_QUERY = """
[slots.hero]
pages = "/"
show = [{ when = { query.ref = "news*" }, fragment = "one.html" }]
"""


def test_no_query_that_rules_read_is_left_out_of_a_key():
    """Invariant 40: we say nothing of the kind, and edges keep by the whole target."""
    site = Site()
    for path in ("/offers", "/offers?ref=news1", "/?ref=news1"):
        for answer in (site.ask(path), site.keyed(path, site.keys())):
            assert "no-vary-search" not in answer.headers
    edge = ModelEdge(site.edge, site.origin, site.clock)
    texts = {
        target: asyncio.run(edge.ask(Asked(target, {"host": HOST}))).body
        for target in ("/offers", "/offers?ref=news1", "/offers?x=1", "/offers?ref=x")
    }
    assert [b"letter A" in text for text in texts.values()] == [
        False,
        True,
        False,
        False,
    ]
    vcl = "".join(Varnish().files(site.edge).values())
    conf = "".join(Nginx().files(site.edge).values())
    assert "Varnish's own VCL adds URL and host" in vcl
    assert "querysort" not in vcl
    keys = [each.partition(";")[0] for each in conf.split("proxy_cache_key ")[1:]]
    pages = [each for each in keys if "$sarto_said_version" in each]
    assert pages
    assert all("$request_uri" in each for each in pages)


def test_what_the_site_says_of_queries_is_kept_back_where_rules_read_them():
    """A browser may use what it fetched ahead for another query, and not ask again."""
    site = behind(BY_QUERY, page(PAGE, ("No-Vary-Search", "params")), edge="none")
    assert site.raw("/?ref=news1").header("no-vary-search") is None


COUNTED = """
[consent]
source = "form"
map = { personalization = "visits" }
[slots.hero]
pages = "/"
show = [{ fragment = "one.html", cap = { times = 2, per = "visitor" } }]
"""
UNSEEN = [
    {"sec-purpose": "prefetch"},
    {"sec-purpose": "prefetch;prerender"},
    {"purpose": "prefetch"},
    {"x-moz": "prefetch"},
]


@pytest.mark.parametrize("is_behind", [False, True])
def test_what_nobody_looks_at_is_not_counted(is_behind):
    """Invariant 41: neither what is fetched ahead nor HEAD."""
    clock = Clock(NOON.timestamp())
    front = Front(behind(COUNTED, page(), clock=clock.utc).app, clock)
    browser = front.browser(is_behind=is_behind)

    async def walked():
        await browser.post("/_sarto/consent", choice="all", next="/")
        before = dict(browser.jar)
        for more in UNSEEN * 2:
            await browser.straight("/", more)
            clock.on(1)
        for _ in range(4):
            await browser.straight("/", method="HEAD")
        unseen = dict(browser.jar)
        return before == unseen, [await browser.straight("/") for _ in range(3)]

    is_same, answers = asyncio.run(walked())
    assert is_same
    shown = [b">one<" in answer.body for answer in answers]
    assert shown == [True, True, False]


def test_what_is_only_asked_anew_is_not_counted():
    """What a browser still has is in its second look what it was in the first."""
    clock = Clock(NOON.timestamp())
    front = Front(behind(COUNTED, page(), clock=clock.utc).app, clock)
    browser = front.browser()

    async def walked():
        await browser.post("/_sarto/consent", choice="all", next="/")
        tag = (await browser.straight("/")).headers["etag"]
        return [await browser.straight("/", {"if-none-match": tag}) for _ in range(4)]

    assert {answer.status for answer in asyncio.run(walked())} == {304}


@pytest.mark.parametrize("edge", ["varnish", "nginx"])
def test_no_odd_address_makes_what_is_personal_storable(edge):
    """Invariant 42: whatever a path ends in, what we put in is for one visitor."""
    clock = Clock(NOON.timestamp())
    site = behind(PERSONAL, anybody_s, edge=edge, texts=HELLO, clock=clock.utc)
    front = Front(site.app, clock, edge)
    caches = [
        Cache(front.origin, clock, guesses=True),
        Cache(front.origin, clock, targeted=True),
        ModelEdge(front.edge, front.origin, clock, kind=edge).cache,
    ]
    asking = [*(cache.ask for cache in caches[:2]), ModelEdge(front.edge, front.origin, clock, kind=edge).ask]  # fmt: skip
    seen = 0
    for target, ask in product(PROBES, asking):
        fields = {"host": HOST, "cookie": "session=1"}
        answer = asyncio.run(ask(Asked(target, fields)))
        if b"Canary" in answer.body:
            seen += 1
            assert answer.headers["cache-control"] == "private, no-store", target
        stranger = asyncio.run(ask(Asked(target, {"host": HOST})))
        assert b"Canary" not in stranger.body, target
    assert seen > 30
    for cache in caches:
        assert not any(b"Canary" in answer.body for _, answer in cache.objects())


AGES = ("", "max-age=60", "s-maxage=60, max-age=0", "no-store", "private", "no-cache", "public, must-revalidate", "stale-while-revalidate=60, max-age=1", "MAX-AGE=60", "max-age=x", 'max-age="60"', "max-age=60, max-age=1")  # fmt: skip
MORE = [
    [], [("ETag", '"a"')], [("ETag", 'W/"a"')], [("Last-Modified", formatdate(9e8, usegmt=True))],
    [("Expires", "0")], [("Expires", formatdate(2e9, usegmt=True))], [("Age", "30")], [("Vary", "*")], [("Vary", "Foo, *")],
    [("Pragma", "no-cache")], [("CDN-Cache-Control", "max-age=9")], [("Set-Cookie", "a=1")], [("Connection", "a")], [("Trailer", "x")],
]  # fmt: skip
ASKED = [[], [("Cache-Control", "no-cache")], [("If-None-Match", '"a"')], [("Range", "bytes=0-1")], [("Authorization", "x")], [("If-Modified-Since", formatdate(1e9, usegmt=True))]]  # fmt: skip


def test_where_no_rule_matches_caches_see_what_they_saw_before():
    """Invariant 43: every message is the same, so that every cache does the same.

    SARTO_CACHE_TESTS=folder runs that suite itself: `test_cache_tests.py`.
    """
    rng = Random(43)  # noqa: S311 - repeated
    for age, more, asked in product(AGES, MORE, ASKED):
        fields = [("Cache-Control", age), *more] if age else more
        status = rng.choice(
            [200, 200, 201, 203, 204, 206, 301, 304, 404, 410, 500, 503, 599]
        )
        app = html(
            "" if status in (204, 304) else "x" * 60, status=status, headers=fields
        )
        site = (
            behind(app=app, edge=rng.choice(["none", "varnish", "nginx"])).app
            if rng.random() < 0.3
            else PLAIN
        )
        site.app = app
        for method in ("GET", "HEAD", "POST"):
            told = {"headers": asked, "method": method}
            assert (
                play(site, "/test", **told).messages
                == play(app, "/test", **told).messages
            )


PLAIN = behind(edge="none").app


def test_no_field_tells_of_a_visitor_or_how_an_answer_was_made():
    """Invariant 44: nothing that is for debugging, and of nobody's, unless asked for."""
    site = Site()
    told = ("cache-status", "server-timing", "x-sarto", "x-debug", "x-cache", "via")
    for who in people(Random(44), 20):  # noqa: S311 - repeated
        for target in (*PAGES, "/_sarto/privacy", "/_sarto/consent", "/nowhere"):
            answer = site.ask(target, said(who))
            assert not [name for name in answer.headers if name.startswith(told)]
            text = str(answer.headers).lower()
            assert "canary" not in text
            assert "203.0.113" not in text
    for name in PEOPLE:
        fields = {"cookie": f"session={name}; _ga=canary"}
        keyed = site.keyed("/table", site.keys(fields))
        for answer in (site.look(fields), keyed):
            assert "canary" not in str(answer.headers).lower()
    assert play(behind().app, "/", headers=[PHONE]).header("cache-status") is None
