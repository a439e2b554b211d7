"""Byte-true: outside swapped slots no byte of a page changes, however it is sent.

Whole pages through the whole middleware: every charset, every chunking, broken markup,
the tokenizer tests of html5lib, and bytes that nobody would call a page.
"""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sarto import Sarto
from sarto.compose.charset import LABELS
from sarto.compose.scanner import scan
from support.play import Played, html, play

DATA = Path(__file__).parents[1] / "data" / "html"
CONFIG = """
languages = ["en", "fa"]
[slots.hero]
show = [{ fragment = "hero.html" }]
[slots.offer]
show = [{ fragment = "offer.html" }]
[slots.page]
show = [{ attrs = { class = "dense" } }]
[slots.kept]
show = [{ fragment = "keep" }]
"""
HERO, OFFER = "<b>سلام</b>", "[{{ original }}]"
PAGE = """<!doctype html><html data-sarto="page"><title>é data-sarto=hero</title>\r
<!-- <p data-sarto="hero"> --><script>'<p data-sarto="hero">'</script>
<main\tclass = 'x' data-sarto=kept ><p data-sarto="hero">old</p ></main>
<section data-sarto='offer'>one <i data-sarto="hero">two</i> three</section>
<ul><li data-sarto=hero>a<li>b</ul><img data-sarto=hero><p>\0 &nbsp; <br/></p>\n\n
"""
SWAPPED = (
    PAGE.replace('"page">', '"page" class="dense">')
    .replace(">old<", f">{HERO}<")
    .replace(">one ", ">[one ")
    .replace(">two<", f">{HERO}<")
    .replace(" three<", " three]<")
    .replace(">a<li>", f">{HERO}<li>")
)


Through = Callable[..., Played]


@pytest.fixture
def through(folder: Callable[..., Path]) -> Through:
    """Send a page through a site's Sarto; give what a client gets."""
    now: list[Any] = []

    async def site(*args: Any) -> None:
        await now[-1](*args)

    sarto = Sarto(site, config=folder(CONFIG, hero=HERO, offer=OFFER))

    def send(body: bytes, *, app: Any = None, **more: Any) -> Played:
        now[:] = [app or html(body, **more)]
        return play(sarto)

    return send


def cut_at(body: bytes, *places: int) -> Callable[..., Any]:
    """Make an application that sends a page in these pieces."""
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    bounds = [0, *places, len(body)]

    async def app(_scope: object, _receive: object, send: Any) -> None:
        await send(start)
        for begin, end in pairwise(bounds):
            part = body[begin:end]
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})

    return app


def test_a_page_is_the_same_at_every_cut(through: Through) -> None:
    page = PAGE.encode()
    places = [(), *((at,) for at in range(1, len(page))), tuple(range(1, len(page)))]
    for cuts in places:
        assert through(page, app=cut_at(page, *cuts)).body == SWAPPED.encode(), cuts


@pytest.mark.parametrize("label", sorted(LABELS))
@pytest.mark.parametrize("place", ["header", "meta"])
def test_a_page_in_any_charset_reads_the_same(
    through: Through, label: str, place: str
) -> None:
    codec = LABELS[label]
    page = PAGE.replace("é", "")
    meta = f"<meta charset='{label}'>" if place == "meta" else ""
    page = page.replace("<title>", f"{meta}<title>")
    expected = SWAPPED.replace("é", "").replace("<title>", f"{meta}<title>")
    header = "text/html" + (f"; charset={label}" if place == "header" else "")
    played = through(page.encode(codec), headers=[("content-type", header)])
    found = played.body.decode(codec)
    for char in set("سلام"):
        found = found.replace(f"&#{ord(char)};", char)
    assert found == expected
    assert played.header("content-length") == str(len(played.body))


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "iso-2022-jp", "hz", "ebcdic"])
def test_a_page_in_another_charset_passes(through: Through, label: str) -> None:
    header = [("content-type", f"text/html; charset={label}")]
    for body in (PAGE.encode(), PAGE.encode("utf-16")):
        assert through(body, headers=header).body == body


def samples() -> Iterator[bytes]:
    """Give pages that parsers are tested with, and some of our own."""
    for file in sorted(DATA.glob("*.test")):
        for test in json.loads(file.read_text("utf-8"))["tests"]:
            yield test["input"].encode("utf-8", "surrogatepass")
    yield from (DATA / "fragments.txt").read_bytes().splitlines()


def without(body: bytes, names: frozenset[str]) -> list[bytes]:
    """Cut the outermost slots that change out of a page."""
    kept, at = [], 0
    for span in scan(body):
        if span.name in names and span.start >= at and span.end is not None:
            kept.append(body[at : span.inner])
            at = span.end
    return [*kept, body[at:]]


def is_made_of(body: bytes, parts: list[bytes]) -> bool:
    """Whether a page holds these parts in order, and begins and ends with them."""
    at = 0
    for part in parts:
        found = body.find(part, at)
        if found < 0 or (not at and found):
            return False
        at = found + len(part)
    return body.endswith(parts[-1])


def test_pages_that_parsers_are_tested_with_change_in_slots_only(
    through: Through,
) -> None:
    for body in samples():
        page = body.replace(b"@a", b'data-sarto="hero"')
        parts = without(page, frozenset({"hero"}))
        assert is_made_of(through(page, chunks=3).body, parts)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.integers(1, 7))
def test_bytes_that_are_no_page_pass(
    through: Through, body: bytes, chunks: int
) -> None:
    assert through(body, chunks=chunks).body == body


@pytest.mark.parametrize(
    "headers",
    [
        [("content-type", "application/json")],
        [("content-type", "application/xhtml+xml")],
        [("content-type", "text/event-stream")],
        [("content-type", "text/html"), ("content-encoding", "br")],
        [("content-type", "text/html"), ("content-disposition", "attachment")],
        [("content-type", "text/html"), ("cache-control", "no-transform")],
    ],
    ids=repr,
)
@pytest.mark.filterwarnings("ignore")
def test_what_is_no_page_passes_with_its_headers(
    through: Through, headers: list[tuple[str, str]]
) -> None:
    played = through(PAGE.encode(), headers=headers)
    assert played.body == PAGE.encode()
    assert [pair for pair in played.raw_headers if pair[0] != b"content-length"] == [
        (name.encode(), value.encode()) for name, value in headers
    ]
