"""Invariants 32 to 36: what an edge fills in, what it can purge, and what it is told."""

import asyncio
import re
from itertools import product
from random import Random

import pytest

from sarto import visitor
from support.edge_site import CANARY, PEOPLE
from support.edge_world import Version
from support.invariants import PAGES, Site, is_kept, people, said, vary
from support.model_edge import ModelEdge
from support.model_http import Asked
from support.play import html
from support.shared_site import PAGE, behind, page
from support.shared_site import is_kept as may_keep

HELLO = """
[slots.hello]
pages = "/"
default = "default.html"
show = [{ when = { signed_in = true }, fragment = "hello.html" }]
"""
PART = '<p data-sarto="hello">own</p>'
WHOLE = f"<!doctype html>{PART}"
JUNK = (
    "",
    "x",
    "%3Cscript%3Ecanary",
    "../../etc",
    "%00",
    "a" * 9000,
    "%ff",
    "&p=2",
    "s=",
)


def order_of(site, kind="esi"):
    """Give the address that a page has in the place of its part."""
    text = site.keyed("/", {**site.keys(), "x-sarto-fill": kind}).text
    found = re.search(r'(?:src|virtual)="(/_sarto/fragment/[^"]*)"', text)
    assert found, text
    return found[1]


def test_a_part_is_always_an_answer_and_never_what_was_asked_in():
    """Invariant 32: 200; unsigned, the default; and nobody finds it but the edge."""
    site = behind(HELLO, page(WHOLE))
    address = order_of(site)
    path, _, query = address.partition("?")
    page_, _, sign = query.partition("&s=")
    wrong = [f"{path}?{page_}&s={junk}" for junk in (*JUNK, sign[::-1], sign.upper())]
    wrong += [f"{path}?p={junk}&s={sign}" for junk in JUNK]
    wrong += [f"{path}?{junk}" for junk in JUNK] + [f"{address}&p=/x", path]
    for target in (address, *wrong):
        answer = site.raw(target, site.token, ("Cookie", "a=canary"))
        assert (answer.status, answer.text) == (200, "default"), target
        assert answer.header("cache-control") == "private, no-store"
        assert "canary" not in str(answer.raw_headers)
    for name in ("nothing", "hello/x", "<b>", ".."):
        answer = site.raw(f"/_sarto/fragment/{name}?{query}", site.token)
        assert answer.status == 200
        assert answer.text == ""
    for fields in ([], [("X-Sarto-Edge", "x")], [site.token, site.token]):
        assert site.raw(address, *fields).status == 404


@pytest.mark.parametrize("kind", ["varnish", "nginx"])
def test_nothing_that_is_kept_for_many_has_a_byte_of_anybody(kind):
    """Invariant 33: not of whoever it was made for, in its bytes nor in its fields."""
    site = Site(kind, bands=True)
    edge = ModelEdge(site.edge, site.origin, site.clock, kind=kind)
    signed_in = 0
    for name, path in product(PEOPLE, (*PAGES, "/where", "/plain", "/level?x=canary")):
        fields = {"host": "bistro.example", "cookie": f"session={name}"}
        answer = asyncio.run(edge.ask(Asked(path, fields)))
        signed_in += CANARY in answer.body.lower()
    kept = [*edge.cache.objects()]
    pages = [(key, answer) for key, answer in kept if key[0] == "page"]
    assert signed_in > 6
    assert {key[2] for key, _ in pages} >= {"/menu/tea", "/table", "/offers"}
    for key, answer in pages:
        text = answer.body + str((answer.headers, answer.cookies)).encode()
        assert CANARY not in text.lower(), key


ORDERS = ('<esi:include src="/x"/>', "<esi:remove>", "<!--esi x-->", "</ESI:TRY>")
SSI = ('<!--# include virtual="/x" -->', '<!--#echo var="cookie" -->')


def named(name, text=WHOLE):
    async def app(scope, receive, send):
        visitor(scope).identify("u-1", name=name)
        await page(text)(scope, receive, send)

    return app


