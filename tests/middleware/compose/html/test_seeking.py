"""Selectors find elements as they stream by; more in tests/suites/test_selector_truth."""

import pytest

from sarto.compose.html.elements import DEPTH
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.scanner import Opened, Scanner
from sarto.vocabulary.selectors import selectors

HTML = b"<!doctype html>"


def found(text: str, body: bytes, *, is_standard: bool = True) -> list[bytes]:
    """Give the start tags that a selector finds, the same in one piece and in bytes."""
    body = (HTML if is_standard else b"") + body
    wanted = Wanted({"x": selectors(text)})
    scanner, events = Scanner(wanted), Scanner(wanted).feed(body)
    assert [each for at in body for each in scanner.feed(bytes((at,)))] == events
    return [body[e.start : e.inner] for e in events if isinstance(e, Opened)]


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("#a", b"<p id=a>"),
        ("#a", b"<P ID='a'>"),
        ("#a", b"<p id=&#97;>"),
        ("#a", b"<p id = a>"),
        ("#a", b"<p\nx='1'id=a>"),
        ("#a", b"<p id=a id=b>"),
        ("#a", b"<input id=a>"),
        (".a", b'<p class=" b\ta ">'),
        ("p.a.b[c]", b"<p c class='b a'>"),
        ("#\u0645", "<p id=\u0645>".encode()),
        ("[a]", b"<p a>"),
        ("[A=b]", b"<p a=b>"),
        ("[a='']", b"<p a>"),
        ("[a='\u0645'][b]", "<p b a=\u0645>".encode()),
        ("[a=B i]", b"<p a=b>"),
        ("[type=TEXT]", b"<input type=text>"),
        ("[a~=b]", b"<p a='c b'>"),
        ("[a|=b]", b"<p a=b-c>"),
        ("[a|=b]", b"<p a=b>"),
        ("[a^=b]", b"<p a=bc>"),
        ("[a$=c]", b"<p a=bc>"),
        ("[a*=c]", b"<p a=bcd>"),
        ("[a='\u0645']", "<p a=\u0645>".encode()),
        ("[a='b\\a c']", b"<p a='b\r\nc'>"),
        ("meta", b"<meta>"),
        ("head meta", b"<meta>"),
        ("#a", b"<template id=a>"),
        ("svg circle", b"<circle r=1 />"),
        ("[viewBox]", b"<svg viewBox='0'>"),
    ],
)  # fmt: skip
def test_a_tag_is_found(text: str, tag: bytes) -> None:
    around = b"<svg>" if b"circle" in tag else b""
    assert found(text, around + tag) == [tag]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("#a", b"<p id=A><p id='a '><p id><p ids=a><p xid=a>"),
        (".a", b"<p class=A><p class='b\x0ba'><p class=ab>"),
        ("[type=TEXT s]", b"<input type=text>"),
        ("[a~='b c']", b"<p a='b c'>"),
        ("[a~='']", b"<p a=''>"),
        ("[a^='']", b"<p a=b>"),
        ("[a|=b]", b"<p a=bc>"),
        (
            "p",
            b"<!-- <p> --><script><p></script><title><p></title><template><p></template>",
        ),
        ("p", b"<pre></p><x title='<p>'><svg><![CDATA[<p>]]></svg>"),
        ("ul > b", b"<ul><li><b>"),
        ("ul b", b"<ul></ul><b>"),
        ("ul ul", b"<ul></ul><ul>"),
        ("template p", b"<template><p></template>"),
        ("td", b"<td>"),
    ],
)
def test_nothing_is_found(text: str, body: bytes) -> None:
    assert found(text, b"<body>" + body) == []


def test_in_quirks_mode_case_does_not_count_in_ids_and_classes() -> None:
    body = b"<p id=A class=B data-x=C>"
    for text in ("#a", ".b"):
        assert found(text, body, is_standard=False) == [body]
        assert found(text, body) == []
    assert found("[data-x=c]", body, is_standard=False) == []


def test_elements_whose_tags_are_left_out_are_found_where_they_begin() -> None:
    assert found("tbody > tr", b"<table><tr>") == [b"<tr>"]
    assert found("tbody", b"<table><tr>") == [b""]
    assert found("html, body", b"<p>") == [b"", b""]


def test_what_is_taken_out_of_the_open_elements_counts_no_more() -> None:
    body = b"<div class=a><i class=b><p class=c></i><u>1</u></p><u>2</u></div><u>3</u>"
    assert found(".b u", body) == []
    assert found(".c u", body) == [b"<u>"]
    assert found(".a u", body) == [b"<u>"] * 2
    assert found(".c > u, .a > u", body) == [b"<u>"] * 2


def test_an_attribute_goes_before_selectors() -> None:
    events = Scanner(Wanted({"x": selectors("p")})).feed(HTML + b"<p data-sarto=y><p>")
    assert [e.name for e in events if isinstance(e, Opened)] == ["y", "x"]


def test_regions_have_attributes_or_selectors_too() -> None:
    wanted = Wanted(
        {"x": selectors("p")}, {"home": selectors("main, p"), "far": selectors("p")}
    )
    body = HTML + b"<main><p><p data-sarto-layout=in></main>"
    opened = [e for e in Scanner(wanted).feed(body) if isinstance(e, Opened)]
    assert [(e.name, e.is_region) for e in opened] == [
        ("home", True),
        ("x", False),
        ("home", True),
        ("x", False),
        ("in", True),
    ]
    none = [e for e in Scanner().feed(body) if isinstance(e, Opened)]
    assert none == []


def test_where_nothing_is_sought_nothing_is_looked_at() -> None:
    assert NOTHING.seeker() is None
    assert Wanted().tag is NOTHING.tag
    assert Wanted().usual is NOTHING.usual


def test_hostile_pages_keep_no_more_than_the_open_elements() -> None:
    scanner = Scanner(Wanted({"x": selectors("div div > i")}))
    for _ in range(50):
        scanner.feed(b"<div>" * 100)
    seeker = scanner._tokenizer.tree.seeker
    assert seeker is not None
    assert len(seeker._entries) <= 2 * DEPTH
