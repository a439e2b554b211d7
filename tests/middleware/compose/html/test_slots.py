"""Which start tags are slots, what they are called, and which children they have."""

import pytest

from sarto.compose.html.elements import DEPTH
from sarto.compose.scanner import Closed, Opened, Scanner, Span, scan

SLOT = b'<b data-sarto="x">y</b>'


def names(body: bytes) -> list[str]:
    return [span.name for span in scan(body)]


def inside(body: bytes) -> dict[str, bytes | None]:
    """Give each slot's children."""
    return {
        span.name: None if span.end is None else body[span.inner : span.end]
        for span in scan(body)
    }


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        (b"<p data-sarto=hero>", "hero"),
        (b"<p data-sarto='hero'>", "hero"),
        (b'<P DATA-Sarto="Hero">', "Hero"),
        (b"<p/data-sarto=hero/>", "hero/"),
        (b"<p\tdata-sarto\n=\f'hero'>", "hero"),
        (b"<p data-sarto=hero data-sarto=other>", "hero"),
        (b"<p x data-sarto = hero y>", "hero"),
        (b"<p class='a'data-sarto=hero>", "hero"),
        (b"<p data-sarto>", ""),
        (b"<p data-sarto=>", ""),
        (b"<p data-sarto=''>", ""),
        (b"<p data-sarto=' a '>", " a "),
        (b"<p data-sarto=a'b>", "a'b"),
        (b"<p data-sarto='a&amp;b&#99;&#x64&lt'>", "a&bcd<"),
        (b"<p data-sarto='&ampb&amp=&notit;&lt;='>", "&ampb&amp=&notit;<="),
        (b"<p data-sarto='&copy &none; & &'>", "\xa9 &none; & &"),
        (b"<p data-sarto='\xc3\xa9\xff\0\r\n\r'>", "\xe9\ufffd\ufffd\n\n"),
        (b"<p x=1 data-SARTO-swap data-sarto='a>b'>", "a>b"),
    ],
)  # fmt: skip
def test_attributes_are_read_as_a_parser_reads_them(tag: bytes, name: str) -> None:
    assert scan(tag) == (
        Span(name=name, start=0, inner=len(tag), end=None, stop=None, whole=False),
    )


@pytest.mark.parametrize(
    "tag",
    [
        b"<p =data-sarto=x>",
        b"<p data-sarto-swap=element>",
        b"<p xdata-sarto=x>",
        b"<p a= data-sarto=x>",
        b"</p data-sarto=x>",
        b"<p a=' data-sarto=x>'>",
        b"<p data-sarto=x",
        b"<p data-sarto='x>",
    ],
)
def test_what_is_no_such_attribute_or_no_tag_makes_no_slot(tag: bytes) -> None:
    assert names(b"data-sarto" + tag) == []


def test_the_whole_element_is_meant_where_swap_says_so() -> None:
    body = b"<p data-sarto=a data-sarto-swap=element></p><p data-sarto=b></p>"
    assert [span.whole for span in scan(body)] == [True, False]


def test_a_void_element_has_no_children() -> None:
    assert Scanner().feed(b"<img data-sarto=x data-sarto-swap=element></img>") == [
        Opened(name="x", start=0, inner=42, whole=True, void=True)
    ]
    assert inside(b"<img data-sarto=x><svg><g data-sarto=y /></svg>") == {
        "x": b"",
        "y": b"",
    }


def test_children_end_at_the_end_tag_or_where_it_is_implied() -> None:
    own, implied = scan(b"<i data-sarto=a>x</i><p data-sarto=b>y<p>z")
    assert (own.inner, own.end, own.stop) == (16, 17, 21)
    assert (implied.inner, implied.end, implied.stop) == (37, 38, 38)


def test_events_come_in_document_order() -> None:
    first, second, third, fourth = Scanner().feed(
        b"<div data-sarto=a><p data-sarto=b>x</div>"
    )
    assert isinstance(first, Opened)
    assert isinstance(second, Opened)
    assert third == Closed(opened=second, end=35, stop=35)
    assert fourth == Closed(opened=first, end=35, stop=41)


