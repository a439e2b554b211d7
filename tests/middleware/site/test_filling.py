"""Slots that the edge fills in: which may be, by what order, and never by another's."""

from base64 import b64encode
from random import Random

import pytest

from sarto import visitor
from sarto.cache.proof import Proof
from sarto.site.filling import Part, address, is_fit, is_utf_8, order, packed, target_of
from support.play import html
from support.remembered_site import consenting
from support.shared_site import (
    CONSENT,
    HERO,
    PAGE,
    Behind,
    behind,
    cookie,
    is_kept,
    names,
    page,
)

TWO = f'{PAGE}<p data-sarto="hello">Hello</p>'
SIGNED = '{ when = { signed_in = true }, fragment = "named.html" }'
HELLO = """
[slots.hello]
pages = ["/", "/menu/*"]
default = "hello.html"
show = [{ when = { signed_in = true }, fragment = "named.html" }]
"""
TEXTS = {
    "named.html": "Hello {{ visitor.facts['traits.name'] }}",
    "own.html": "{{ original }}",
    "spoken.html": "Hello",
    "spoken.fa.html": "سلام",
}
FILL = {"varnish": "esi", "fastly": "esi", "nginx": "ssi"}


def filled(rules: str = HELLO, app=None, edge: str = "varnish", **more) -> Behind:
    more = {"texts": TEXTS, **more}
    return behind(HERO + rules, app or page(TWO), edge=edge, **more)


def asked(site: Behind, path: str = "/", edge: str = "varnish", **more):
    return site.keyed(path, {**site.keys(), "X-Sarto-Fill": FILL[edge]}, **more)


@pytest.mark.parametrize(
    ("edge", "begin", "end"),
    [
        ("varnish", '<esi:include src="/_sarto/fragment/hello?p=%2F&v=', '"/>'),
        ("fastly", '<esi:include src="/_sarto/fragment/hello?p=%2F&v=', '"/>'),
        ("nginx", '<!--# include virtual="/_sarto/fragment/hello?p=%2F&v=', '" -->'),
    ],
)
def test_in_the_place_of_a_slot_stands_an_order(edge, begin, end) -> None:
    site = filled(edge=edge)
    answer = asked(site, edge=edge)
    before, _, rest = answer.text.partition(begin)
    said, _, after = rest.partition(end)
    version, _, signature = said.partition("&s=")
    assert is_kept(answer)
    assert answer.header("x-sarto-fill") == FILL[edge]
    assert before.endswith('<p data-sarto="hello">')
    assert after == "</p>"
    assert version.startswith(f"{site.site.version}&d=")
    assert len(signature) == 40


def test_a_page_with_an_order_has_no_validator_and_browsers_store_nothing() -> None:
    answer = asked(
        filled(app=page(TWO, ("Last-Modified", "Sun, 01 Feb 2026 00:00:00 GMT")))
    )
    assert is_kept(answer)
    assert answer.header("etag") is answer.header("last-modified") is None
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("content-length") == str(len(answer.body))


def test_what_is_filled_in_is_no_key_and_nothing_of_it_is_read() -> None:
    answer = asked(filled())
    assert names(answer) == {"x-sarto-version", "x-sarto-country", "x-sarto-device"}


@pytest.mark.parametrize(
    "said",
    [{}, {"X-Sarto-Fill": "ssi"}, {"X-Sarto-Fill": ""}, {"X-Sarto-Fill": "esi, esi"}],
)
def test_an_edge_that_cannot_is_told_to_ask_again(said) -> None:
    site = filled()
    assert not is_kept(site.keyed("/", {**site.keys(), **said}))


def test_where_the_edge_fills_nothing_in_nobody_shares_the_page() -> None:
    site = filled(edge="cloudflare")
    assert not is_kept(site.keyed("/", {**site.keys(), "X-Sarto-Fill": "esi"}))


@pytest.mark.parametrize(
    "slot",
    [
        pytest.param(f"show = [{SIGNED}]", id="it keeps the page's own where no rule matches"),
        pytest.param(f'default = "hello.html"\nshow = [{SIGNED}, {{ fragment = "keep" }}]', id="a rule keeps the page's own"),
        pytest.param(f'default = "own.html"\nshow = [{SIGNED}]', id="its default shows the page's own"),
        pytest.param(f'default = "hello.html"\nshow = [{SIGNED}, {{ fragment = "own.html" }}]', id="a fragment does"),
        pytest.param(f'default = "spoken.html"\nshow = [{SIGNED}]', id="it has twins"),
        pytest.param('default = "hello.html"\nshow = [{ when = { signed_in = true }, attrs = { class = "x" } }]', id="attributes"),
        pytest.param('default = "hello.html"\nshow = [{ when = { signed_in = true }, fragment = "named.html", attrs = { class = "x" } }]', id="both"),
        pytest.param(f'default = "hello.html"\nstable = "visit"\nshow = [{SIGNED}]', id="it stays within a visit"),
        pytest.param('default = "hello.html"\nshow = [{ when = { signed_in = true }, fragment = "named.html", cap = { times = 2, per = "day" } }]', id="it is counted"),
    ],
)  # fmt: skip
def test_a_slot_that_cannot_be_filled_in_makes_its_page_nobody_else_s(slot) -> None:
    site = filled(f'[slots.hello]\npages = "/"\n{slot}\n{CONSENT}')
    answer = asked(site)
    assert not is_kept(answer)
    assert "esi:" not in answer.text


