"""Where children end, against another parser: lexbor, by way of selectolax.

Between any two tokens stands a comment with its number. Which element a comment is in
says, without a word about how, where that element's children end.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sarto.compose.scanner import scan

DATA = Path(__file__).parents[3] / "data" / "html"
FRAGMENTS = (DATA / "fragments.txt").read_text(encoding="utf-8").splitlines()
RAW = r"<(textarea|script|style|title|iframe|noembed|noframes|xmp)\b[^>]*>[^<]*</\1>"
FOREIGN_RAW = re.compile(r"<(?:svg|math)\b")
STRICT = "<!doctype html>"


def numbered(tokens: list[str]) -> str:
    """Put a numbered comment between any two tokens."""
    parts = [f"<!--{number}-->{token}" for number, token in enumerate(tokens)]
    return "".join([*parts, f"<!--{len(tokens)}-->"])


def tokens(fragment: str) -> list[str]:
    html = re.sub(r"@(\w+)", r"data-sarto=\1", fragment)
    raw = "" if FOREIGN_RAW.search(html) else RAW + "|"
    return [found[0] for found in re.finditer(raw + "<[^>]*>|[^<]+", html)]


def comments(node: LexborNode) -> set[int]:
    return {
        int(child.comment_content or "")
        for child in node.traverse(include_text=True)
        if child.is_comment_node
    }


def in_lexbor(html: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for element in LexborHTMLParser(html).css("[data-sarto]"):
        found.setdefault(element.attributes["data-sarto"] or "", comments(element))
    return found


def in_sarto(html: str) -> dict[str, set[int]]:
    body = html.encode()
    marks = {found.start(): int(found[1]) for found in re.finditer(rb"<!--(\d+)", body)}
    return {
        span.name: {
            number
            for at, number in marks.items()
            if span.inner <= at and (span.end is None or at < span.end)
        }
        for span in scan(body)
    }


def seen(html: str) -> set[int]:
    """Give the comments in head and body: not those in templates or after the body."""
    tree = LexborHTMLParser(html)
    return {
        number for part in (tree.head, tree.body) if part for number in comments(part)
    }


def same(html: str) -> None:
    both = seen(html)
    theirs = {name: numbers & both for name, numbers in in_lexbor(html).items()}
    ours = {name: numbers & both for name, numbers in in_sarto(html).items()}
    assert ours == theirs, html


@pytest.mark.parametrize("doctype", ["", STRICT])
@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_children_end_where_a_parser_ends_them(fragment: str, doctype: str) -> None:
    same(doctype + numbered(tokens(fragment)))


NESTINGS = {
    "blocks": "p div ul ol li dl dt dd h1 h2 section span button pre hr br",
    "tables": "table tr td th tbody thead tfoot caption",
    "cells": "td p ul li span div button select option",
    "ruby": "ruby rb rt rp rtc span p div",
    "forms": "select option optgroup input button div p hr label fieldset",
    "foreign": "svg g title desc foreignobject p div math mi mo annotation-xml script",
    "objects": "object marquee applet p div span li ul",
}


def tags(names: str) -> st.SearchStrategy[list[str]]:
    name = st.sampled_from(names.split())
    return st.lists(
        st.one_of(
            name.map("<{}>".format),
            name.map("<{} data-sarto=?>".format),
            name.map("</{}>".format),
            st.just("x"),
        ),
        max_size=14,
    )


def with_names(nesting: list[str]) -> list[str]:
    return [tag.replace("?", str(number)) for number, tag in enumerate(nesting)]


@pytest.mark.parametrize("kind", NESTINGS)
@given(data=st.data())
def test_random_nestings_end_where_a_parser_ends_them(
    kind: str, data: st.DataObject
) -> None:
    nesting = with_names(data.draw(tags(NESTINGS[kind])))
    inside = ["<svg>"] if kind == "foreign" else []
    cells = ["<table>", "<tr>", "<td>"] if kind == "cells" else []
    same(STRICT + "<body>" + numbered([*inside, *cells, *nesting]))
