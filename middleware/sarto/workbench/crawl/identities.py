"""Ids that a page as shown has twice."""

from collections.abc import Iterator

from sarto.workbench.crawl.dom.node import Node
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.swapped import Swapped


def doubled(swapped: Swapped) -> Iterator[Verdict]:
    """List ids of what was put in that it, or the page around it, has once more.

    What the page has twice by itself is not told; nor what is put in as it was.
    """
    document = swapped.page.built.document if swapped.shown.is_layout else None
    own = {node.attributes[b"id"] for node in identified(document)} if document else ()
    seen = dict[str, Node]()
    around = {
        node.attributes[b"id"]: node
        for node in identified(swapped.built.document)
        if not swapped.holds(node.start)
    }
    for node in identified(swapped.built.document):
        said = node.attributes[b"id"]
        if said in own or not swapped.holds(node.start):
            continue
        if said in seen and seen[said].start != node.start:
            yield verdict(node, f"{{it}} has the id {said!r} twice")
        elif said in around:
            tag = around[said].tag
            yield verdict(
                node, f"the id {said!r} in {{it}} is that of a <{tag}> around"
            )
        seen.setdefault(said, node)


def identified(document: Node) -> Iterator[Node]:
    """List elements with ids, but those in templates."""
    waiting = document.children[::-1]
    while waiting:
        node = waiting.pop()
        if node.attributes.get(b"id"):
            yield node
        if node.name != b"template":
            waiting += node.children[::-1]


def verdict(node: Node, text: str) -> Verdict:
    size = node.stop - node.start
    hint = "an id names one element of a page: choose another"
    return Verdict(
        code="SARTO055", offset=node.start, length=size, text=text, help=hint
    )
