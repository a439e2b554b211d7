"""A glance at a page that is still coming says at each chunk what a scan says."""

import random
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.compose.html.reader import LONGEST
from sarto.compose.html.wanted import Wanted
from sarto.compose.scanner import Scanner
from sarto.compose.stream import MOST, SHARE, Kept, StreamScanner
from sarto.vocabulary.selectors import selectors
from support.soups import Soup

PAGE = (
    b"<!doctype html><html lang=en><head><title>t</title></head><body>%b</body></html>"
)
SLOT = b'<div data-sarto="x">y</div>'


def is_glanced(chunks: Iterable[bytes]) -> bool:
    """Whether a glance is enough to the end; it is held against a scan all along."""
    scan, stream = Scanner(), StreamScanner()
    before = 0
    for chunk in chunks:
        events = scan.feed(chunk)
        assert stream.feed(chunk) == events
        assert stream.settled >= max(scan.settled, before)
        assert stream.language == scan.language
        before = stream.settled
    is_enough = stream._look is not None
    assert stream.finish() == scan.finish()
    assert stream.settled == scan.settled
    return is_enough


def pieces(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]


def is_glanced_at_any_cut(body: bytes) -> bool:
    """Whether that is so wherever a page is cut in two, and in single bytes."""
    cuts = [[body[:at], body[at:]] for at in range(len(body) + 1)]
    answers = [is_glanced(chunks) for chunks in (pieces(body, 1), *cuts)]
    return all(answers)


ORDINARY = [
    b"text > text < 3 <",
    b"<p title='a > b' alt=\"\"><img alt='<script>' src=x/>",
    b"<!-- c --><!--><!---><!---->< <!-- - -- --! <p data-sarto=no> --!>",
    b"<script>if (a < b) '</p>'; '<p data-sarto=no>'</script >",
    b"<style>p > a { content: '<p data-sarto=no>' }</style>",
    b"<textarea>-sarto</textareas></TEXTAREA\n>",
    b"<svg viewBox='0 0 1 1'><path d=M0 /><g></g> </svg><svg/>",
    b"<button>x <b>y</b></button><button><div></div></button>",
    b"<button><i data-sarto=b>x</i></button><button><!-- c --></button>",
    b"<select><option>a<option>b</select><select><option data-x>",
    b"<template id=a><p>x <b>y</b></p></template>",
    b"<form action=a><table><tr><td>x</table></form><footer></footer>",
    b"<noscript><p></noscript><nobr></nobr>",
    b"<!x><!x '><?php ><? x",
    b"></ x></><i =x y = 'z'a></i x=y>",
    b"<div data-sarto=a><p>x<h2>y</h2><ul><li>z</ul></div>",
    b"<section data-sarto=a><h2>x</h2><div>y</div><p data-sarto=b>z</p></section>",
    b"<ul><li data-sarto=a>x</li><li data-sarto=b>y</li></ul>",
    b"<img data-sarto=a data-sarto-swap=element /><br>",
    b"<div data-sarto=a><form></form></div><div data-sarto=c><form></form></div>",
    b"<i title='data-sarto' href=a-#b></i> data-sarto=no",
    b"<b t='<style>' data-sarto=a>x</b>",
]  # fmt: skip


@pytest.mark.parametrize("part", ORDINARY)
def test_an_ordinary_page_is_seen_at_a_glance_at_any_cut(part: bytes) -> None:
    assert is_glanced_at_any_cut(PAGE % (part + b">" + SLOT))


UNSURE = [
    b"<!--# sarto a --><!--# /sarto a -->",
    b"<script></script a>",
    b"<script><!--<script x></script >--></script>",
    b"<script x=a'b></script>",
    b"<svg><foreignobject></foreignobject></svg>",
    b"<svg><g data-sarto=a></g></svg>",
    b"<math></math>",
    b"<template><template></template></template>",
    b"<plaintext>",
    b"<frameset>",
    b"<html>",
    b"<!doctype html>",
    b"<svg =x>",
    b"<div data-sarto = a></div>",
    b"<td data-sarto=a>",
    b"<div data-sarto=a><li></div>",
    b"<div data-sarto=a><li></ul>",
    b"<span data-sarto=a><a></a></span>",
]  # fmt: skip


@pytest.mark.parametrize("part", UNSURE)
def test_what_a_glance_is_not_sure_of_is_left_to_the_scan(part: bytes) -> None:
    body = PAGE % (SLOT + part + SLOT)
    assert not is_glanced_at_any_cut(body)
    assert not is_glanced([body])


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"  \n",
        b"<!doctype html>",
        b"\xef\xbb\xbf\n<!-- c --><!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'>",
        b"<?xml version='1.0'?>",
        b"<html LANG='fa' lang=pl>",
        b"text",
        b"<head>",
        b"<!x><!-- -- --><!---->",
        b"<!-->< <",
    ],
)
def test_a_page_may_begin_in_many_ways(beginning: bytes) -> None:
    body = beginning + b"<div data-sarto=x><p>a<table></table></div>"
    assert is_glanced([body])
    is_glanced_at_any_cut(body)


