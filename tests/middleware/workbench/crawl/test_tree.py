"""The tree of a page is the one that another parser makes of it: lexbor, in selectolax.

Random documents that nobody should write, and denser ones of a few tags each. Left out
is where lexbor differs from the standard (formatting in a textarea, the end tag of a
form in SVG and MathML), what it does not show (templates), and NUL in names.
"""

import random
import re
from collections.abc import Iterator
from html import unescape
from time import monotonic

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sarto.workbench.crawl.dom.builder import built
from sarto.workbench.crawl.dom.node import COMMENT, TEXT, Node
from support.soups import Soup

SEED = random.randrange(1 << 32)  # noqa: S311 - chance
LEFT_OUT = re.compile(
    rb"<textarea|\0|<frameset|<template.*<(?:svg|math)|<(?:svg|math).*(?:<template|</form)",
    re.IGNORECASE | re.DOTALL,
)
NAMES = (  # noqa: SIM905 - words are read as words
    "div p span a b i ul li ol dl dd dt table tr td th tbody thead caption colgroup col"
    " h1 h2 form button select option optgroup input hr br object marquee svg path math"
    " mi foreignobject annotation-xml template script style nobr font ruby rt rb rtc pre"
    " html body head label applet dialog title desc meta link noscript iframe section"
).split()
CASES = (
    *("", "x", " ", "<!doctype html>", "<p>1<p>2", "<b>1<p>2</b>3</p>4", "<a>1<a>2"),
    *("<table>1<tr>2<td>3</table>4", "<table><b>1<tr>2</table>3", "<ul><li>1<ul><li>2</ul>3"),
    *("<b><i><u><p>1</b>2</u>3", "<p><b><b><b><b><p>1", "<a><div><a>1", "<nobr>1<nobr>2"),
    *("<form><div></form>1<form>2", "<table><form><tr><td></form>1", "<button>1<button>2"),
    *("<svg><p>1", "<svg><desc><p>1</svg>2", "<math><mi><b>1</mi>2", "<svg><![CDATA[<b>]]>1"),
    *("<select><div>1<option>2<option>3</select>4", "<select><select>1", "<div><select><input>2"),
    *("<script><!--<script></script>--></script>1", "<style></b></style>1", "<plaintext></b>"),
    *("<head><noscript><p>1", "<html a=1><html b=2><body c=3><body d=4>", "</br>1", "</p>1"),
    *("<table><caption>1<td>2", "<table><colgroup><col>1", "<table><td><table><td>1</table>2"),
    *("<h1>1<h2>2</h1>3", "<dl><dt>1<dd>2<dt>3", "<ruby>1<rt>2<rp>3", "<pre>x</pre>", "<a <b>1"),
    *("<head></head><title>1</title><meta>2", "<head><noscript><link>1</noscript>2", "<noscript><html a>1"),
    *("<template><tr><td>1</template>2", "<head></head></template><head>1", "<html a><head><html b>1"),
    *("<table><tr><td>1</tr><tr>2</table>3", "<table><tbody><tr></tbody><col><tr></table>", "</head></p>1"),
    *("<table><input type=hidden><input>1", "<table><tr><caption>1<tr>2</caption></table>", "<svg><font color=a>1"),
    *("<table><caption></tr><table>1</caption>2", "<svg></br>1", "<math><annotation-xml encoding=text/html><p>1"),
    *("<table></body>1</td><td></th></html>2</td></table>3", "<b a=1><b a=1><b a=1><b a=1><p></p></b></b></b></b>1"),
    *("<p><svg/>1<math/>2", "<table><td><svg><desc><td>1", "<applet><b></applet>1", "<image>1", "<hr><select><option>1<hr>2"),
    *("1<", "1</", "1<!", "1<!--", "1<!-->2", "1<!--->2", "1<?x>2", "1</ x>2", "1<a", "1<a b='"),
)  # fmt: skip


def ours(node: Node, body: bytes) -> Iterator[str]:
    for child in node.children:
        if child.name == TEXT:
            yield "=" + body[child.start : child.stop].decode("utf-8", "replace")
        elif child.name != COMMENT:
            yield f"<{child.tag} {sorted(key.decode() for key in child.attributes)}"
            yield from () if child.name == b"template" else ours(child, body)
            yield ">"


