"""What has no name for those who do not see it (WCAG 1.1.1, 2.4.4, 4.1.2)."""

from collections.abc import Iterator
from typing import Final

from sarto.workbench.crawl.dom.node import TEXT, Node
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.swapped import Swapped

CODE: Final = "SARTO057"
NAMING: Final = (b"aria-label", b"aria-labelledby", b"title")
UNSEEN: Final = frozenset({"hidden"})
SPEAKING: Final = {"button": (b"value",), "image": (b"alt",)}  # inputs
BY_THEMSELVES: Final = frozenset({"submit", "reset"})
FIELDS: Final = frozenset((b"input", b"select", b"textarea"))
Saying = tuple[str, str]


def nameless(swapped: Swapped) -> Iterator[Verdict]:
    """List images, fields, links and buttons without a name in what was put in."""
    document = swapped.built.document
    labelled = {
        node.attributes.get(b"for", "")
        for node in document.walk()
        if node.name == b"label"
    }
    for node in document.walk():
        if not swapped.holds(node.start) or is_silent(node):
            continue
        text, hint = saying(node, labelled, swapped.body)
        if text:
            size = node.stop - node.start
            yield Verdict(
                code=CODE, offset=node.start, length=size, text=text, help=hint
            )


def is_silent(node: Node) -> bool:
    """Whether it is told to nobody at all."""
    return any(
        each.name == b"template"
        or b"hidden" in each.attributes
        or each.attributes.get(b"aria-hidden", "").lower() == "true"
        for each in (node, *node.around())
    )


def saying(node: Node, labelled: set[str], body: bytes) -> Saying:
    said = node.attributes
    is_named = any(said.get(name, "").strip() for name in NAMING)
    if node.name == b"img" and b"alt" not in said and not is_named:
        return "<img> in {it} has no alt", 'say what it shows, or alt="" for ornament'
    if node.name in FIELDS:
        return ("", "") if is_named else field(node, labelled)
    is_link = node.name == b"a" and b"href" in said
    if (is_link or node.name == b"button") and not (is_named or speaks(node, body)):
        return f"<{node.tag}> in {{it}} has no name", "write text into it"
    return "", ""


def field(node: Node, labelled: set[str]) -> Saying:
    said = node.attributes
    kind = said.get(b"type", "text").lower() if node.name == b"input" else ""
    if kind in UNSEEN | BY_THEMSELVES:
        return "", ""
    if kind in SPEAKING:
        has_name = any(said.get(key, "").strip() for key in SPEAKING[kind])
    else:
        in_label = any(outer.name == b"label" for outer in node.around())
        has_name = in_label or (b"id" in said and said[b"id"] in labelled)
    hint = 'put it in a <label>, or name its id in one: <label for="…">'
    return ("", "") if has_name else (f"<{node.tag}> in {{it}} has no label", hint)


def speaks(node: Node, body: bytes) -> bool:
    """Whether some text, or the name of an image, is inside."""
    for each in node.walk():
        said = each.attributes
        is_text = each.name == TEXT and body[each.start : each.stop].strip()
        if is_text or any(said.get(key, "").strip() for key in (b"alt", *NAMING)):
            return True
        if each.name == b" svg title" or said.get(b"value", "").strip():
            return True
    return False