def test_the_end_of_the_body_ends_what_may_be_left_open_but_no_div() -> None:
    assert inside(b"<body data-sarto=b><p data-sarto=p>x</body></html>") == {
        "b": b"<p data-sarto=p>x",
        "p": b"x",
    }
    assert inside(
        b"<html data-sarto=h><body data-sarto=b><div data-sarto=d></html>"
    ) == {
        "h": b"<body data-sarto=b><div data-sarto=d>",
        "b": b"<div data-sarto=d>",
        "d": None,
    }
    assert inside(b"<body data-sarto=b><table><td></body>") == {"b": None}


def test_a_slot_that_swapping_would_tear_has_no_end() -> None:
    assert inside(b"<b data-sarto=x><p data-sarto=y>1</b>2</p>") == {
        "x": None,
        "y": b"1</b>2",
    }
    assert inside(b"<b><p><span data-sarto=x>1</b>2</span>") == {"x": b"1"}
    assert inside(b"<b><i data-sarto=i><u><span data-sarto=s><p>1</b>2") == {
        "i": None,
        "s": None,
    }
    assert inside(b"<form data-sarto=x><div>1</form>2</div>") == {"x": None}
    assert inside(
        b"<template></form><form></form></template><form data-sarto=x></form>"
    ) == {"x": b""}


def test_a_page_of_frames_has_no_slots() -> None:
    assert names(b"<frameset data-sarto=x><frame data-sarto=y></frameset>" + SLOT) == []


@pytest.mark.parametrize(
    ("doctype", "ends"),
    [
        (b"", False),
        (b"<!DOCTYPE html>", True),
        (b"<!x><!--x--><!doctype HTML >", True),
        (b"<!doctype html SYSTEM 'about:legacy-compat'>", True),
        (b"<!doctype html public '-//W3C//DTD XHTML 1.0 Transitional//EN' 'x'>", True),
        (b"<!doctype html public '-//W3C//DTD HTML 4.01//EN'>", True),
        (b"<!doctype html public '-//W3C//DTD HTML 4.01 Transitional//EN' 'x'>", True),
        (b"<!doctype html public '-//W3C//DTD HTML 4.01 Transitional//EN'>", False),
        (b"<!doctype html public '-//W3C//DTD HTML 3.2 Final//EN'>", False),
        (b"<!doctype html public '-//IETF//DTD HTML//EN'>", False),
        (b"<!doctype svg>", False),
        (b"<!doctype" + b" " * 2000 + b"html>", False),
    ],
)
def test_a_table_ends_a_paragraph_except_in_quirks_mode(
    doctype: bytes, *, ends: bool
) -> None:
    body = doctype + b"<p data-sarto=x><table></table></p>"
    assert inside(body)["x"] == (b"" if ends else b"<table></table>")
    scanner = Scanner()
    events = [event for at in body for event in scanner.feed(bytes((at,)))]
    assert events == Scanner().feed(body)


def test_the_language_of_the_page_is_known_once_its_tag_is_seen() -> None:
    scanner = Scanner()
    scanner.feed(b"\xef\xbb\xbf<!doctype html><html class=a LANG=fa")
    assert scanner.language is None
    scanner.feed(b"><p lang=pl><html lang=de>")
    assert scanner.language == "fa"


def test_text_before_the_body_begins_it() -> None:
    assert names(b"\xef\xbb\xbf <html data-sarto=x>") == ["x"]
    assert names(b"text <html data-sarto=x><body data-sarto=y>") == []
    assert inside(b"<head data-sarto=x><link> text") == {"x": b"<link> "}


def test_deeper_elements_than_the_limit_are_only_counted() -> None:
    over = DEPTH + 9
    deep = b"<div>" * over + SLOT + b"<br>" + b"</div>" * over
    body = b"<div data-sarto=a>" + deep + b"</div>"
    assert inside(body + SLOT) == {"a": deep, "x": b"y"}
    raw = b"<i>" * DEPTH + b"<script>" + SLOT + b"</script>"
    assert names(raw + b"</i>" * 9 + SLOT) == ["x"]
