"""Random pages, random swaps, random cuts: what comes out is what the page's tree says.

The pages are made from trees of elements whose names say how deep they stand, so that
where each ends is known without a parser: at its end tag, or with its parent.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.compose.swap import Html, Swap
from support.cuts import passed

pytestmark = pytest.mark.slow

TEXTS = ("", "text", " ", "é&amp;<!-- <x-9 data-sarto=a> -->", "<br>", "< ", "a>b", "'")
FILLS: tuple[Html, ...] = (("new",), ("", ""), ("[", "]"), ("(", "|", ")"), ("",))


@dataclass(frozen=True)
class Node:
    """An element, or bare text where it has no children."""

    text: str = ""
    slot: str | None = None
    whole: bool = False
    is_closed: bool = True
    children: "tuple[Node, ...] | None" = None


@dataclass(frozen=True)
class Rule:
    fill: Html | None = None
    attrs: bool = False
    fails: bool = False

    @property
    def swap(self) -> Swap:
        attrs = (("class", "x"),) if self.attrs else ()
        if self.fails:
            return Swap(attrs=attrs, render=lambda: None)
        fill = self.fill
        return Swap(attrs=attrs, render=(lambda: fill) if fill is not None else None)


@dataclass
class Writer:
    """Writes the page of a tree, and what must come of it."""

    rules: dict[str, Rule] = field(default_factory=dict[str, Rule])
    cap: int = 0

    def pages(self, nodes: tuple[Node, ...], depth: int, *, ends: bool) -> str:
        return "".join(self.page(node, depth, ends=ends) for node in nodes)

    def page(self, node: Node, depth: int, *, ends: bool) -> str:
        """Write a node; `ends` says whether anything around it has an end."""
        if node.children is None:
            return node.text
        mark = f" data-sarto={node.slot}" if node.slot else ""
        mark += " data-sarto-swap=element" if node.whole and node.slot else ""
        tag, end = f"<x-{depth}{mark}>", f"</x-{depth}>" if node.is_closed else ""
        original = self.written(node.children, depth + 1)
        raw = tag + original + end
        inside = self.pages(node.children, depth + 1, ends=ends or node.is_closed)
        rule = self.rules.get(node.slot or "")
        if rule is None:
            return tag + inside + end
        fill = None if rule.fails else rule.fill
        if rule.fill is None and not rule.fails:
            return self.tag(tag, rule) + inside + end
        can_end = ends or node.is_closed
        if fill is None or not can_end or len(raw.encode()) > self.cap:
            return tag + inside + end
        html = inside.join(fill)
        return html if node.whole else self.tag(tag, rule) + html + end

    def tag(self, tag: str, rule: Rule) -> str:
        return tag[:-1] + ' class="x">' if rule.attrs else tag

    def written(self, nodes: tuple[Node, ...], depth: int) -> str:
        return Writer().pages(nodes, depth, ends=True)


def trees(depth: int) -> st.SearchStrategy[tuple[Node, ...]]:
    text = st.builds(Node, text=st.sampled_from(TEXTS))
    if not depth:
        return st.lists(text, max_size=2).map(tuple)
    element = st.builds(
        Node,
        slot=st.sampled_from([None, "a", "b", "c"]),
        whole=st.booleans(),
        children=trees(depth - 1),
    )
    open_one = st.builds(
        Node,
        slot=st.sampled_from([None, "a", "b", "c"]),
        whole=st.booleans(),
        is_closed=st.just(value=False),
        children=trees(depth - 1),
    )
    some = st.lists(st.one_of(text, element), max_size=4).map(tuple)
    return st.one_of(some, st.tuples(some, open_one).map(lambda two: (*two[0], two[1])))


RULES = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    st.builds(
        Rule,
        fill=st.sampled_from([None, *FILLS]),
        attrs=st.booleans(),
        fails=st.sampled_from([False, False, False, True]),
    ),
)
CAPS = st.one_of(st.integers(0, 200), st.just(10_000))


@settings(max_examples=400)
@given(trees(3), RULES, CAPS, st.data())
def test_what_comes_out_is_what_the_tree_says(
    nodes: tuple[Node, ...], rules: dict[str, Rule], cap: int, data: st.DataObject
) -> None:
    page = Writer().pages(nodes, 0, ends=False).encode()
    expected = Writer(rules, cap).pages(nodes, 0, ends=False).encode()
    swaps = {name: rule.swap for name, rule in rules.items()}
    places = st.lists(st.integers(0, len(page)), max_size=6).map(sorted)
    cuts = [0, *data.draw(places), len(page)]
    chunks = [page[a:b] for a, b in pairwise(cuts)]
    for ends in (True, False):
        out = passed(chunks, swaps, hold_cap=cap, ends_with_a_chunk=ends)
        assert out == expected
    single = [page[at : at + 1] for at in range(len(page))]
    assert passed(single, swaps, hold_cap=cap) == expected


PIECES = (
    *("<p data-sarto=a>", "</p>", "<div data-sarto=b>", "</div>", "<li data-sarto=a>"),
    *("<body data-sarto=b>", "</body>", "<html data-sarto=a>", "</html>", "<table>"),
    *("<tr data-sarto=a>", "<td data-sarto=b>", "</table>", "<a data-sarto=c>", "</a>"),
    *("<b data-sarto=b>", "</b>", "<img data-sarto=a data-sarto-swap=element>", "x"),
    *("<option data-sarto=a>", "<select>", "</select>", "<!--", "-->", "<script>"),
    *("</script>", "<svg data-sarto=a>", "</svg>", "<template>", "</template>", "<"),
    *("<p data-sarto=c data-sarto-swap=element>", "<h1 data-sarto=a>", "</h2>", "é"),
    *(
        "<!--# sarto a -->",
        "<!--# /sarto a -->",
        "<!--# sarto b -->",
        "<!--#/sarto b-->",
    ),
)


HEADERS = st.sampled_from([b"text/html; charset=utf-8", b"text/html"])


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=25), RULES, CAPS, HEADERS)
def test_even_a_broken_page_comes_out_the_same_at_any_chunking(
    pieces: list[str], rules: dict[str, Rule], cap: int, header: bytes
) -> None:
    page = "".join(pieces).encode()
    swaps = {name: rule.swap for name, rule in rules.items()}
    whole = passed([page], swaps, content_type=header, hold_cap=cap)
    ways = [[page[:at], page[at:]] for at in range(0, len(page), 7)]
    ways.append([page[at : at + 1] for at in range(len(page))])
    for chunks in ways:
        out = passed(chunks, swaps, content_type=header, hold_cap=cap)
        assert out == whole