@pytest.mark.parametrize(
    ("body", "edge"),
    [
        (f'{TWO}<esi:include src="/x"/>', "varnish"),
        (f"{TWO}<ESI:REMOVE>x</esi:remove>", "varnish"),
        (f"{TWO}<!--esi x-->", "varnish"),
        (f"{TWO}</esi:try>", "fastly"),
        (f"{TWO}<textarea><esi:vars></textarea>", "varnish"),
        (f"x{TWO}", "varnish"),
        (f"\n{TWO}", "varnish"),
        (f'{TWO}<!--#include virtual="/x" -->', "nginx"),
        (f"{TWO}<!--# echo var=x -->", "nginx"),
        (f"{TWO}<script>'<!--#'</script>", "nginx"),
    ],
)
def test_a_page_with_such_words_of_its_own_is_asked_again(body, edge) -> None:
    answer = asked(filled(app=page(body), edge=edge), edge=edge)
    assert not is_kept(answer)
    assert answer.text == body
    assert answer.header("x-sarto-fill") is None
    assert answer.header("etag") == '"1"'


@pytest.mark.parametrize(
    "app",
    [
        pytest.param(page(TWO, chunks=3), id="in pieces"),
        pytest.param(page(TWO, ("Content-Type", "text/html")), id="of no charset"),
        pytest.param(page(TWO, ("Content-Type", "text/html; charset=iso-8859-1")), id="of another charset"),
        pytest.param(html(TWO, status=404), id="not there"),
        pytest.param(html(TWO), id="silent"),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_in_whole_is_asked_again(app) -> None:
    site = filled(app=app)
    answer = asked(site)
    assert not is_kept(answer)
    assert answer.header("x-sarto-fill") is None
    assert names(answer) == names(asked(filled()))


def test_a_page_that_comes_in_one_piece_of_a_stream_is_filled_in() -> None:
    async def app(_scope, _receive, send):
        kind = (b"content-type", b"text/html; charset=utf-8")
        fields = [
            kind,
            (b"cache-control", b"max-age=60"),
            (b"content-length", b"%d" % len(TWO)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send(
            {"type": "http.response.body", "body": TWO.encode(), "more_body": True}
        )
        await send({"type": "http.response.body", "body": b""})

    assert is_kept(asked(filled(app=app)))


def test_where_no_slot_stands_there_is_no_order() -> None:
    answer = asked(filled(app=page("<p>plain</p>")))
    assert is_kept(answer)
    assert answer.text == "<p>plain</p>"


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [
        ("/", b"", "/"),
        ("/menu/tea", b"q=1&r=2", "/menu/tea?q=1&r=2"),
        ("/a?b", b"", "/a%3Fb"),
        ("/é", b"\xe9=%C3%A9", "/%C3%A9?é=%C3%A9"),
        ('/"><!--#', b"", "/%22%3E%3C%21--%23"),
    ],
)
def test_an_address_is_written_so_that_it_is_read_back(path, query, target) -> None:
    assert target_of({"path": path, "query_string": query}) == target
    assert target_of({"path": path, "query_string": query, "x": 1}) == target


@pytest.mark.parametrize(
    "odd", ['"', "<", ">", "'", "$", "\\", "-->", "&", " ", "\n", "é", "%"]
)
def test_nothing_in_an_address_ends_an_order(odd) -> None:
    part = Part(slot=f"a{odd}", target=f"/{odd}?{odd}", version=odd, packed=packed(odd))
    made = address(Proof.of(["x" * 16], ""), "/_sarto", part, f"/r{odd}")
    for kind in ("esi", "ssi"):
        text = order(kind, made)
        assert text.count('"') == 2
        assert text.count("<") == text.count(">") == 1
        assert not {"$", "\\", " ", "\n"} & set(made)
        assert is_fit(kind, [text], f"<p>{text}".encode())


def test_our_own_orders_are_counted_each_time_they_stand_there() -> None:
    one, two = order("esi", "/a"), order("esi", "/b")
    assert is_fit("esi", [one, two, one], f"<p>{one}{two}{one}".encode())
    assert not is_fit("esi", [one], f"<p>{one}{two}".encode())
    assert is_fit("ssi", [], b"plain")
    assert not is_fit("esi", [], b"")


@pytest.mark.parametrize(
    "text", ["", "x", "<b>żółć</b>" * 99, "half \ud800", "\0\n\"'&%"]
)
def test_what_a_stranger_sees_is_read_back_from_an_address(text) -> None:
    part = Part(slot="a", target="/", version="1", packed=packed(text))
    assert part.instead == text.encode(errors="xmlcharrefreplace").decode()


def test_a_page_whose_default_is_too_long_for_an_address_is_nobody_else_s() -> None:
    long = b64encode(Random(1).randbytes(12_000)).decode()  # noqa: S311 - any will do
    site = filled(texts={**TEXTS, "hello.html": long})
    answer = asked(site)
    assert not is_kept(answer)
    assert "esi:" not in answer.text


@pytest.mark.parametrize(
    ("kind", "is_so"),
    [
        ("text/html; charset=utf-8", True),
        ('text/html;CHARSET="UTF-8"', True),
        ("text/html; charset = utf-8 ; x=1", True),
        ("text/html", False),
        ("text/html; charset=utf-16", False),
        ("text/html; charset=utf-8859", False),
        ("", False),
    ],
)
def test_a_page_says_how_it_is_written(kind, is_so) -> None:
    assert is_utf_8([(b"content-type", kind.encode())]) is is_so


def test_of_a_canary_in_a_profile_nothing_is_in_the_shared_page() -> None:
    async def app(scope, receive, send):
        if any(name == b"cookie" for name, _ in scope["headers"]):
            visitor(scope).identify("canary", name="canary")
        await page(TWO)(scope, receive, send)

    site = filled(app=app)
    said = cookie(f"cookieyes-consent={consenting()}")
    assert "canary" in site.raw("/", said).text
    assert "canary" not in asked(site).text
