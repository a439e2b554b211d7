"""Slots between two comments: which comments are marks, and which belong together."""

import pytest

from sarto.compose.html.elements import DEPTH, MARKS
from sarto.compose.html.reader import LONGEST
from sarto.compose.html.tokenizer import Tokenizer
from sarto.compose.scanner import Scanner, scan
from support.cuts import passed, rewritten, swap

A, B = b"<!--# sarto a -->", b"<!--# /sarto a -->"


def inside(body: bytes) -> list[tuple[str, bytes | None]]:
    """Give each slot's children; `None` where nothing ended it."""
    return [
        (span.name, None if span.end is None else body[span.inner : span.end])
        for span in scan(body)
    ]


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"<!--# sarto hero -->", "hero"),
        (b"<!--#sarto hero-->", "hero"),
        (b"<!--#\t\r\nsarto\f\nHero\n-->", "Hero"),
        (b"<!--# sarto /hero -->", "/hero"),
        (b"<!--# sarto sarto -->", "sarto"),
        (b"<!--# sarto a.b:c-d_e&amp;# -->", "a.b:c-d_e&amp;#"),
        (b"<!--# sarto hero--->", "hero-"),
        (b"<!--# sarto - -->", "-"),
        (b"<!--# sarto \xd9\x85\xff\0 -->", "م\ufffd\ufffd"),
        (b"<!--# sarto a\x0bb -->", "a\x0bb"),
    ],
)
def test_a_comment_is_a_mark(mark: bytes, name: str) -> None:
    assert inside(b"<body>" + mark) == [(name, None)]
    end = mark.replace(b"sarto", b"/ sarto", 1)
    assert inside(b"<body>" + mark + b"x" + end) == [(name, b"x")]


@pytest.mark.parametrize(
    "comment",
    [
        b"<!-- # sarto a -->",
        b"<!-- sarto a -->",
        b"<!--# sarto -->",
        b"<!--# sarto-->",
        b"<!--# sartoa -->",
        b"<!--# SARTO a -->",
        b"<!--# sarto a b -->",
        b"<!--# sarto a --!>",
        b"<!--# sarto a>b -->",
        b"<!--# sarto a<b -->",
        b'<!--# sarto "a" -->',
        b"<!--# / / sarto a -->",
        b"<!--#include virtual='a' -->",
        b"<!--# sarto a",
        b"<!--#-->",
        b"<!--#/-->",
        b"<!--#--!>",
        b"<!# sarto a -->",
        b"<# sarto a -->",
        b"<script><!--# sarto a --></script>",
        b"<style><!--# sarto a --></style>",
        b"<title><!--# sarto a --></title>",
        b"<textarea><!--# sarto a --></textarea>",
        b"<xmp><!--# sarto a --></xmp>",
        b"<p title='<!--# sarto a -->'>",
        b"<svg><![CDATA[<!--# sarto a -->]]></svg>",
        b"<template><!--# sarto a --></template>",
        b"<template><p><!--# sarto a --><!--# /sarto a --></p></template>",
        b"<!--# sarto " + b"a" * LONGEST + b" -->",
    ],
    ids=lambda comment: comment[:50],
)
def test_what_is_no_comment_of_that_form_is_no_mark(comment: bytes) -> None:
    assert inside(b"<body>" + comment) == []


@pytest.mark.parametrize("comment", [b"<!--#-->", b"<!--#x-->", b"<!--# /-->"])
def test_a_mark_is_found_right_after_another_comment(comment: bytes) -> None:
    assert inside(b"<body>" + comment + A + comment + B) == [("a", comment)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<body>" + A + B, [("a", b"")]),
        (b"<p>" + A + b"<b>1</b>" + B + b"</p>", [("a", b"<b>1</b>")]),
        (b"<p>" + A + b"<b>1</b></p>" + B, [("a", None)]),
        (b"<p>" + A + b"<b>1" + B + b"</b></p>", [("a", None)]),
        (b"<body>" + B + A, [("a", None)]),
        (b"<ul>" + A + b"<li>1<li>2" + B + b"</ul>", [("a", None)]),
        (b"<ul>" + A + b"<li>1</li><li>2</li>" + B + b"</ul>", [("a", b"<li>1</li><li>2</li>")]),
        (b"<p>" + A + b"<div>" + B + b"</div>", [("a", None)]),
        (b"<table>" + A + b"<tr></tr>" + B + b"</table>", [("a", None)]),
        (b"<table><tbody>" + A + b"<tr></tr>" + B + b"</table>", [("a", b"<tr></tr>")]),
        (b"<select>" + A + b"<option>1</option>" + B + b"</select>", [("a", b"<option>1</option>")]),
        (b"<svg>" + A + b"<g/>" + B + b"</svg>", [("a", b"<g/>")]),
        (A + b"text" + B, [("a", None)]),
        (A + b"<!doctype html>" + B, [("a", b"<!doctype html>")]),
        (b"<title>x</title>" + A + b"<p>1</p>" + B, [("a", None)]),
        (b"<head>" + A + b"<meta>" + B + b"</head>", [("a", b"<meta>")]),
        (b"<head></head>" + A + b"<body>" + B, [("a", None)]),
        (b"<body>" + A + b"</body>" + B, [("a", None)]),
        (b"<body></body>" + A + B, []),
        (b"<body></html>" + A + B, []),
        (b"<body></body>" + A + b"<p>" + A + B, []),
        (b"<b><p>" + A + b"1</b>2" + B, [("a", b"1</b>2")]),
        (b"<i><b><i><p>" + A + b"1</b>2" + B, [("a", b"1</b>2")]),
        (b"<b><x-y>" + A + b"<p>1</b>2" + B, [("a", None)]),
        (b"<form><div>" + A + b"</form>" + B, [("a", b"</form>")]),
        (b"<form>" + A + b"<div></form></div>" + B, [("a", None)]),
    ],
)  # fmt: skip
def test_both_marks_have_one_parent(
    body: bytes, found: list[tuple[str, bytes | None]]
) -> None:
    assert inside(body) == found


