"""HTML tokenization (13.2.5) of a stream of bytes, as far as it decides what is a tag.

In: chunks. Out: complete tags, given to a Tree; `feed` returns the offset from which on
bytes belong to an unfinished token. Never: an exception; a byte read over and over when
a token comes in many chunks; more than one unfinished tag kept.
"""

import re
from collections.abc import Generator

from sarto.compose import html
from sarto.compose.elements import DEPTH, Tag
from sarto.compose.entities import attribute_text
from sarto.compose.usual import ANCHOR, END, SLOW, START, UNDER, USUAL, VOID
from sarto.compose.tree import Tree

LONGEST = 1 << 18  # a longer start tag is no slot

# A whole tag as usually written, without a marker; or a "<" that needs the long way.
_TAG = re.compile(
    rb"<(?:(/?[a-zA-Z][^\t\n\f\r />]*+)"
    rb"(?:[\t\n\f\r ]++(?!(?i:data-sarto))[^\t\n\f\r \"'/<=>]++"
    rb"(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r \"'>][^\t\n\f\r >]*+))?+)*+"
    rb"[\t\n\f\r ]*+(/?)>|(?=[a-zA-Z/!?]|\Z))"
)
_TEXT = re.compile(rb"[^\t\n\f\r \xef\xbb\xbf]")  # a byte order mark is no text
_LETTER = re.compile(rb"[a-zA-Z]")
_AFTER_NAME = re.compile(rb"[\t\n\f\r />]")
_AFTER_GAP = re.compile(rb"[^\t\n\f\r /]")
_AFTER_KEY = re.compile(rb"[\t\n\f\r />=]")
_AFTER_SPACE = re.compile(rb"[^\t\n\f\r ]")
_AFTER_UNQUOTED = re.compile(rb"[\t\n\f\r >]")
_QUOTES = {b'"': re.compile(rb'"'), b"'": re.compile(rb"'")}
_COMMENT_END = re.compile(rb"--!?>")
_BOGUS_END = re.compile(rb">")
_CDATA_END = re.compile(rb"\]\]>")
_ESCAPE_OR_END = re.compile(rb"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_ESCAPED = re.compile(rb"-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_RAW_END = {
    name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE)
    for name in html.RAW
} | {b"plaintext": re.compile(rb"(?!)")}
# The last bytes that may begin one of those ends.
_BEGUN = re.compile(rb"(?:<(?:!-?|/?[a-zA-Z]{0,8})|--?!?|\]\]?)\Z")
_BEGUN_MOST = len(b"</textarea")

_DOCTYPE_MOST = 1024
# What is not for quirks mode (13.2.6.4.1), by the public identifiers still met.
_STANDARD = re.compile(
    rb"<!doctype\s*html\s*(?:>|system\b|public\s*[\"'](?!"
    rb"-//(?!w3c//dtd )|-//w3c//dtd html (?:[23]|4\.0 [tf]|4\.01 [tf][^>\"']*[\"']\s*>)))",
    re.IGNORECASE,
)

_KEYS = html.BREAKOUT_FONT | {b"data-sarto", b"data-sarto-swap", b"lang", b"encoding"}
_NEED_KEYS = frozenset((b"html", b"font", b"annotation-xml"))

Waiting = Generator[None, None, None]
Found = Generator[None, None, re.Match[bytes]]
Read = Generator[None, None, bytes]


