"""Headings that skip a level, or a second first one, in a page as shown."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.node import Node
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.swapped import Swapped

CODE: Final = "SARTO056"


def uneven(swapped: Swapped) -> Iterator[Verdict]:
    """List jumps and second first headings that came with what was put in."""
    found = [*headings(swapped.built.document)]
    own = [*headings(swapped.page.built.document)]
    known = {(level(a), level(b)) for a, b in jumps(own)}
    for before, after in jumps(found):
        is_ours = swapped.holds(before.start) or swapped.holds(after.start)
        if is_ours and (level(before), level(after)) not in known:
            yield jump(swapped, before, after)
    firsts = [node for node in found if node.name == b"h1"]
    if len(firsts) > max(1, sum(node.name == b"h1" for node in own)):
        new = [node for node in firsts if swapped.holds(node.start)]
        if new:
            hint = "a page has one: begin with <h2>"
            yield told(new[-1], "the <h1> in {it} is the second one of the page", hint)


def jump(swapped: Swapped, before: Node, after: Node) -> Verdict:
    if swapped.holds(after.start):
        text = f"<{after.tag}> in {{it}} comes after an <{before.tag}>"
        return told(after, text, f"the next level is <h{level(before) + 1}>")
    text = f"after <{before.tag}> in {{it}} the page goes on with <{after.tag}>"
    return told(before, text, f"a heading before it should be <h{level(after) - 1}>")


def headings(document: Node) -> Iterator[Node]:
    for node in document.walk():
        if node.name not in html.HEADINGS or b"hidden" in node.attributes:
            continue
        if all(outer.name != b"template" for outer in node.around()):
            yield node


def jumps(found: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    for before, after in pairwise(found):
        if level(after) > level(before) + 1:
            yield before, after


def level(node: Node) -> int:
    return int(node.name[1:])


def told(node: Node, text: str, hint: str) -> Verdict:
    size = node.stop - node.start
    return Verdict(code=CODE, offset=node.start, length=size, text=text, help=hint)