def test_the_last_of_its_name_is_ended_and_what_crosses_it_is_left_alone() -> None:
    c, d = A.replace(b"a ", b"c "), B.replace(b"a ", b"c ")
    body = b"<body>" + A + b"1" + A + b"2" + c + b"3" + B + b"4" + d + b"5" + B
    assert inside(body) == [
        ("a", body[23 : body.rindex(B)]),
        ("a", b"2" + c + b"3"),
        ("c", None),
    ]


def test_more_marks_than_the_limit_are_none() -> None:
    body = b"<body>" + A * (MARKS + 1) + B * (MARKS + 1)
    assert len(inside(body)) == MARKS
    deep = b"".join(b"<!--# sarto n%d --><i>" % i for i in range(DEPTH))
    reading = Tokenizer()
    reading.feed(b"<body>" + deep)
    assert len(reading.tree.marks) == MARKS


def test_a_mark_whose_parent_is_forgotten_has_no_end() -> None:
    deep = b"<div>" * (2 * DEPTH)
    ends = b"</div>" * (2 * DEPTH)
    assert inside(b"<body><p-x><p-y>" + A + deep + ends + B) == [("a", None)]


@pytest.mark.parametrize(
    ("start", "settled"),
    [
        (b"<p>text <!--", 8),
        (b"<p>text <!--x", 13),
        (b"<p>text <!--#", 8),
        (b"<p>text <!--# \n", 8),
        (b"<p>text <!--# sa", 8),
        (b"<p>text <!--# sax", 17),
        (b"<p>text <!--#include", 20),
        (b"<p>text <!--# / sarto x --", 8),
    ],
)
def test_only_what_may_become_a_mark_is_held(start: bytes, settled: int) -> None:
    scanner = Scanner()
    scanner.feed(start)
    assert scanner.settled == settled


def test_a_mark_too_long_is_not_kept() -> None:
    scanner = Scanner()
    scanner.feed(b"<body><!--# sarto " + b"a" * LONGEST)
    assert scanner.settled > LONGEST
    assert scanner.feed(b" -->" + A)[0].name == "a"


NEW, AROUND = {"a": swap("new")}, {"a": swap("[", "]"), "b": swap("B")}
IN = b'<html lang="en"><body>'
CASES = {
    "the marks stay": (IN + b"1" + A + b"old" + B + b"2", NEW, IN + b"1" + A + b"new" + B + b"2"),
    "the same name twice": (IN + (A + b"o" + B) * 2, NEW, IN + (A + b"new" + B) * 2),
    "a mark without its end": (IN + A + b"old", NEW, IN + A + b"old"),
    "an end without its mark": (IN + B + b"old", NEW, IN + B + b"old"),
    "a mark has no attributes": (
        IN + A + b"old" + B,
        {"a": swap("new", language="fa", attrs=(("id", "x"),))},
        IN + A + b"new" + B,
    ),
    "an element in the original": (
        IN + A + b"1<b data-sarto=b>2</b>3" + B,
        AROUND,
        IN + A + b"[1<b data-sarto=b>B</b>3]" + B,
    ),
    "marks in the original of an element": (
        IN + b"<p data-sarto=a>1<!--# sarto b -->2<!--# /sarto b -->3</p>",
        AROUND,
        IN + b"<p data-sarto=a>[1<!--# sarto b -->B<!--# /sarto b -->3]</p>",
    ),
    "marks in marks": (
        IN + A + b"1<!--# sarto b -->2<!--# /sarto b -->3" + B,
        AROUND,
        IN + A + b"[1<!--# sarto b -->B<!--# /sarto b -->3]" + B,
    ),
    "marks in marks of the same name": (
        IN + A + b"1" + A + b"2" + B + b"3" + B,
        AROUND,
        IN + A + b"[1" + A + b"[2]" + B + b"3]" + B,
    ),
    "marks go with the slot around them": (
        IN + b"<p data-sarto=a>1<!--# sarto b -->2<!--# /sarto b -->3</p>",
        NEW | {"b": swap("B")},
        IN + b"<p data-sarto=a>new</p>",
    ),
    "marks in a slot that nothing ends": (
        IN + b"<div data-sarto=a><!--# sarto b -->2<!--# /sarto b -->3",
        AROUND,
        IN + b"<div data-sarto=a><!--# sarto b -->B<!--# /sarto b -->3",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "swaps", "result"), CASES.values(), ids=CASES)
def test_what_is_between_marks_is_swapped(
    page: bytes, swaps: dict, result: bytes
) -> None:
    assert rewritten(page, swaps) == result
    assert rewritten(page, swaps, content_type=b"text/html") == result


def test_between_marks_no_more_is_held_than_the_cap() -> None:
    page = IN + A + b"old" + B
    room = len(A + b"old" + B)
    assert passed([page], NEW, hold_cap=room) == IN + A + b"new" + B
    assert passed([page], NEW, hold_cap=room - 1) == page
