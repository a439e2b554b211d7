"""The scanner finds slots where a parser sees elements, however the page is cut."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.compose.html.reader import LONGEST
from sarto.compose.scanner import Closed, Opened, Scanner, scan

SLOT = b'<b data-sarto="x">y</b>'


def names(body: bytes) -> list[str]:
    return [span.name for span in scan(body)]


def fed(chunks: Iterable[bytes]) -> tuple[list[Opened | Closed], str | None, int]:
    scanner, events, before, size = Scanner(), list[Opened | Closed](), 0, 0
    for chunk in chunks:
        events += scanner.feed(chunk)
        size += len(chunk)
        assert before <= scanner.settled <= size
        before = scanner.settled
    events += scanner.finish()
    assert scanner.settled == size
    return events, scanner.language, scanner.settled


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (b"<html lang=a><html lang=b><body><html lang=c>", "a"),
        (b"<!doctype html><!-- x --> <html lang=a>", "a"),
        (b"</p><html lang=a>", "a"),
        (b"<html><html lang=a>", None),
        (b"<head><html lang=a>", None),
        (b"text <html lang=a>", None),
    ],
)
def test_the_language_is_that_of_the_tag_which_begins_the_page(
    page: bytes, language: str | None
) -> None:
    assert fed([page])[1] == language
    for cut in range(len(page)):
        assert fed([page[:cut], page[cut:]])[1] == language


HIDDEN = {
    "a comment": b"<!-- %b -->",
    "a comment that opens again": b"<!-- <!-- %b -->",
    "a comment with a loose end": b"<!---!> -- > %b --!>",
    "a comment of a script": b"<script><!-- %b --></script>",
    "a script in a comment of a script": b"<script><!--<script></script>%b--></script>",
    "a script left open twice": b"<script><!--<script>x</script>%b</script>",
    "a script": b"<script>'%b'</script x='>'>",
    "a SCRIPT": b"<SCRIPT>%b</scripty></sCript\n>",
    "a style": b"<style>%b</style >",
    "a textarea": b"<textarea>%b</textarea/>",
    "a title": b"<title>%b</title>",
    "a late title": b"<p><title>%b</title>",
    "an xmp": b"<xmp>%b</xmp>",
    "an iframe": b"<iframe>%b</iframe>",
    "a noembed": b"<noembed>%b</noembed>",
    "a noframes": b"<noframes>%b</noframes>",
    "an attribute": b"<p title='%b'>",
    "an attribute after others": b"<p a b=c d = '%b' / e>",
    "an attribute of an end tag": b"<p></p title='%b'>",
    "a section of CDATA": b"<svg><![CDATA[ ]] > %b ]]></svg>",
    "a template": b"<template><p>%b</template>",
    "templates in templates": b"<template><template></template>%b</template>",
    "a template in svg in a template": b"<template><svg><template></svg>%b</template>",
    "a doctype": b"<!doctype html '%b>",
    "a processing instruction": b"<?php '%b'?>",
    "an end tag without a name": b"</ %b",
    "a section of CDATA outside of svg": b"<![CDATA[ %b",
    "a declaration": b"<!x %b",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_no_slot_is_found_in(hidden: bytes) -> None:
    assert names(hidden.replace(b"%b", b"<b data-sarto=no>")) == []


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_slot_is_found_right_after(hidden: bytes) -> None:
    assert names(hidden.replace(b"%b", b"<b data-sarto=no>") + SLOT) == ["x"]


def test_no_slot_is_found_in_plaintext_and_none_after_it() -> None:
    assert names(b"<plaintext>" + SLOT + b"</plaintext>" + SLOT) == []


@pytest.mark.parametrize("comment", [b"<!-->", b"<!--->", b"<!---->", b"<!--x--!>"])
def test_a_short_comment_ends_at_once(comment: bytes) -> None:
    assert names(comment + SLOT + b"<!-- -->") == ["x"]


@pytest.mark.parametrize("script", [b"<!-->", b"<!--->", b"<!-- -->", b"<!--x"])
def test_a_script_with_a_comment_ends_at_its_end_tag(script: bytes) -> None:
    assert names(b"<script>" + script + b"</script>" + SLOT) == ["x"]


def test_text_that_looks_like_tags_is_text() -> None:
    assert names(b"<p>1 < 2 <3 <> </> <" + SLOT) == ["x"]
    assert names(b"< <" + SLOT) == ["x"]


@pytest.mark.parametrize(
    ("start", "settled"),
    [
        (b"<p>text", 7),
        (b"<p>text <", 8),
        (b"<p>text <!", 8),
        (b"<p>text </", 8),
        (b"<p>text </p", 8),
        (b"<p>text <p class='x", 8),
        (b"<script>var x </scr", 14),
        (b"<script>var x </script x='", 14),
        (b"<!-- text -", 10),
    ],
)
def test_bytes_are_settled_up_to_an_unfinished_token(
    start: bytes, settled: int
) -> None:
    scanner = Scanner()
    scanner.feed(start)
    assert scanner.settled == settled


def test_a_longer_start_tag_is_no_slot_and_is_not_kept() -> None:
    body = b"<p data-sarto=x class='" + b"y" * LONGEST
    scanner = Scanner()
    scanner.feed(body)
    assert len(body) - 2 <= scanner.settled
    assert scanner.feed(b"'></p>" + SLOT)[0].start == len(body) + 6
    assert names(body + b"'></p>" + SLOT) == ["x"]
    assert names(b"<" + body.replace(b"<p ", b"p") + b"'>" + SLOT) == ["x"]


PAGES = [
    b"<!doctype html><html lang=en><head><title>a</title></head><body>" + SLOT,
    b"<svg><![CDATA[x]]><title data-sarto=a>y</title></svg><p data-sarto=b />z<p>",
    b"<ul><li data-sarto=a>1 < 2<li>3</ul></ul x=>><!-- - -- --!><b data-sarto='&lt'>",
    b"<script data-sarto=s><!--<script>--></script><i data-sarto></i><!-->x",
    b"<textarea data-sarto=t></text</textarea><plaintext data-sarto=p></plaintext>",
    b"<form><h1 data-sarto=a><h2>x</form></h2><a data-sarto=b></a data-sarto=c>",
    b"<p><!x>y<!y<img data-sarto = v data-sarto-swap = 'element' / ><template><p>"
    + SLOT,
    *(hidden.replace(b"%b", SLOT) + SLOT for hidden in HIDDEN.values()),
]


@pytest.mark.parametrize("page", PAGES)
def test_every_cut_gives_the_same_events(page: bytes) -> None:
    whole = fed([page])
    assert fed(page[i : i + 1] for i in range(len(page))) == whole
    for cut in range(len(page) + 1):
        assert fed([page[:cut], b"", page[cut:]]) == whole


PIECES = (
    b"< > \" ' = / ! - ? \n a x & <!-- --> --!> </ </p> <p\n data-sarto="
    b" <b\ndata-sarto=q>"
    b" <script> </script <svg> </svg> <![CDATA[ ]]> <title> </title> <style> <table>"
    b" <td> <template> </template> &amp;"
).split(b" ")


@given(
    st.lists(st.sampled_from(PIECES)).map(b"".join),
    st.lists(st.integers(1, 40), min_size=1),
)
def test_any_chunking_gives_the_same_events(page: bytes, sizes: list[int]) -> None:
    chunks, at = list[bytes](), 0
    while at < len(page):
        size = sizes[len(chunks) % len(sizes)]
        chunks.append(page[at : at + size])
        at += size
    assert fed(chunks) == fed([page])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    fed([b"<p data-sarto=x>", body])


def test_scanning_a_whole_page_stops_after_its_last_slot() -> None:
    body = b"<p>" + SLOT * 2 + b"<p>x</p>" * 2000
    assert len(scan(body)) == 2
    assert scan(b"<p>" * 5000) == ()


HOSTILE = (
    b'<a\n <!-- " <a\nb=" < </ <a/b=c/ <a= <div> <p> </x> <svg> <template> <b><p>'
    b" <table> <script><!-- <i\ndata-sarto=a>"
).split(b" ")


@pytest.mark.slow
@pytest.mark.parametrize("pattern", HOSTILE)
@pytest.mark.parametrize("size", [1 << 18, 1000, 7])
def test_hostile_bytes_take_time_linear_in_their_number(
    pattern: bytes, size: int
) -> None:
    body = (pattern * (1 << 18))[: 1 << 18]
    scanner, start = Scanner(), time.perf_counter()
    for at in range(0, len(body), size):
        scanner.feed(body[at : at + size])
    assert time.perf_counter() - start < 60  # half a second is usual
