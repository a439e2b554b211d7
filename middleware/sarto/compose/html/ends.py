"""What end tags do in the body (13.2.6.4.7 to 13.2.6.4.15).

In: the open elements, a tag's name, its offset and the one past it. Out: the elements
cut. Never: an exception; an element ended by a tag that a parser ignores.
"""

from collections.abc import Callable

from sarto.compose.html import names as html
from sarto.compose.html.elements import OpenElements

_STAYS = html.SPECIAL | html.FORMATTING
End = Callable[[OpenElements, bytes, int, int], None]


def end(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    _ENDS.get(name, _any)(elements, name, at, stop)


def adopt(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    """End a formatting element; blocks inside it stay open (the adoption agency)."""
    depth = elements.find((name,), html.SCOPE)
    if depth < 0:
        return
    inside = range(len(elements.names) - 1, depth, -1)
    block = next((i for i in inside if elements.names[i] in html.SPECIAL), None)
    if block is None:
        elements.cut(depth, at, stop)
        return
    elements.cut(block + 1, at)
    for inner in range(block - 1, depth, -1):
        if elements.names[inner] not in _STAYS:
            elements.remove(inner)
    elements.remove(depth)


def _any(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop, boundary=html.SPECIAL)


def _block(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop)


def _p(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop, boundary=html.BUTTON_SCOPE)


def _li(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop, boundary=html.LIST_SCOPE)


def _table(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop, boundary=html.TABLE_SCOPE)


def _heading(elements: OpenElements, _: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope(html.HEADINGS, at, stop)


def _form(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    had_form, elements.has_form = elements.has_form, False
    depth = elements.find((name,), html.SCOPE)
    if depth < 0 or not (had_form or elements.templates):
        return
    elements.cut_implied(at)
    if depth == len(elements.names) - 1:
        elements.cut(depth, at, stop)
    else:
        elements.remove(depth)


def _template(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    elements.cut_in_scope((name,), at, stop, boundary=())


def _body(elements: OpenElements, name: bytes, at: int, stop: int) -> None:
    """End the slots of body and html; what comes later still goes into the body."""
    if elements.find((b"body",), html.SCOPE) < 0:
        return
    elements.cut_implied(at)
    elements.marks.clear()
    elements.is_over = True
    if name == b"body":
        elements.close(1, at, stop)
    else:
        elements.close(1, at, at)
        elements.close(0, at, stop)


_ENDS: dict[bytes, End] = {
    **dict.fromkeys(html.FORMATTING, adopt),
    **dict.fromkeys(html.BLOCK, _block),
    **dict.fromkeys(html.HEADINGS, _heading),
    **dict.fromkeys(html.TABLE_PARTS | {b"table"}, _table),
    b"p": _p,
    b"li": _li,
    b"form": _form,
    b"template": _template,
    b"body": _body,
    b"html": _body,
}