@pytest.mark.parametrize(("kind", "words"), [("varnish", ORDERS), ("nginx", SSI)])
def test_no_words_of_others_are_orders_to_the_edge(kind, words):
    """Invariant 34: a page with such words, or of no markup, is shared by nobody."""
    fill = {"varnish": "esi", "nginx": "ssi"}[kind]

    def filled(text, **more):
        site = behind(HELLO, page(text), edge=kind)
        return site.keyed("/", {**site.keys(), **more})

    assert may_keep(filled(WHOLE, **{"x-sarto-fill": fill}))
    for more in (
        {},
        {"x-sarto-fill": ""},
        {"x-sarto-fill": "xyz"},
        {"x-sarto-fill": "ssi" if fill == "esi" else "esi"},
    ):
        answer = filled(WHOLE, **more)
        assert not may_keep(answer)
        assert answer.header("x-sarto-fill") is None
    starts = ("x", "\ufeff", " ") if fill == "esi" else ()
    for text in (
        *(f"{start}{WHOLE}" for start in starts),
        *(WHOLE + word for word in words),
    ):
        answer = filled(text, **{"x-sarto-fill": fill})
        assert not may_keep(answer), text
        assert answer.header("x-sarto-fill") is None
        assert "/_sarto/fragment/" not in answer.text
    for word in words:
        texts = {"hello.html": 'Hello {{ visitor.facts["traits.name"] }}'}
        site = behind(HELLO, named(word), edge=kind, texts=texts)
        part = site.raw(order_of(site, fill), site.token)
        assert part.text.startswith("Hello ")
        assert not re.search(r"<!--|</?esi:", part.text, re.IGNORECASE)


TWO = """
[slots.a]
pages = "/"
show = [{ when = { device = "mobile" }, fragment = "one.html" }]
[slots.ab]
pages = "/other"
show = [{ when = { device = "mobile" }, fragment = "one.html" }]
"""
TAGS = {"varnish": "x-sarto-tags", "fastly": "surrogate-key", "cloudflare": "cache-tag"}


@pytest.mark.parametrize("edge", TAGS)
def test_tags_are_on_what_is_kept_and_name_one_thing(edge):
    """Invariant 35: a slot's tag is one whole word; what is not kept has none."""
    site = behind(TWO, edge=edge)
    between = "," if edge == "cloudflare" else " "
    tags = {
        path: (site.asked(path).header(TAGS[edge]) or "").split(between)
        for path in ("/", "/other")
    }
    assert {"sarto", f"sarto-{site.site.version}", "sarto-slot-a"} == {*tags["/"]}
    assert "sarto-slot-ab" in tags["/other"]
    assert "sarto-slot-a" not in tags["/other"]
    private = behind(TWO, html(PAGE, headers=[("Cache-Control", "private")]), edge=edge)
    for answer in (
        site.raw("/"),
        site.keyed("/", {"x-sarto-version": "x"}),
        private.asked("/"),
    ):
        assert all(answer.header(name) is None for name in TAGS.values())


def test_no_answer_is_of_two_versions():
    """Invariant 36: who came before another version came gets the old one, whole."""
    site = Site()
    world, versions = site.world, {}
    for rules in "AB":
        world.turn(Version(rules))
        current = world.sarto.current
        assert current is not None
        versions[rules] = current.site.version
    for who in people(Random(36), 12):  # noqa: S311 - repeated
        for path in ("/menu/tea", "/evening", "/offers", "/table", "/"):
            world.turn(Version("A"))
            keys = site.keys(said(who))
            before = site.keyed(path, keys)
            world.during = lambda: world.turn(Version("B"))
            meanwhile = site.keyed(path, keys)
            after, anew = site.keyed(path, keys), site.keys(said(who))
            assert meanwhile == before, path
            if is_kept(before):
                assert "x-sarto-version" in vary(before)
                assert (
                    before.headers["x-sarto-version"]
                    == keys["x-sarto-version"]
                    == versions["A"]
                )
                assert f"sarto-{versions['B']}" not in str(before.headers)
            assert not is_kept(after)
            assert after.headers.get("x-sarto-pass") == "1"
            assert anew["x-sarto-version"] == versions["B"]
            found = site.keyed(path, anew)
            assert found.headers.get("x-sarto-version", versions["B"]) == versions["B"]
            assert b" A<" not in found.body
            raw = site.ask(path, said(who))
            world.turn(Version("A"))
            world.during = lambda: world.turn(Version("B"))
            assert b" B<" not in site.ask(path, said(who)).body
            assert site.ask(path, said(who)) == raw
