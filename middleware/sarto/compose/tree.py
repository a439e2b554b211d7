"""Which tags are elements, and where their children end: tree construction by names.

In: tags in document order. Out: `events` (see elements.py); `start` says whether an HTML
element was made. Never: an exception, a tree.

Approximated: formatting elements are not reconstructed once closed by force; of the
adoption agency only the stack is followed, not the moved nodes; text decides nothing
after the head; a frameset is read like a div.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sarto.compose import html
from sarto.compose.elements import Tag
from sarto.compose.foreign import ForeignElements

BEFORE_HEAD, IN_HEAD, AFTER_HEAD, IN_BODY = range(4)

_SECTION = (html.TABLE_SECTIONS, b"tbody")
_ROW = (frozenset((b"tr",)), b"tr")
_ABOVE = {
    b"col": ((frozenset((b"colgroup",)), b"colgroup"),),
    b"tr": (_SECTION,),
    b"td": (_SECTION, _ROW),
    b"th": (_SECTION, _ROW),
}
_ITEMS = {b"li": (b"li",), b"dd": (b"dd", b"dt"), b"dt": (b"dd", b"dt")}
_ITEM_STOPS = html.SPECIAL - html.PASSED_BY_ITEMS


@dataclass(slots=True)
class Tree(ForeignElements):
    phase: int = BEFORE_HEAD
    is_quirky: bool = True
    has_form: bool = False

    @property
    def is_plain(self) -> bool:
        """Nothing but the rules for HTML in the body counts now."""
        return self.phase == IN_BODY and not self.foreign and not self.too_deep

    @property
    def is_early(self) -> bool:
        return self.phase != IN_BODY and not self.templates

    def text(self, at: int) -> None:
        """Text other than white space begins at `at`."""
        if self.is_early:
            self._body(at)

    def start(self, tag: Tag) -> bool:
        """Take a start tag; true if it made an HTML element."""
        if self.too_deep:
            self.too_deep += tag.name not in html.VOID
            return True
        if self.is_foreign and self.foreign_start(tag):
            return False
        if self.is_early and not self._before_body(tag):
            return False
        if not self._is_allowed(tag):
            return False
        self._end_implied_by(tag)
        return self._insert(tag)

    def end(self, name: bytes, at: int, stop: int) -> None:
        if self.too_deep:
            self.too_deep -= name not in html.VOID
        elif self.is_early:
            self._early_end(name, at, stop)
        elif not (self.is_foreign and self.foreign_end(name, at, stop)):
            _ENDS.get(name, Tree._any_end)(self, name, at, stop)

    # Before the body (13.2.6.4.1 to 13.2.6.4.6)

    def _before_body(self, tag: Tag) -> bool:
        name = tag.name
        if name == b"html":
            if not self.names:
                self.push(tag)
            return False
        self._leave_noscript(name, tag.start)
        if name == b"head":
            self._head(tag)
        elif name == b"body":
            self._body(tag.start, tag)
        elif name in html.IN_HEAD and (name, self.phase) != (b"noscript", AFTER_HEAD):
            self._head(Tag(name=b"head", start=tag.start, stop=tag.start))
            return True
        else:
            self._body(tag.start)
            return True
        return False

    def _leave_noscript(self, name: bytes, at: int) -> None:
        if self.names[-1:] == [b"noscript"] and name not in html.IN_NOSCRIPT:
            self.cut(len(self.names) - 1, at)

    def _html(self, at: int) -> None:
        if not self.names:
            self.imply(b"html", at)

    def _head(self, tag: Tag) -> None:
        self._html(tag.start)
        if self.phase == BEFORE_HEAD:
            self.push(tag)
            self.phase = IN_HEAD

    def _body(self, at: int, tag: Tag | None = None) -> None:
        self._html(at)
        self.cut(1, at)
        self.push(tag or Tag(name=b"body", start=at, stop=at))
        self.phase = IN_BODY

    def _early_end(self, name: bytes, at: int, stop: int) -> None:
        if name in (b"body", b"html", b"br"):
            self._body(at)
            self.end(name, at, stop)
        elif self.names and self.names[-1] == name:
            self.cut(len(self.names) - 1, at, stop)
        if name == b"head" and b"noscript" not in self.names:
            self._html(at)
            self.phase = max(self.phase, AFTER_HEAD)

    # Start tags in the body (13.2.6.4.7 to 13.2.6.4.15)

    def _is_allowed(self, tag: Tag) -> bool:
        name = tag.name
        if name in html.TABLE_PARTS:
            return self._make_room_in_table(name, tag.start)
        if name == b"form" and not self.templates:
            had_form, self.has_form = self.has_form, True
            return not had_form
        if name == b"select":
            return not self._end_in_scope(name, tag.start)
        return name not in (b"html", b"head", b"body", b"frame")

    def _make_room_in_table(self, name: bytes, at: int) -> bool:
        """Pop to where a part of a table goes, and add what was left out above it."""
        table = self.find((b"table", b"template"), html.TABLE_SCOPE)
        if table < 0 or self.names[table] == b"template":
            return bool(self.templates)
        keep, above = table + 1, _ABOVE.get(name, ())
        for accepted, _ in above:
            if keep >= len(self.names) or self.names[keep] not in accepted:
                break
            keep += 1
        self.cut(keep, at)
        for _, implied in above[keep - table - 1 :]:
            self.imply(implied, at)
        return True

    def _is_in_table(self) -> bool:
        """Say if a table, not a cell or caption of one, is being filled."""
        depth = self.find(html.TABLE_MODES, html.TABLE_SCOPE)
        return depth >= 0 and self.names[depth] in html.TABLE_CONTEXT

    def _end_implied_by(self, tag: Tag) -> None:
        name, at = tag.name, tag.start
        if name in _ITEMS:
            depth = self.find(_ITEMS[name], _ITEM_STOPS)
            if depth >= 0:
                self.cut(depth, at)
        if name == b"table" and self._is_in_table():
            self.cut(self.find((b"table",), ()), at)
        ends_p = name in html.ENDS_P or (name == b"table" and not self.is_quirky)
        if ends_p and b"p" in self.names:
            self._end_in_scope(b"p", at, boundary=html.BUTTON_SCOPE)
        if name in _IMPLIES:
            _IMPLIES[name](self, name, at)

    def _insert(self, tag: Tag) -> bool:
        if tag.name in html.VOID:
            self.announce(tag, void=True)
        elif tag.name in (b"svg", b"math"):
            self.push_foreign(tag, tag.name)
            return False
        else:
            ends_at_once = tag.name == b"form" and self._is_in_table()
            self.push(tag)
            if ends_at_once:
                self.cut(len(self.names) - 1, tag.stop)
        return True

    def _end_heading(self, _: bytes, at: int) -> None:
        if self.names[-1] in html.HEADINGS:
            self.cut(len(self.names) - 1, at)

    def _end_same(self, name: bytes, at: int) -> None:
        if self.find((name,), html.SCOPE) >= 0:
            self._adopt(name, at, at)

    def _end_button(self, name: bytes, at: int) -> None:
        self._end_in_scope(name, at)

    def _end_select(self, _: bytes, at: int) -> None:
        self._end_in_scope(b"select", at)

    def _end_option(self, name: bytes, at: int) -> None:
        if self.find((b"select",), html.SCOPE) >= 0:
            self._end_implied(at, keep=b"optgroup" if name == b"option" else b"")
        elif self.names[-1] == b"option":
            self.cut(len(self.names) - 1, at)

    def _end_ruby(self, name: bytes, at: int) -> None:
        if self.find((b"ruby",), html.SCOPE) >= 0:
            self._end_implied(at, keep=b"rtc" if name in (b"rp", b"rt") else b"")

    def _end_implied(self, at: int, *, keep: bytes = b"") -> None:
        while self.names[-1] in html.IMPLIED and self.names[-1] != keep:
            self.cut(len(self.names) - 1, at)

    # End tags in the body

    def _end_in_scope(
        self,
        name: bytes,
        at: int,
        stop: int | None = None,
        *,
        boundary: frozenset[bytes] = html.SCOPE,
    ) -> bool:
        depth = self.find((name,), boundary)
        if depth >= 0:
            self.cut(depth, at, stop)
        return depth >= 0

    def _block_end(self, name: bytes, at: int, stop: int) -> None:
        self._end_in_scope(name, at, stop)

    def _p_end(self, name: bytes, at: int, stop: int) -> None:
        self._end_in_scope(name, at, stop, boundary=html.BUTTON_SCOPE)

    def _li_end(self, name: bytes, at: int, stop: int) -> None:
        self._end_in_scope(name, at, stop, boundary=html.LIST_SCOPE)

    def _table_end(self, name: bytes, at: int, stop: int) -> None:
        self._end_in_scope(name, at, stop, boundary=html.TABLE_SCOPE)

    def _heading_end(self, name: bytes, at: int, stop: int) -> None:
        depth = self.find(html.HEADINGS, html.SCOPE)
        if depth >= 0:
            self.cut(depth, at, stop)

    def _form_end(self, name: bytes, at: int, stop: int) -> None:
        depth = self.find((name,), html.SCOPE)
        was_open, self.has_form = self.has_form, False
        if depth >= 0 and (was_open or self.templates):
            self._end_implied(at)
            self.remove(depth, at, stop)

    def _template_end(self, name: bytes, at: int, stop: int) -> None:
        if self.templates:
            self.cut(self.find((name,), ()), at, stop)

    def _body_end(self, name: bytes, at: int, stop: int) -> None:
        """End the slots of body and html; what comes later still goes into body."""
        if self.find((b"body",), html.SCOPE) < 0:
            return
        self._end_implied(at)
        if name == b"html":
            self.close(1, at, at)
        self.close(1 if name == b"body" else 0, at, stop)

    def _any_end(self, name: bytes, at: int, stop: int) -> None:
        depth = self.find((name,), html.SPECIAL)
        if depth >= 0:
            self.cut(depth, at, stop)

    def _adopt(self, name: bytes, at: int, stop: int) -> None:
        """End a formatting element; blocks inside it stay open (13.2.6.4.7)."""
        depth = self.find((name,), html.SCOPE)
        if depth < 0:
            return
        inside = range(depth + 1, len(self.names))
        block = next((i for i in inside if self.names[i] in html.SPECIAL), None)
        if block is None:
            self.cut(depth, at, stop)
            return
        for inner in range(block - 1, depth, -1):
            if self.names[inner] not in html.FORMATTING:
                self.remove(inner, at, at)
        self.remove(depth, at, stop)


_IMPLIES: dict[bytes, Callable[[Tree, bytes, int], object]] = {
    **dict.fromkeys(html.HEADINGS, Tree._end_heading),
    **dict.fromkeys((b"a", b"nobr"), Tree._end_same),
    **dict.fromkeys((b"option", b"optgroup", b"hr"), Tree._end_option),
    **dict.fromkeys((b"rb", b"rp", b"rt", b"rtc"), Tree._end_ruby),
    b"button": Tree._end_button,
    b"input": Tree._end_select,
}
_ENDS: dict[bytes, Callable[[Tree, bytes, int, int], object]] = {
    **dict.fromkeys(html.FORMATTING, Tree._adopt),
    **dict.fromkeys(html.BLOCK, Tree._block_end),
    **dict.fromkeys(html.HEADINGS, Tree._heading_end),
    **dict.fromkeys(html.TABLE_PARTS | {b"table"}, Tree._table_end),
    b"p": Tree._p_end,
    b"li": Tree._li_end,
    b"form": Tree._form_end,
    b"template": Tree._template_end,
    b"body": Tree._body_end,
    b"html": Tree._body_end,
}
