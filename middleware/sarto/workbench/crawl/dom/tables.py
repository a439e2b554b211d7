"""Tables (HTML §13.2.6.4.9 to 13.2.6.4.15).

Each rule says whether it took the token; else the rules for the body count, and what
they insert goes before the table.
"""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.open import Open

ROOTS: Final = (b"html", b"template")
CELLS: Final = (b"td", b"th")
HIDDEN: Final = "hidden"
ABOVE: Final = {  # what is implied for a part: in a table, in a section
    b"tr": (b"tbody",),
    b"td": (b"tbody", b"tr"),
    b"th": (b"tbody", b"tr"),
    b"col": (b"colgroup",),
}
SECTION_PARTS: Final = html.TABLE_SECTIONS | {b"caption", b"col", b"colgroup"}


def clear_to(tree: Open, *names: bytes) -> None:
    tree.pop_until((*names, *ROOTS))


def start_in_table(tree: Open) -> bool:
    token, name = tree.token, tree.token.name
    if name in html.TABLE_PARTS:
        clear_to(tree, b"table")
        if name == b"caption":
            tree.formatting.append(None)
        for implied in ABOVE.get(name, ()):
            tree.start(implied)
        put(tree)
    elif name == b"table":
        if tree.close((b"table",), html.TABLE_SCOPE):
            return False  # once more, outside of it
        tree.ignore()
    elif name == b"input" and token.attributes.get(b"type", "").lower() == HIDDEN:
        tree.void()
    elif name == b"form":
        if tree.form is not None or tree.has(b"template"):
            tree.ignore()
            return True
        tree.form = tree.start()
        tree.pop()
    else:
        return False
    return True


def put(tree: Open) -> None:
    """Insert a part of a table where it belongs."""
    if tree.token.name == b"col":
        tree.void()
        return
    tree.start()
    if tree.token.name in CELLS:
        tree.formatting.append(None)


def start_in_section(tree: Open) -> bool:
    name = tree.token.name
    if name in (b"tr", *CELLS):
        clear_to(tree, *html.TABLE_SECTIONS)
        if name != b"tr":
            tree.start(b"tr")
        put(tree)
        return True
    if name in SECTION_PARTS and tree.find(html.TABLE_SECTIONS, html.TABLE_SCOPE):
        clear_to(tree, *html.TABLE_SECTIONS)
        tree.pop()
    return start_in_table(tree)


def start_in_row(tree: Open) -> bool:
    name = tree.token.name
    if name in CELLS:
        clear_to(tree, b"tr")
        put(tree)
        return True
    if name in SECTION_PARTS | {b"tr"} and end_row(tree):
        return start_in_section(tree)
    return start_in_table(tree)


def end_row(tree: Open) -> bool:
    if tree.find((b"tr",), html.TABLE_SCOPE) is None:
        return False
    clear_to(tree, b"tr")
    tree.pop()
    return True


def end_cell(tree: Open) -> bool:
    if (cell := tree.find(CELLS, html.TABLE_SCOPE)) is None:
        return False
    tree.implied()
    tree.pop_to(cell)
    tree.forget()
    return True


def end_caption(tree: Open) -> bool:
    if (caption := tree.find((b"caption",), html.TABLE_SCOPE)) is None:
        return False
    tree.implied()
    tree.pop_to(caption)
    tree.forget()
    return True
