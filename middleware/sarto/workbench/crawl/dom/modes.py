"""How tags are taken, by what is open (HTML §13.2.6.4): the insertion modes.

Once the body has begun, the open elements alone say which mode it is; of templates,
the modes are kept.
"""

from typing import Final

from sarto.compose.html import names as html
from sarto.workbench.crawl.dom import foreign, heads, table_ends, tables
from sarto.workbench.crawl.dom.bodies import STARTS, phrase
from sarto.workbench.crawl.dom.endings import end as end_in_body
from sarto.workbench.crawl.dom.open import Open

CONTEXTS: Final = html.TABLE_PARTS | {b"table", b"template", b"body", b"html"}
CLOSED: Final = (b"caption", *tables.CELLS)  # by any part of a table
TEMPLATE_MODES: Final = {
    **dict.fromkeys((b"caption", b"colgroup", *html.TABLE_SECTIONS), b"table"),
    **dict.fromkeys(tables.CELLS, b"tr"),
    b"col": b"colgroup",
    b"tr": b"tbody",
}


def context(tree: Open) -> bytes:
    """Name the element, open or of a template, that decides how tags are taken."""
    for node in reversed(tree.stack):
        if node.name in CONTEXTS:
            return tree.templates[-1] if node.name == b"template" else node.name
    return b"body"


def start(tree: Open) -> None:
    """Take a start tag."""
    name, mode = tree.token.name, context(tree)
    if mode == b"template" and name not in heads.PARTS:
        tree.templates[-1] = TEMPLATE_MODES.get(name, b"body")
        start(tree)
    elif mode == b"colgroup" and name not in (b"html", b"template"):
        if table_ends.in_columns(tree):
            start(tree)
    elif name in html.TABLE_PARTS and mode in CLOSED:
        close = tables.end_caption if mode == b"caption" else tables.end_cell
        if close(tree):
            start(tree)
        else:
            tree.ignore()
    elif mode in html.TABLE_CONTEXT:
        start_in_table(tree, mode)
    else:
        start_in_body(tree)


def start_in_table(tree: Open, mode: bytes) -> None:
    name, depth = tree.token.name, len(tree.stack)
    if name in (b"style", b"script", b"template"):
        heads.head_start(tree)
    elif IN_TABLE.get(mode, tables.start_in_section)(tree):
        return
    elif name == b"table":
        if len(tree.stack) < depth:
            start(tree)
    else:
        tree.is_fostering = True
        start_in_body(tree)
        tree.is_fostering = False


def start_in_body(tree: Open) -> None:
    name = tree.token.name
    if name == b"image":
        tree.token = tree.token._replace(name=b"img")
    if name in (b"svg", b"math"):
        foreign.begin(tree)
    elif name in (b"textarea", b"iframe", b"noembed"):
        tree.start()
    elif not heads.head_start(tree):
        STARTS.get(name, phrase)(tree)


def end(tree: Open) -> None:
    """Take an end tag."""
    name, mode = tree.token.name, context(tree)
    if name == b"template":
        heads.template_end(tree)
    elif mode == b"colgroup":
        if table_ends.in_columns(tree):
            end(tree)
    elif mode != b"template" and name not in (b"body", b"html"):
        rule = ENDS.get(mode)
        again = rule(tree) if rule else None
        if again:
            end(tree)
        elif again is None:
            tree.is_fostering = mode in html.TABLE_CONTEXT
            end_in_body(tree)
            tree.is_fostering = False


IN_TABLE: Final = {b"table": tables.start_in_table, b"tr": tables.start_in_row}
ENDS: Final = {
    **dict.fromkeys(html.TABLE_SECTIONS, table_ends.end_in_section),
    **dict.fromkeys(tables.CELLS, table_ends.end_in_cell),
    b"caption": table_ends.end_in_caption,
    b"table": table_ends.end_in_table,
    b"tr": table_ends.end_in_row,
}
