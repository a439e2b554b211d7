"""A whole page cut into tokens (HTML §13.2.5), a token at a time.

In: bytes in an ASCII-compatible charset. Out: tokens with their places, in order and
without gaps but for what a parser drops. Never: an exception. After a start tag whose
element holds text only, whoever builds the tree sets `raw`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from sarto.compose.attributes import attributes, element
from sarto.compose.html import patterns
from sarto.compose.html.complete import TAG
from sarto.compose.html.entities import attribute_text
from sarto.workbench.crawl.dom.node import Kind, Token

CDATA = b"<![CDATA["
DOCTYPE = b"<!doctype"
BEGUN = re.compile(rb"</?[a-zA-Z]")
DECLARED = re.compile(rb"<(?:[!?]|/.)", re.DOTALL)


class Tokens:
    """Texts are cut at `edges` besides, so that each belongs to one side."""

    def __init__(self, body: bytes, edges: Iterable[int] = ()) -> None:
        self.raw = b""  # the element whose text comes next
        self._body = body
        self._edges = sorted(edges)
        self._at = 0
        self._until = 0  # where a text ends that holds no tags

    def next(self, *, is_foreign: bool) -> Token | None:
        """Give the next token; `None` at the end of the page."""
        body, at = self._body, self._at
        if self.raw:
            self._until = raw_end(body, at, self.raw)
            self.raw = b""
        if at < self._until:
            return self._text(self._until)
        if at >= len(body):
            return None
        if body[at : at + 1] != b"<":
            return self._text(body.find(b"<", at))
        return self._markup(is_foreign=is_foreign)

    def _markup(self, *, is_foreign: bool) -> Token:
        body, at = self._body, self._at
        if found := TAG.match(body, at):
            return self._tag(found[0])
        if body.startswith(b"<!--", at):
            return self._comment()
        if is_foreign and body.startswith(CDATA, at):
            return self._cdata()
        return self._odd()

    def _token(self, token: Token) -> Token:
        self._at = token.stop
        return token

    def _text(self, stop: int) -> Token:
        stop = len(self._body) if stop < 0 else stop
        edge = bisect_right(self._edges, self._at)
        if edge < len(self._edges):
            stop = min(stop, self._edges[edge])
        return self._token(Token("text", self._at, stop))

    def _tag(self, tag: bytes) -> Token:
        start, stop = self._at, self._at + len(tag)
        if tag[1:2] == b"/":
            name = patterns.AFTER_NAME.split(tag[2:], maxsplit=1)[0].lower()
            return self._token(Token("end", start, stop, name))
        said: dict[bytes, str] = {}
        end = 1 + len(element(tag))
        for found in attributes(tag):
            value = b"".join(part for part in found.groups()[1:] if part)
            said.setdefault(found[1].lower(), attribute_text(value))
            end = found.end()
        is_closed = tag[end:-1].endswith(b"/")
        return self._token(
            Token("start", start, stop, element(tag), said, is_self_closing=is_closed)
        )

    def _comment(self) -> Token:
        at, body = self._at, self._body
        for whole in (b"<!-->", b"<!--->"):
            if body.startswith(whole, at):
                return self._token(Token("comment", at, at + len(whole)))
        found = patterns.COMMENT_END.search(body, at + 4)
        return self._token(Token("comment", at, found.end() if found else len(body)))

    def _cdata(self) -> Token:
        self._at += len(CDATA)
        found = patterns.CDATA_END.search(self._body, self._at)
        token = Token("text", self._at, found.start() if found else len(self._body))
        self._at = found.end() if found else len(self._body)
        return token

    def _odd(self) -> Token:
        """Take a declaration, a tag that has no end, or what is no tag.

        A parser drops such a tag, and with it the rest of the page; a comment that is
        as long says where that begins.
        """
        at, body = self._at, self._body
        if BEGUN.match(body, at):
            return self._token(Token("comment", at, len(body)))
        if DECLARED.match(body, at):
            is_doctype = body[at : at + len(DOCTYPE)].lower() == DOCTYPE
            kind: Kind = "doctype" if is_doctype else "comment"
            stop = body.find(b">", at) + 1
            return self._token(Token(kind, at, stop or len(body)))
        return self._text(body.find(b"<", at + 1))


def raw_end(body: bytes, at: int, name: bytes) -> int:
    """Tell where the text of an element ends that holds text only."""
    if name != b"script":
        found = patterns.RAW_END[name].search(body, at)
        return found.start() if found else len(body)
    return script_end(body, at)


def script_end(body: bytes, at: int) -> int:
    """Tell where a script ends: not at a tag inside a comment's script (13.2.5.15)."""
    while found := patterns.ESCAPE_OR_END.search(body, at):
        if found[0] != b"<!--":
            return found.start()
        at, is_double = found.start() + 2, False
        while (inner := patterns.ESCAPED.search(body, at)) and inner[0] != b"-->":
            if inner[1] and not is_double:
                return inner.start()
            is_double, at = not inner[1], inner.end()
        if inner is None:
            break
        at = inner.end()
    return len(body)
