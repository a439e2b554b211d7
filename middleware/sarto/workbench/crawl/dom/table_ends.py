"""End tags in tables, and what ends a cell or a caption (HTML §13.2.6.4.9 to .15).

Each rule says whether the token is to be taken once more, by what is open then; `None`:
the rules for the body count.
"""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom.open import Open
from sarto.workbench.crawl.dom.tables import (
    CELLS,
    clear_to,
    end_caption,
    end_cell,
    end_row,
)

PARTS: Final = html.TABLE_PARTS | {b"body", b"html"}
IN_ROW: Final = PARTS - html.TABLE_SECTIONS - {b"tr"}


def end_in_table(tree: Open) -> bool | None:
    if tree.token.name == b"table":
        tree.close((b"table",), html.TABLE_SCOPE)
        return False
    return False if tree.token.name in PARTS else None


def end_in_section(tree: Open) -> bool | None:
    name = tree.token.name
    if name in html.TABLE_SECTIONS:
        if tree.find((name,), html.TABLE_SCOPE):
            clear_to(tree, *html.TABLE_SECTIONS)
            tree.pop()
        return False
    if name == b"table" and tree.find(html.TABLE_SECTIONS, html.TABLE_SCOPE):
        clear_to(tree, *html.TABLE_SECTIONS)
        tree.pop()
        return True
    return False if name == b"table" else end_in_table(tree)


def end_in_row(tree: Open) -> bool | None:
    name = tree.token.name
    if name == b"tr":
        end_row(tree)
        return False
    if name == b"table":
        return end_row(tree)
    if name in html.TABLE_SECTIONS:
        is_there = tree.find((name,), html.TABLE_SCOPE) is not None
        return is_there and end_row(tree)
    return False if name in IN_ROW else None


def end_in_cell(tree: Open) -> bool | None:
    name = tree.token.name
    if name in CELLS:
        if (cell := tree.find((name,), html.TABLE_SCOPE)) is not None:
            tree.implied()
            tree.pop_to(cell)
            tree.forget()
        return False
    if name in html.TABLE_CONTEXT:
        is_there = tree.find((name,), html.TABLE_SCOPE) is not None
        return is_there and end_cell(tree)
    return False if name in PARTS else None


def end_in_caption(tree: Open) -> bool | None:
    name = tree.token.name
    if name == b"caption":
        end_caption(tree)
        return False
    if name == b"table":
        return end_caption(tree)
    return False if name in PARTS else None


def in_columns(tree: Open) -> bool:
    """Take a tag or text among columns; true: once more, outside of them."""
    kind, name = tree.token.kind, tree.token.name
    if (kind, name) == ("start", b"col"):
        tree.void()
    elif kind == "end" and name in (b"col", b"colgroup"):
        if name == b"colgroup" and tree.node.name == b"colgroup":
            tree.pop()
    elif tree.node.name != b"colgroup":
        tree.ignore()
    else:
        tree.pop()
        return True
    return False
