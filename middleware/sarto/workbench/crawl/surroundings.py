"""Whether a page stays what it was around a slot that was swapped.

Two trees are held against each other: that of the page with its own content in the
slot, and that of the page as shown. What is in the slot is left out of both; all else
must be the same: elements, their attributes and their texts, in the same order.

The children of a slot's element are left out as they are. Of an element that is swapped
whole, and between marks, it is what was written there that is left out, wherever a
parser put it; but where it stands must be the same.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from sarto.compose.scanner import Span
from sarto.workbench.crawl.dom.node import COMMENT, Node
from sarto.workbench.crawl.page import Page
from sarto.workbench.crawl.swapped import Swapped

Item: TypeAlias = tuple[str, object]

TEXTS: Final = " text"  # no element is called so
ROOTS: Final = (b"html", b"head", b"body")  # a slot may be what implies them
HERE: Final[Item] = (" here", None)
END: Final[Item] = (" end", None)


def is_torn(swapped: Swapped) -> bool:
    """Whether the page around the slot is no longer the same."""
    span, before = swapped.span, own(swapped.page, swapped.span)
    inside = (swapped.start, swapped.stop)
    after = around(swapped.built.document, swapped.body, span, inside)
    if span.whole and HERE not in after:  # nothing of it is in the tree
        before = joined(item for item in before if item != HERE)
    return before != after


@lru_cache(maxsize=16)  # a slot is asked for all its fragments one after the other
def own(page: Page, span: Span) -> list[Item]:
    """List all that is not in the slot of the page as it came."""
    inside = (span.start, span.stop or 0) if span.whole else (span.inner, span.end or 0)
    return around(page.built.document, page.body, span, inside)


def around(
    document: Node, body: bytes, span: Span, inside: tuple[int, int]
) -> list[Item]:
    """List all that is not in the slot."""
    if span.whole or body.startswith(b"<!--", span.start):
        mark = -1 if span.whole else span.start
        return joined(starred(document, body, mark, inside))
    return joined(pruned(document, body, element(document, span)))


def element(document: Node, span: Span) -> Node | None:
    """Find the element whose start tag is the slot's."""
    for node in document.walk():
        if node.is_element and node.start == span.start and not node.is_implied:
            return node
    return None


def joined(found: Iterator[Item]) -> list[Item]:
    """Make texts that meet one, and places that meet."""
    items, text = list[Item](), b""
    for item in found:
        if item[0] == TEXTS and isinstance(item[1], bytes):
            text += item[1]
            continue
        items += ((TEXTS, text),) if text else ()
        is_again = item == HERE and not text and items[-1:] == [HERE]
        items += () if is_again else (item,)
        text = b""
    return [*items, (TEXTS, text)]


def pruned(document: Node, body: bytes, slot: Node | None) -> Iterator[Item]:
    """List all nodes but those in the slot's element."""
    waiting: list[Node | None] = [*reversed(document.children)]
    while waiting:
        node = waiting.pop()
        if node is None:
            yield END
        elif node is slot:
            yield HERE
        else:
            yield from told(node, body)
            waiting += (None, *reversed(node.children)) if node.is_element else ()


def starred(
    document: Node, body: bytes, mark: int, inside: tuple[int, int]
) -> Iterator[Item]:
    """List all nodes but those written in a place; of these, only where they are."""
    start, stop = inside
    waiting: list[Node | None] = [*reversed(document.children)]
    while waiting:
        node = waiting.pop()
        if node is None:
            yield END
        elif node.name == COMMENT:
            yield from (HERE,) if node.start == mark else ()
        elif start <= node.start < stop and node.name not in ROOTS:
            yield HERE
            if any(is_strange(each, start, stop) for each in node.walk()):
                yield ("!", node.tag)  # something of the page is in it
        else:
            yield from told(node, body)
            waiting += (None, *reversed(node.children)) if node.is_element else ()


def is_strange(node: Node, start: int, stop: int) -> bool:
    """Whether it was not written in that place; a comment is seen by nobody."""
    return node.name != COMMENT and not start <= node.start < stop


def told(node: Node, body: bytes) -> Iterator[Item]:
    if node.is_element:
        yield (node.tag, node.attributes)
    elif node.name != COMMENT:
        yield (TEXTS, body[node.start : node.stop])
