"""Invariants 12 to 16: who sends credentials, whose cookies, and caches that know less."""

import asyncio
import re
import socket
from random import Random

import pytest

from sarto.cache.policy import kept_private
from sarto.vocabulary.facts import Tier
from support.edge_oracle import Oracle
from support.edge_world import Clock
from support.invariants import HOST, NOON, PAGES, Front, Site, is_kept, people, said
from support.model_cache import Cache
from support.model_http import Asked, directives
from support.play import html
from support.serve import serving
from support.shared_site import KEPT, PAGE, PHONE, behind, page

WITH = ("Authorization", "Bearer canary")
STARS = ("*", "*, foo", "foo, *", "Accept-Encoding, *", "*, *")


@pytest.mark.parametrize("edge", ["none", "varnish", "nginx", "fastly", "cloudflare"])
def test_who_sends_credentials_gets_what_nobody_shares(edge):
    """Invariant 12: with `Authorization` an answer is `private, no-store`."""
    for app in (page(), html(PAGE, headers=[("Cache-Control", "public, s-maxage=60")])):
        answer = behind(app=app, edge=edge).raw("/", PHONE, WITH)
        assert answer.header("cache-control") == "private, no-store"
        for name in ("cdn-cache-control", "surrogate-control", "x-accel-expires"):
            assert answer.header(name) is None
    site = Site()
    clock, net = site.clock, site.origin
    cache = Cache(net, clock, targeted=True, guesses=True)
    for path in PAGES:
        fields = {"host": HOST, "authorization": "Bearer canary"}
        asyncio.run(cache.ask(Asked(path, fields)))
    assert not [*cache.objects()]


def test_an_answer_with_a_cookie_is_in_no_shared_cache():
    """Invariant 13: be it the site's cookie or ours, no field lets anybody share it."""
    for edge in ("none", "varnish", "nginx", "fastly", "cloudflare"):
        app = page(PAGE, ("Set-Cookie", "a=1"), ("CDN-Cache-Control", "max-age=60"))
        site = behind(app=app, edge=edge)
        answers = [site.raw("/", PHONE)]
        answers += [site.asked("/", PHONE)] if edge != "none" else []
        for answer in answers:
            is_asked_again = answer.header("x-sarto-pass") == "1"
            assert answer.header("set-cookie") == "a=1" or is_asked_again
            assert "private" in directives(answer.header("cache-control") or "")
            assert answer.header("cdn-cache-control") is None
    site = Site()
    clock, browser = site.clock, site.browser()

    async def visits():
        for _ in range(3):
            for path in ("/", "/plain", "/back", "/menu/tea"):
                yield await browser.straight(path)
                clock.on(1900)

    async def gathered():
        await browser.post("/_sarto/consent", choice="all", next="/")
        return [each async for each in visits()]

    found = [each for each in asyncio.run(gathered()) if each.cookies]
    assert found  # we do set cookies here
    for answer in found:
        assert "private" in directives(answer.headers["cache-control"])
        assert not is_kept(answer)


def test_a_cache_that_knows_nothing_of_targeted_fields_gives_everybody_their_own():
    """Invariant 14: `Cache-Control` alone is safe: browsers and caches ask each time.

    So does one between the edge and the site.
    """
    site = Site()
    cache = Cache(site.origin, site.clock, guesses=True)
    oracle = Oracle()
    for who in people(Random(14), 40):  # noqa: S311 - repeated
        for path in ("/", "/menu/tea", "/offers", "/evening", "/account", "/table"):
            fields = {"host": HOST, **said(who)}
            got = asyncio.run(cache.ask(Asked(path, fields)))
            right = oracle.expected(who, path, site.clock.now)
            assert got.body == right, (path, who)
            keyed = {**site.keys(said(who)), "x-sarto-edge": site.edge.token}
            cached = asyncio.run(cache.ask(Asked(path, {"host": HOST, **keyed})))
            assert cached.body == site.ask(path, keyed).body
    assert not cache.counts["hit"]


def raw(address, *lines):
    """Give the very lines that come over the wire, in lower case."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 20) as peer:
        text = "\r\n".join([*lines, "Host: x", "Connection: close", "", ""])
        peer.sendall(text.encode())
        found = b"".join(iter(lambda: peer.recv(65_536), b""))
    head = found.partition(b"\r\n\r\n")[0].decode().lower()
    return [line.partition(":")[0] for line in head.split("\r\n")]


def test_nginx_meets_its_own_field_before_cache_control():
    """Invariant 15: `X-Accel-Expires` comes first on the wire, wherever it comes."""
    site = behind(edge="nginx")
    keys = site.keys(PHONE)
    apart = behind(app=html(PAGE, headers=[("Cache-Control", "private")]), edge="nginx")
    token = f"X-Sarto-Edge: {site.token[1]}"
    told = [f"{name}: {value}" for name, value in keys.items()]
    with serving(site.app) as address, serving(apart.app) as private:
        heads = [
            raw(address, "GET /_sarto/key HTTP/1.1", token),
            raw(address, "GET / HTTP/1.1", token, *told),
            raw(address, "GET / HTTP/1.1", token, "X-Sarto-Version: old"),
            raw(private, "GET / HTTP/1.1", token, *told),
        ]
    for names in heads:
        assert names.index("x-accel-expires") < names.index("cache-control"), names
        assert not re.search("expires.*x-accel-expires", " ".join(names[1:]))


@pytest.mark.parametrize("star", STARS)
def test_a_star_stands_alone_and_its_answer_is_for_one_visitor(star):
    """Invariant 16: `Vary: *` swallows all else, and what has it is never shared."""
    for edge in ("none", "varnish", "nginx"):
        site = behind(app=page(PAGE, ("Vary", star)), edge=edge)
        answers = [site.raw("/", PHONE)]
        answers += [site.asked("/", PHONE)] if edge != "none" else []
        for answer in answers:
            assert answer.header("vary") == "*"
            assert answer.header("cache-control") == "private, no-store"
            assert answer.header("cdn-cache-control") is None
        if edge != "none":
            assert answers[1].header("x-sarto-vary") == "*"
    several = html(PAGE, headers=[*KEPT, ("Vary", "A"), ("Vary", star), ("vary", "B")])
    front = Front(behind(app=several).app, Clock(NOON.timestamp()))
    assert front.ask("/").headers["vary"] == "*"
    assert kept_private([], Tier.PERSONAL) == [(b"cache-control", b"private, no-store")]