@pytest.mark.parametrize(
    "beginning", [b"<!-- c --><!--# sarto a -->", b"<html data-sarto=a>", b"<html =x>"]
)
def test_a_beginning_that_is_not_ordinary_is_left_to_the_scan(beginning: bytes) -> None:
    assert not is_glanced_at_any_cut(beginning + SLOT)


def test_a_doctype_that_is_too_long_is_left_to_the_scan() -> None:
    assert not is_glanced(pieces(b"<!doctype " + b"x" * 2000 + b">" + SLOT, 100))


@given(
    st.lists(st.sampled_from([*ORDINARY, *UNSURE, SLOT]), max_size=6),
    st.integers(1, 90),
)
def test_parts_in_any_order_are_never_wrong(parts: list[bytes], size: int) -> None:
    is_glanced(pieces(PAGE % b"".join(parts), size))


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_a_page_is_made_of_a_glance_is_never_wrong(
    luck: random.Random,
) -> None:
    for _ in range(4):
        body = Soup(luck).document()
        places = sorted(luck.randrange(len(body) + 1) for _ in range(5))
        is_glanced(body[a:b] for a, b in pairwise([0, *places, len(body)]))
        is_glanced(pieces(body, luck.randint(1, 60)))


@given(st.binary(max_size=300), st.integers(1, 40))
def test_any_bytes_are_looked_at_without_an_error(body: bytes, size: int) -> None:
    is_glanced(pieces(b"<p data-sarto=x>" + body, size))


def test_a_slot_may_span_chunks_and_hold_slots() -> None:
    inside = b"<p>a</p>" * 40 + b"<b data-sarto=b>c</b>" + b"<i>d</i>" * 1200
    body = PAGE % (b"<div data-sarto=a>" + inside + b"</div><form>" + SLOT)
    for size in (7, 64, 1000, 5000, len(body)):
        assert is_glanced(pieces(body, size))


def test_what_selectors_seek_is_for_the_scan_from_the_start() -> None:
    stream = StreamScanner(Wanted({"x": selectors("p")}))
    assert stream._look is None
    assert len(stream.feed(b"<p>a</p>")) == 2


def test_of_a_longer_page_the_rest_is_for_the_scan() -> None:
    room = len(Kept.free)
    body = PAGE % (SLOT + b"<p>text</p>" * (MOST // 8) + SLOT)
    assert not is_glanced(pieces(body, 4096))
    assert not is_glanced([body])
    assert is_glanced(pieces(body[: MOST // 2], 4096))
    assert len(Kept.free) == room


def test_where_the_process_has_no_room_more_pages_are_for_the_scan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Kept, "free", type(Kept.free)([None] * 3))
    first, second, third = (StreamScanner() for _ in range(3))
    first.feed(b"<p>")
    second.feed(b"<p>" * (SHARE // 3 + 1))
    assert not Kept.free
    third.feed(SLOT)
    assert [each._look is None for each in (first, second, third)] == [0, 0, 1]
    first.feed(b"<p>" * SHARE)
    assert first._look is None
    assert len(Kept.free) == 1
    del second
    assert len(Kept.free) == 3


HOSTILE = [
    *(b"<", b"<a\n", b' <!-- "', b"</", b"<a/b=c/", b"<div> ", b"<svg>", b"<b><p>"),
    *(b"<script><!--", b"<i\ndata-sarto=a>", b">", b'"', b"='>", b"<p data-sarto=x>"),
    *(b"a-sarto ", b"<select><option>", b"<i t='<script>'>", b"<title>", b"<i x='>"),
]
BEGUN = [b"", b'<p><a x="', b"<!--", b"<p><svg>", b"<script>", b"<p><!x ", b"<!doctype"]


@pytest.mark.no_cover
@pytest.mark.parametrize("begun", BEGUN)
@pytest.mark.parametrize(
    ("size", "length"), [(1 << 16, 1 << 16), (99, 1 << 16), (1, 9999)]
)
def test_hostile_bytes_take_time_linear_in_their_number(
    begun: bytes, size: int, length: int
) -> None:
    for pattern in HOSTILE:
        stream, start = StreamScanner(), time.perf_counter()
        for chunk in pieces((begun + pattern * length)[:length], size):
            stream.feed(chunk)
        assert time.perf_counter() - start < 60  # a tenth of a second is usual


def test_a_tag_without_an_end_is_held_to_its_bound_only() -> None:
    stream = StreamScanner()
    for chunk in pieces(b"<p title='" + b"x>" * LONGEST, 4096):
        stream.feed(chunk)
    assert stream.settled >= LONGEST
