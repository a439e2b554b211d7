"""What holds no tags (13.2.5): declarations, comments, CDATA, raw text, scripts.

In: chunks, and a Tree that says what is foreign or early. Out: moves past each of them;
a comment that is a slot's mark is given to the Tree:

    <!--# sarto NAME -->   its end: <!--# /sarto NAME -->

White space (HTML's five) may stand after "#" and "/" and around the name. The name has
none, and none of < > " either; case counts in it and in "sarto". A comment that a
parser ends with "--!>" is no mark. Never: an exception; more held than one mark.
"""

import re

from sarto.compose.html import patterns
from sarto.compose.html.reader import LONGEST, Reader, Waiting
from sarto.compose.html.tree import Tree
from sarto.compose.html.wanted import NOTHING, Wanted

_DOCTYPE_MOST = 1024
_MARK = re.compile(
    rb"<!--#[\t\n\f\r ]*(/?)[\t\n\f\r ]*sarto[\t\n\f\r ]+"
    rb"([^\t\n\f\r <>\"]+?)[\t\n\f\r ]*-->"
)


class Texts(Reader):
    def __init__(self, wanted: Wanted = NOTHING) -> None:
        super().__init__()
        self.wanted = wanted
        self.tree = Tree(seeker=wanted.seeker())
        self._raw = b""  # the element whose raw text comes next

    def _declaration(self) -> Waiting:
        while self._may_become(b"<!--") or (
            self.tree.is_foreign and self._may_become(b"<![CDATA[")
        ):
            yield
        if self._next(4) == b"<!--":
            yield from self._comment()
        elif self.tree.is_foreign and self._next(9) == b"<![CDATA[":
            self._at += 9
            yield from self._past(patterns.CDATA_END)
        else:
            yield from self._doctype()
            self._at += 2
            yield from self._past(patterns.BOGUS_END)

    def _may_become(self, mark: bytes) -> bool:
        ahead = self._next(len(mark))
        return ahead != mark and mark.startswith(ahead)

    def _comment(self) -> Waiting:
        while self._may_become(b"<!--#"):
            yield
        if self._next(5) == b"<!--#":
            yield from self._mark()
            return
        self._at += 4
        while (ahead := self._next(2)) in (b"", b"-"):
            yield
        if ahead[:1] == b">" or ahead == b"->":  # "<!-->" and "<!--->" are whole
            self._at += ahead.index(b">") + 1
        else:
            yield from self._past(patterns.COMMENT_END)

    def _mark(self) -> Waiting:
        """Pass a comment that may be a slot's mark, held back while it may be."""
        start = self._start = self._here
        self._at += len("<!--#")
        yield from self._to(patterns.AFTER_SPACE)
        if self._next(1) == b"/":
            self._at += 1
            yield from self._to(patterns.AFTER_SPACE)
        while self._may_become(b"sarto"):
            yield
        if self._next(5) != b"sarto":
            self._start = -1
        yield from self._past(patterns.COMMENT_END)
        self._start = -1
        if self._here - start <= LONGEST and (
            mark := _MARK.fullmatch(self._since(start))
        ):
            name = mark[2].decode("utf-8", "replace").replace("\0", "\ufffd")
            self.tree.mark(name, start, self._here, is_end=bool(mark[1]))

    def _doctype(self) -> Waiting:
        if self.tree.is_early and not self.tree.names:
            while not self._has(b">", _DOCTYPE_MOST):
                yield
            most = self._at + _DOCTYPE_MOST
            if patterns.STANDARD.match(self._data, self._at, most):
                self.tree.is_quirky = False

    def _has(self, mark: bytes, most: int) -> bool:
        return mark in (ahead := self._next(most)) or len(ahead) == most

    def _raw_text(self) -> Waiting:
        name, self._raw = self._raw, b""
        if name == b"script":
            yield from self._script()
        else:
            yield from self._to(patterns.RAW_END[name])

    def _script(self) -> Waiting:
        """Move to the end tag: not the one of a script inside a comment (13.2.5.15)."""
        while (yield from self._to(patterns.ESCAPE_OR_END))[0] == b"<!--":
            self._at += 2  # its dashes may be those of "-->"
            is_double = False
            while (found := (yield from self._to(patterns.ESCAPED)))[0] != b"-->":
                if found[1] and not is_double:
                    return
                is_double = not found[1]
                self._at = found.end()
            self._at = found.end()
