"""What an element may hold, where a browser shows it all the same.

(HTML §3.2.5.) A parser leaves these where they are, or drops a tag without a word; but
a block in a phrase, an item without a list are not what their author meant.
"""

from collections.abc import Iterator
from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.node import Node
from sarto.workbench.crawl.judged import Verdict
from sarto.workbench.crawl.reasons import tag_of, verdict
from sarto.workbench.crawl.surroundings import ROOTS
from sarto.workbench.crawl.swapped import Swapped

BLOCKS: Final = (html.ENDS_P | {b"table"}) - {b"li", b"dd", b"dt", b"summary", b"hr"}
PHRASES: Final = frozenset(
    b"abbr b bdi bdo button cite code data dfn em h1 h2 h3 h4 h5 h6 i kbd label mark"
    b" meter output p pre progress q rp rt s samp small span strong sub sup time u"
    b" var".split()
)
TRANSPARENT: Final = frozenset((b"a", b"del", b"ins", b"map", b"noscript", b"slot"))
LISTS: Final = {
    b"li": (b"ul", b"ol", b"menu"),
    b"dt": (b"dl", b"div"),
    b"dd": (b"dl", b"div"),
    b"figcaption": (b"figure",),
    b"summary": (b"details",),
    b"legend": (b"fieldset",),
    b"option": (b"select", b"datalist", b"optgroup", b"div"),
    b"optgroup": (b"select", b"div"),
}
ALONE: Final = frozenset((b"a", b"button", b"form", b"label"))
CONTROLS: Final = frozenset((b"a", b"button", b"input", b"select", b"textarea"))
HOLDERS: Final = frozenset((b"a", b"button"))


def misplaced(swapped: Swapped) -> Iterator[Verdict]:
    """List what stands where it cannot mean what it says."""
    for node in swapped.built.document.walk():
        if node.is_element and swapped.holds(node.start) and not node.is_implied:
            text, hint = mistake(swapped, node)
            if text:
                yield verdict(node.start, node.stop - node.start, text, hint)
    yield from dropped(swapped)


def mistake(swapped: Swapped, node: Node) -> tuple[str, str]:
    name, tag = node.name, f"<{node.tag}>"
    around = [*node.around()]
    if any(each.name == b"template" for each in around):
        return "", ""
    if name in LISTS and around and around[0].name not in LISTS[name]:
        right = " or ".join(f"<{each.decode()}>" for each in LISTS[name][:2])
        return f"{tag} in {{it}} is not right inside {right}", f"put it in {right}"
    holder = phrase_around(around)
    if name in BLOCKS and holder is not None and not swapped.holds(holder.start):
        text = f"{tag} in {{it}} is a block inside of the page's <{holder.tag}>"
        return text, "put the slot on a <div>, or write phrases into it"
    outer = interactive_around(name, node, around)
    if outer is not None and not swapped.holds(outer.start):
        text = f"{tag} in {{it}} is inside of the page's <{outer.tag}>"
        return text, "who presses it: which of the two is meant?"
    return "", ""


def phrase_around(around: list[Node]) -> Node | None:
    """Find the element around that holds phrases only."""
    for node in around:
        if node.name in PHRASES:
            return node
        if node.name not in TRANSPARENT:
            return None
    return None


def interactive_around(name: bytes, node: Node, around: list[Node]) -> Node | None:
    """Find an element around that this one may not be inside of."""
    if node.attributes.get(b"type", "").lower() == "hidden":
        return None
    for outer in around:
        if outer.name == name and name in ALONE:
            return outer
        if name in CONTROLS and outer.name in HOLDERS:
            return outer
    return None


def dropped(swapped: Swapped) -> Iterator[Verdict]:
    """List tags that a parser passes over: parts of tables, forms in forms.

    Of parts of a table the first says it all.
    """
    has_part = False
    for token in swapped.built.tree.ignored:
        is_again = has_part and token.name in html.TABLE_PARTS
        if swapped.holds(token.start) and not is_again and token.name not in ROOTS:
            has_part |= token.name in html.TABLE_PARTS
            name = token.name.decode()
            text = f"{tag_of(token)} in {{it}} is dropped by browsers where it stands"
            hint = f"no <{name}> can be there"
            if token.name in html.TABLE_PARTS:
                hint = f"a <{name}> is read inside of a <table> only"
            elif token.name in (b"form", b"select"):
                hint = f"a <{name}> cannot be inside of another"
            yield verdict(token.start, token.stop - token.start, text, hint)