def theirs(node: LexborNode) -> Iterator[str]:
    child = node.first_child
    while child is not None:
        if child.tag == "-text":
            yield "=" + (child.text_content or "")
        elif child.tag and not child.tag.startswith(("-", "!", "_")):
            yield f"<{child.tag.lower()} {sorted(child.attributes)}"
            yield from () if child.tag == "template" else theirs(child)
            yield ">"
        child = child.next


def joined(items: Iterator[str]) -> list[str]:
    """Make texts that meet one; white space and references are another's to tell."""
    found: list[str] = []
    for item in items:
        if not item.startswith("="):
            found.append(item)
        elif text := re.sub(r"\s+", "", unescape(item[1:]).replace("]]>", "")):
            is_next = found and found[-1].startswith("=")
            found[-1:] = [found[-1] + text] if is_next else [*found[-1:], "=" + text]
    return found


def differs(html: bytes) -> bool:
    root = LexborHTMLParser(html.decode()).root
    tree = built(html).document
    return joined(ours(tree, html)) != joined(theirs(root.parent or root))


@pytest.mark.parametrize("html", CASES)
@pytest.mark.parametrize("beginning", ["", "<!doctype html>", "<!doctype html><p>"])
def test_a_small_document_has_the_same_tree(beginning, html) -> None:
    assert not differs((beginning + html).encode())


def test_documents_that_nobody_should_write_have_the_same_tree() -> None:
    print(f"{SEED=}")  # noqa: T201 - to repeat it
    documents = (Soup(random.Random(SEED + n)).document() for n in range(1500))  # noqa: S311 - chance
    kept = [each for each in documents if not LEFT_OUT.search(each)]
    assert len(kept) > 800
    assert [each for each in kept if differs(each)] == []


def test_dense_documents_of_a_few_tags_have_the_same_tree() -> None:
    print(f"{SEED=}")  # noqa: T201 - to repeat it
    kept = [each for n in range(3000) if not LEFT_OUT.search(each := dense(SEED + n))]
    assert len(kept) > 1500
    assert [each for each in kept if differs(each)] == []


def dense(seed: int) -> bytes:
    luck = random.Random(seed)  # noqa: S311 - chance
    few = luck.sample(NAMES, luck.randint(3, 12))
    parts = (
        luck.choice(("<%s>", "<%s>", "</%s>")) % luck.choice(few)
        + luck.choice(("", "x", " "))
        for _ in range(luck.randint(3, 25))
    )
    return (luck.choice(("", "<!doctype html>")) + "".join(parts)).encode()


def test_nodes_know_the_bytes_they_come_from() -> None:
    html = b"<!doctype html><p id=a>b<i>c</i></p><!--d-->"
    nodes = [*built(html).document.walk()]
    told = [html[node.start : node.stop] for node in nodes if not node.is_implied]
    assert told == [b"<p id=a>", b"b", b"<i>", b"c", b"<!--d-->"]
    assert [node.tag for node in nodes if node.is_implied] == ["html", "head", "body"]


@pytest.mark.parametrize("edge", range(1, 40))
def test_a_text_is_parted_where_it_is_asked_for(edge) -> None:
    html = b"<p>aaaa<script><!-- </p> --></script>bbbb"
    starts = {node.start for node in built(html, [edge]).document.walk()}
    is_inside = edge in range(4, 7) or edge in range(16, 28) or edge in range(38, 41)
    assert (edge in starts) == (is_inside or edge in {3, 7, 15, 37})


@pytest.mark.parametrize(
    "tag", ["<div>", "<b a={}>", "<p><i a={}>", "<svg>", "<table><td>"]
)
def test_a_page_without_any_end_has_its_tree_in_time(tag) -> None:
    html = "".join(tag.format(number) for number in range(5_000)).encode()
    until = monotonic() + 30
    assert len([*built(html).document.walk()]) > 5_000
    assert monotonic() < until
