"""What start tags do in the body before their element is made (13.2.6.4.7 ff.).

In: the open elements and a tag. Out: false where a parser makes no element of it; what
it ends is cut, what it implies is pushed. Never: an exception.
"""

from collections.abc import Callable

from sarto.compose.html import names as html
from sarto.compose.html.elements import OpenElements, Tag
from sarto.compose.html.ends import adopt

_SECTION = (html.TABLE_SECTIONS, b"tbody")
_ROW = (frozenset((b"tr",)), b"tr")
# What stands between a table and its parts, and what is implied for it.
_ABOVE = {
    b"col": ((frozenset((b"colgroup",)), b"colgroup"),),
    b"tr": (_SECTION,),
    b"td": (_SECTION, _ROW),
    b"th": (_SECTION, _ROW),
}
_ITEMS = {b"li": (b"li",), b"dd": (b"dd", b"dt"), b"dt": (b"dd", b"dt")}
_ITEM_STOPS = html.SPECIAL - html.PASSED_BY_ITEMS


def make_room(elements: OpenElements, tag: Tag, *, is_quirky: bool) -> bool:
    name, at = tag.name, tag.start
    if not _is_allowed(elements, name, at):
        return False
    if name == b"form" and is_in_table(elements):
        return True
    if name in _ITEMS:
        elements.cut_in_scope(_ITEMS[name], at, boundary=_ITEM_STOPS)
    if name == b"table" and is_in_table(elements):
        elements.cut_in_scope((name,), at, boundary=html.TABLE_SCOPE)
    ends_p = name in html.ENDS_P or (name == b"table" and not is_quirky)
    if ends_p and b"p" in elements.names:
        elements.cut_in_scope((b"p",), at, boundary=html.BUTTON_SCOPE)
    if name in _IMPLIES:
        _IMPLIES[name](elements, name, at)
    return True


def is_in_table(elements: OpenElements) -> bool:
    """Say if a table, not a cell or caption of one, is being filled."""
    depth = elements.find(html.TABLE_MODES, html.TABLE_SCOPE)
    return depth >= 0 and elements.names[depth] in html.TABLE_CONTEXT


def _is_allowed(elements: OpenElements, name: bytes, at: int) -> bool:
    if name in html.TABLE_PARTS:
        return _make_room_in_table(elements, name, at)
    if name == b"form" and not elements.templates:
        had_form, elements.has_form = elements.has_form, True
        return not had_form
    if name == b"select":
        return not elements.cut_in_scope((name,), at)
    return name not in html.ONCE


def _make_room_in_table(elements: OpenElements, name: bytes, at: int) -> bool:
    """Pop to where a part of a table goes, and add what was left out above it."""
    names = elements.names
    table = elements.find((b"table", b"template"), html.TABLE_SCOPE)
    if table < 0 or names[table] == b"template":
        return bool(elements.templates)
    keep, above = table + 1, _ABOVE.get(name, ())
    for accepted, _ in above:
        if keep >= len(names) or names[keep] not in accepted:
            break
        keep += 1
    elements.cut(keep, at)
    for _, implied in above[keep - table - 1 :]:
        elements.imply(implied, at)
    return True


def _heading(elements: OpenElements, _: bytes, at: int) -> None:
    if elements.names[-1] in html.HEADINGS:
        elements.cut(len(elements.names) - 1, at)


def _same(elements: OpenElements, name: bytes, at: int) -> None:
    adopt(elements, name, at, at)


def _button(elements: OpenElements, name: bytes, at: int) -> None:
    elements.cut_in_scope((name,), at)


def _input(elements: OpenElements, _: bytes, at: int) -> None:
    elements.cut_in_scope((b"select",), at)


def _option(elements: OpenElements, name: bytes, at: int) -> None:
    if elements.find((b"select",), html.SCOPE) >= 0:
        elements.cut_implied(at, keep=b"optgroup" if name == b"option" else b"")
    elif elements.names[-1] == b"option" and name != b"hr":
        elements.cut(len(elements.names) - 1, at)


def _ruby(elements: OpenElements, name: bytes, at: int) -> None:
    if elements.find((b"ruby",), html.SCOPE) >= 0:
        elements.cut_implied(at, keep=b"rtc" if name in (b"rp", b"rt") else b"")


_IMPLIES: dict[bytes, Callable[[OpenElements, bytes, int], None]] = {
    **dict.fromkeys(html.HEADINGS, _heading),
    **dict.fromkeys((b"a", b"nobr"), _same),
    **dict.fromkeys((b"option", b"optgroup", b"hr"), _option),
    **dict.fromkeys((b"rb", b"rp", b"rt", b"rtc"), _ruby),
    b"button": _button,
    b"input": _input,
}
