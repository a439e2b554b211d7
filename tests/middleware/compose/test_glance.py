"""A glance finds what a scan finds, or leaves the page to the scan."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.compose.glance import glance
from sarto.compose.html.complete import is_text
from sarto.compose.html.elements import DEPTH
from sarto.compose.html.reader import LONGEST
from sarto.compose.scanner import Scanner, looked_through, scan
from support.soups import Soup

PAGE = (
    b"<!doctype html><html lang=en><head><title>t</title></head><body>%b</body></html>"
)
SLOT = b'<div data-sarto="x">y</div>'


def is_taken(body: bytes) -> bool:
    """Whether a glance is enough; if so, it is right."""
    seen = glance(body)
    assert seen is None or seen == looked_through(body), body
    return seen is not None


BEFORE = [
    b"",
    b"text",
    b"a > b",
    b"a < b",
    b"<i title='a='>",
    b'<a x="' + b" " * 80 + b'">',
    b"<p title='<script>' alt=b>",
    b"<!-- c --><!-->",
    b"<p>a<p title='a > b' alt=\"\">",
    b"<script>if (a) b = '<p data-sarto=no>';</script>",
    b"<script><!-- a --></script>",
    b'<style>a > b { content: "<p data-sarto=no>" }</style>',
    b"<TEXTAREA\n>-sarto</textarea></textareas ></tExtarea >",
    b"<iframe src=a></iframe><noscript><img src=b></noscript>",
    b"<!-- <p data-sarto=no> --!><!-- -->",
    b"<svg viewBox='0 0 1 1'><title>t</title><!-- c --><path d=M0 /></svg><svg/>",
    b"<button>x <b>y</b></button><button><div></div></button>",
    b"<select><option>a<option>b</select><select>",
    b"<form action=a><table></table></form></footer><form>",
    b"<template id=a><p>x <svg><path/></svg></p></template>",
    b"<!x><!x '><i>",
    b"-sarto <p data-sarto-no>-sarto<p>data-sarto=no",
    b"<i title='data-sarto'></i><i xdata-sarto=no></i>",
    b"<nobr><strong><mark><time>",
    b"<img data-sarto=i data-sarto-swap=element /><br>",
    b"<li data-sarto=a><li data-sarto=b>z</li>",
]  # fmt: skip
INSIDE = [
    b"text",
    b"<h2>a</h2><p>b <a href=c>d</a><ul><li>e<li>f</ul><svg><path/></svg>",
    b"<p>a<div>b</div></p><table><tr><td>c</table>",
    b"<b><a>x</a></b><a>y</a>",
    b"<ol><li><p>a<li>b</p></ol><pre>c <code>d</code></pre></p>",
    b"<span>a<a>b</a><i>c</i></span></i></span>d",
    b"<ul><li data-sarto=i>a<li data-sarto=j>b</ul>",
    b"<input><hr>",
    b"<script>1<2</script><svg><g></svg><template><p data-sarto=no></template>",
    b"<!-- <p data-sarto=no> -->" + b"<em>x</em>" * 500,
]
SLOTS = [
    b"<div %b>%b</div>",
    b"<x-a %b>%b</x-a>",
    b"<p %b>%b</p>",
    b"<SPAN %b>%b</span>",
]


def test_what_stands_far_behind_what_is_sure_is_read_from_near() -> None:
    far = b"<p>text" * 400
    assert is_taken(PAGE % (far + b"<p title='<script>' alt=b>" + SLOT))


@pytest.mark.parametrize(("before", "slot"), [*product(BEFORE, SLOTS)])
def test_an_ordinary_page_is_seen_at_a_glance(before: bytes, slot: bytes) -> None:
    assert is_taken(PAGE % (before + slot % (b"data-sarto=s", b"x")))


@pytest.mark.parametrize(("before", "inside"), [*product(BEFORE[:6], INSIDE)])
def test_a_slot_may_hold_what_cannot_end_it(before: bytes, inside: bytes) -> None:
    once = SLOTS[0] % (b"data-sarto=s", inside)
    twice = SLOTS[0] % (b"data-sarto=t", once)
    assert is_taken(PAGE % (before + once + SLOT))
    assert is_taken(PAGE % (before + twice + SLOT))


@pytest.mark.parametrize(
    "inside",
    [
        b"<select><option>a</select>",
        b"<button>b</button>",
        b"<form><p>a</form>",
        b"<form><p>a",
    ],
)
def test_a_slot_may_hold_what_is_not_open_around_it(inside: bytes) -> None:
    slot = SLOTS[0] % (b"data-sarto=s", inside)
    assert is_taken(PAGE % (slot + SLOT))


def test_without_a_marker_nothing_is_found() -> None:
    assert glance(b"<p data-sart=x>") == ((), None)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"<!doctype html>",
        b"\xef\xbb\xbf\n<!-- c --><!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'>",
        b"<?xml version='1.0'?>",
        b"<html LANG='fa' lang=pl>",
    ],
)
def test_a_page_may_begin_in_many_ways(beginning: bytes) -> None:
    assert is_taken(beginning + b"<div data-sarto=x><p>a<table></table></div>")


UNSURE = [
    b"<!-- ",
    b"<!--# sarto a -->",
    b"<script>",
    b"<script></script a>",
    b"<script><!--<script></script>--></script>",
    b"<script x=a'b></script>",
    b"<style>",
    b"<svg><foreignobject>",
    b"<math>",
    b"<plaintext>",
    b"<template><template></template></template>",
    b"<frameset>",
    b"<html>",
    b"<!doctype html>",
    b"<!x <p data-sarto-no>",
    b'<i title=" = ',
    b'<i title="<script>',
]  # fmt: skip


@pytest.mark.parametrize("before", UNSURE)
def test_what_may_hide_a_slot_is_left_to_the_scan(before: bytes) -> None:
    assert not is_taken(PAGE % (before + SLOT))


@pytest.mark.parametrize(
    "slot",
    [
        b"<td data-sarto=a>",
        b"<form data-sarto=a>",
        b"<title data-sarto=a></title>",
        b"<div data-sarto = a></div>",
        b"<div data-sarto=a'b></div>",
        b"</div data-sarto=a>",
        b"<div data-sarto=a title='%b'></div>" % (b"x" * LONGEST),
        b"<div data-sarto=a>",
        b"<div data-sarto=a></main>",
        b"<div data-sarto=a><li></div>",
        b"<div data-sarto=a><!--# sarto b --></div>",
        b"<span data-sarto=a><div></div></span>",
        b"<span data-sarto=a><a></a></span>",
        b"<div data-sarto=a><span data-sarto=b><a></a></span></div>",
        b"<div data-sarto=a><a></em><b data-sarto=b><a></div>",
        b"<div data-sarto=a><dialog><a></a></dialog></div>",
        b"<div data-sarto=a><svg><g></b></svg></div>",
        b"<div data-sarto=a><h1><i><a></a></i><h2></div>",
        b"<div data-sarto=a><i><a></a></i><ruby><rt></ruby></div>",
        b"<b data-sarto=a><button></b></button>",
        b"<div data-sarto=a>" + b"<section>" * DEPTH + b"</div>",
        b"<form><div data-sarto=a><form></form></div>",
        b"<select><div data-sarto=a><input></div>",
        b"<table><div data-sarto=a><form></form></div>",
        b"<button><p data-sarto=a><button></button></p>",
    ],
    ids=lambda slot: slot[:60],
)
def test_a_slot_that_may_depend_on_more_is_left_to_the_scan(slot: bytes) -> None:
    assert not is_taken(PAGE % slot)


def test_a_slot_that_nothing_ends_is_left_to_the_scan() -> None:
    assert not is_taken(b"<!doctype html><div data-sarto=a>x")


def test_a_marker_in_the_first_tag_is_left_to_the_scan() -> None:
    assert not is_taken(b"<html data-sarto=a>")


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_a_page_is_made_of_a_glance_is_never_wrong(
    luck: random.Random,
) -> None:
    for _ in range(10):
        is_taken(Soup(luck).document())


@given(st.lists(st.sampled_from([*BEFORE, *INSIDE, *UNSURE, SLOT]), max_size=6))
def test_parts_in_any_order_are_never_wrong(parts: list[bytes]) -> None:
    is_taken(PAGE % b"".join(parts))


TAGS = [b"<a>", b"text", b">", b"<i x='>'>", b'<i x=">', b"'", b'"', b"=", b"<i ", b" "]


@given(st.lists(st.sampled_from(TAGS), max_size=8).map(b"".join))
def test_what_is_called_text_is_text(before: bytes) -> None:
    if is_text(before + b"<", 0, len(before)):
        assert len(scan(before + SLOT)) == 1


def test_a_scan_knows_the_innermost_elements_however_deep_they_are() -> None:
    deep = b"<div data-sarto=o><b>" + b"<i>" * 2 * DEPTH + b"<p data-sarto=a>x"
    outer, inner = scan(deep + b"</p></div>")
    assert (outer.end, inner.end) == (None, deep.index(b">x") + 2)
    scanner = Scanner()
    scanner.feed(b"<i>" * 9 * DEPTH)
    assert len(scanner._tokenizer.tree.names) <= 2 * DEPTH