class Tokenizer:
    def __init__(self) -> None:
        self.tree = Tree()
        self.language: str | None = None
        self._data = bytearray()
        self._base = 0  # the absolute offset of the first byte kept
        self._at = 0  # how far the bytes kept are read
        self._start = -1  # the absolute offset of the tag being read
        self._raw = b""  # the element whose raw text comes next
        self._reading = self._read()

    @property
    def end(self) -> int:
        return self._base + len(self._data)

    @property
    def _here(self) -> int:
        return self._base + self._at

    def feed(self, data: bytes) -> int:
        self._data += data
        next(self._reading)
        if self._start >= 0 and self._here - self._start > LONGEST:
            self._start = self._here - 1
        settled = self._here if self._start < 0 else self._start
        done = settled - self._base
        del self._data[:done]
        self._base, self._at = settled, self._at - done
        return settled

    def _to(self, pattern: re.Pattern[bytes]) -> Found:
        """Move to the next match; between chunks only what may begin one is kept."""
        while not (found := pattern.search(self._data, self._at)):
            size = len(self._data)
            begun = _BEGUN.search(self._data, max(self._at, size - _BEGUN_MOST))
            self._at = begun.start() if begun else size
            yield
        self._at = found.start()
        return found

    def _past(self, pattern: re.Pattern[bytes]) -> Waiting:
        found = yield from self._to(pattern)
        self._at = found.end()

    def _since(self, start: int) -> bytes:
        return bytes(self._data[max(0, start - self._base) : self._at])

    def _next(self, count: int) -> bytes:
        return bytes(self._data[self._at : self._at + count])

    def _read(self) -> Waiting:
        while True:
            step = self._usual if self.tree.is_plain else self._careful
            if step():
                yield from self._markup()
            elif self._raw:
                yield from self._raw_text()
            elif self._at == len(self._data):
                yield

    # Tags that are complete

    def _usual(self) -> bool:
        """Pass the usual tags of a body; true at a "<" that needs the long way."""
        names, guard = self.tree.names, self.tree.guard
        for found in _TAG.finditer(self._data, self._at):
            kind, element, parents = USUAL.get(found[1], SLOW)
            if kind == END:
                if names[-1] == element and len(names) > guard:
                    names.pop()
                    continue
            elif kind == VOID:
                continue
            elif len(names) < DEPTH and (
                kind == START
                or (kind == UNDER and names[-1] in parents)
                or (kind == ANCHOR and element not in names)
            ):
                names.append(element)
                continue
            self._at = found.start()
            if found[1] is None:
                return True
            self._complete(found)
            if self._raw or not self.tree.is_plain:
                return False
            guard = self.tree.guard
        self._at = len(self._data)
        return False

    def _careful(self) -> bool:
        """Pass one tag where more than names counts; true at a "<" as above."""
        found = _TAG.search(self._data, self._at)
        stop = found.start() if found else len(self._data)
        if self.tree.is_early:
            text = _TEXT.search(self._data, self._at, stop)
            if text:
                self.tree.text(self._base + text.start())
        self._at = stop
        if not found:
            return False
        if found[1] is None or found[1].lower() in _NEED_KEYS:
            return True
        self._complete(found)
        return False

    def _complete(self, found: re.Match[bytes]) -> None:
        name = found[1].lower()
        start, self._at = self._base + found.start(), found.end()
        tag = Tag(
            name=name.lstrip(b"/"),
            start=start,
            stop=self._here,
            is_self_closing=bool(found[2]),
        )
        self._take(tag, is_end=name.startswith(b"/"))

    def _take(self, tag: Tag, *, is_end: bool) -> None:
        if is_end:
            self.tree.end(tag.name, tag.start, tag.stop)
            return
        if self.tree.start(tag) and tag.name in html.RAW:
            self._raw = tag.name
        if tag.name == b"html" and self.language is None:
            self.language = tag.attributes.get(b"lang")

    # Tags the long way

    def _markup(self) -> Waiting:
        while len(ahead := self._next(2)) < len("<x"):
            yield
        if ahead == b"</":
            while len(ahead := self._next(3)) < len("</x"):
                yield
        if ahead[-1:].isalpha():
            yield from self._tag(is_end=ahead[1:2] == b"/")
        elif ahead == b"<!":
            yield from self._declaration()
        elif ahead == b"<?" or ahead[1:2] == b"/":
            self._at += 2
            yield from self._past(_BOGUS_END)
        else:
            self.tree.text(self._here)
            self._at += 1

    def _tag(self, *, is_end: bool) -> Waiting:
        start = self._start = self._here
        self._at += 2 if is_end else 1
        named = self._here
        yield from self._to(_AFTER_NAME)
        name = self._since(named).lower() if self._here - start <= LONGEST else b""
        attributes: dict[bytes, str] = {}
        while not (end := (yield from self._gap())):
            key, value = yield from self._attribute()
            if key in _KEYS:
                attributes.setdefault(key, attribute_text(value))
        self._at += 1
        self._start = -1
        tag = Tag(
            name=name,
            start=start,
            stop=self._here,
            is_self_closing=end == b"/>",
            attributes=attributes if self._here - start <= LONGEST else {},
        )
        self._take(tag, is_end=is_end)

    def _gap(self) -> Read:
        """Pass what is between attributes; b"/>" or b">" at the end of the tag."""
        start = self._here
        yield from self._to(_AFTER_GAP)
        if self._next(1) != b">":
            return b""
        return b"/>" if self._since(start).endswith(b"/") else b">"

    def _attribute(self) -> Generator[None, None, tuple[bytes, bytes]]:
        start = self._here
        self._at += 1  # a "=" here begins the name (13.2.5.32)
        yield from self._to(_AFTER_KEY)
        key = self._since(start).lower()
        yield from self._to(_AFTER_SPACE)
        if self._next(1) != b"=":
            return key, b""
        self._at += 1
        return key, (yield from self._value())

    def _value(self) -> Read:
        yield from self._to(_AFTER_SPACE)
        quote = self._next(1)
        if quote == b">":
            return b""
        self._at += quote in _QUOTES
        start = self._here
        yield from self._to(_QUOTES.get(quote, _AFTER_UNQUOTED))
        value = self._since(start)
        self._at += quote in _QUOTES
        return value

    # What holds no tags

    def _declaration(self) -> Waiting:
        while self._may_become(b"<!--") or (
            self.tree.is_foreign and self._may_become(b"<![CDATA[")
        ):
            yield
        if self._next(4) == b"<!--":
            yield from self._comment()
        elif self.tree.is_foreign and self._next(9) == b"<![CDATA[":
            self._at += 9
            yield from self._past(_CDATA_END)
        else:
            yield from self._doctype()
            self._at += 2
            yield from self._past(_BOGUS_END)

    def _may_become(self, mark: bytes) -> bool:
        ahead = self._next(len(mark))
        return ahead != mark and mark.startswith(ahead)

    def _comment(self) -> Waiting:
        self._at += 4
        while (ahead := self._next(2)) in (b"", b"-"):
            yield
        if ahead[:1] == b">" or ahead == b"->":  # "<!-->" and "<!--->" are whole
            self._at += ahead.index(b">") + 1
        else:
            yield from self._past(_COMMENT_END)

    def _doctype(self) -> Waiting:
        if self.tree.is_early and not self.tree.names:
            while not self._has(b">", _DOCTYPE_MOST):
                yield
            most = self._at + _DOCTYPE_MOST
            if _STANDARD.match(self._data, self._at, most):
                self.tree.is_quirky = False

    def _has(self, mark: bytes, most: int) -> bool:
        return mark in (ahead := self._next(most)) or len(ahead) == most

    def _raw_text(self) -> Waiting:
        name, self._raw = self._raw, b""
        if name == b"script":
            yield from self._script()
        else:
            yield from self._to(_RAW_END[name])

    def _script(self) -> Waiting:
        """Move to the end tag: not the one of a script inside a comment (13.2.5.15)."""
        while (yield from self._to(_ESCAPE_OR_END))[0] == b"<!--":
            self._at += 2  # its dashes may be those of "-->"
            is_double = False
            while (found := (yield from self._to(_ESCAPED)))[0] != b"-->":
                if found[1] and not is_double:
                    return
                is_double = not found[1]
                self._at = found.end()
            self._at = found.end()
