"""End tags in the body (HTML §13.2.6.4.7)."""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.bodies import (
    ITEMS,
    MARKED,
    Rule,
    end_by_force,
    other_end,
    void,
)
from sarto.workbench.crawl.dom.open import Open


def end(tree: Open) -> None:
    """Take an end tag."""
    name = tree.token.name
    if name in ENDS:
        ENDS[name](tree)
    else:
        other_end(tree, name)


def formatting(tree: Open) -> None:
    end_by_force(tree, tree.token.name)


def block(tree: Open) -> None:
    closed(tree, html.SCOPE)


def closed(tree: Open, boundary: frozenset[bytes]) -> None:
    name = tree.token.name
    if (found := tree.find((name,), boundary)) is not None:
        tree.implied(name)
        tree.pop_to(found)


def item(tree: Open) -> None:
    is_li = tree.token.name == b"li"
    closed(tree, html.LIST_SCOPE if is_li else html.SCOPE)


def paragraph(tree: Open) -> None:
    if tree.find((b"p",), html.BUTTON_SCOPE) is None:
        tree.start(b"p")
    tree.close_p()


def heading(tree: Open) -> None:
    if (found := tree.find(html.HEADINGS)) is not None:
        tree.implied()
        tree.pop_to(found)


def marked(tree: Open) -> None:
    if tree.find((tree.token.name,)) is not None:
        block(tree)
        tree.forget()


def form(tree: Open) -> None:
    if tree.has(b"template"):
        block(tree)
        return
    node, tree.form = tree.form, None
    is_open = node is not None and node is tree.find((b"form",))
    if node is None or not (is_open or below(tree)):
        return
    tree.implied()
    if node in tree.stack:
        node.ended = tree.token
        tree.stack.remove(node)


def below(tree: Open) -> bool:
    return tree.find((b"form",)) is not None


def line_break(tree: Open) -> None:
    tree.token = tree.token._replace(attributes={})
    void(tree)


ENDS: Final[dict[bytes, Rule]] = {
    **dict.fromkeys(html.BLOCK - html.HEADINGS, block),
    **dict.fromkeys(html.HEADINGS, heading),
    **dict.fromkeys(html.FORMATTING, formatting),
    **dict.fromkeys(ITEMS, item),
    **dict.fromkeys(MARKED, marked),
    b"br": line_break,
    b"form": form,
    b"p": paragraph,
}
