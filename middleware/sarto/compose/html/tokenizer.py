"""HTML tokenization (13.2.5) of a stream of bytes, as far as it decides what is a tag.

In: chunks. Out: complete tags, given to a Tree; `feed` returns the offset from which on
bytes belong to an unfinished token. Never: an exception; a byte read over and over when
a token comes in many chunks; more than one unfinished tag kept.
"""

import re
from collections.abc import Generator

from sarto.compose.html import names, patterns
from sarto.compose.html.elements import DEPTH, Tag
from sarto.compose.html.entities import attribute_text
from sarto.compose.html.reader import LONGEST, Read, Waiting
from sarto.compose.html.texts import Texts
from sarto.compose.html.usual import ANCHOR, BLOCK, END, SLOW, START, VOID
from sarto.compose.html.wanted import NOTHING, Wanted

_NEED_KEYS = frozenset((b"html", b"font", b"annotation-xml"))


class Tokenizer(Texts):
    def __init__(self, wanted: Wanted = NOTHING) -> None:
        super().__init__(wanted)
        self.language: str | None = None

    def _read(self) -> Waiting:
        while True:
            if self._raw:
                yield from self._raw_text()
            elif (self._usual if self.tree.is_plain else self._careful)():
                yield from self._markup()
            elif self._at == len(self._data):
                yield

    # Tags that are complete

    def _usual(self) -> bool:
        """Pass the usual tags of a body; true at a "<" that needs the long way."""
        stack, guard = self.tree.names, self.tree.guard
        usual = self.wanted.usual
        for found in self.wanted.tag.finditer(self._data, self._at):
            kind, element, parents = usual.get(found[1], SLOW)
            if kind == END:
                if stack[-1] == element and len(stack) > guard:
                    stack.pop()
                    continue
            elif kind == VOID:
                continue
            elif (
                kind == START
                or stack[-1] in parents
                or (
                    kind == BLOCK
                    and stack[-1] not in names.HEADINGS
                    and b"p" not in stack
                )
                or (kind == ANCHOR and element not in stack)
            ) and len(stack) < DEPTH:
                if found.lastindex != patterns.WHOLE:
                    stack.append(element)
                continue
            self._at = found.start()
            if found[1] is None:
                return True
            self._complete(found)
            if found.lastindex == patterns.WHOLE or self._raw or not self.tree.is_plain:
                return False
            guard = self.tree.guard
        self._at = len(self._data)
        return False

    def _careful(self) -> bool:
        """Pass one tag where more than names counts; true at a "<" as above."""
        found = self.wanted.tag.search(self._data, self._at)
        stop = found.start() if found else len(self._data)
        if self.tree.is_early:
            text = patterns.TEXT.search(self._data, self._at, stop)
            if text:
                self.tree.text(self._base + text.start())
        self._at = stop
        if not found:
            return False
        if found[1] in self.wanted.skipped and self.tree.names[-1:] == [b"head"]:
            self._at = found.end(patterns.STOP)
            return False
        if found[1] is None or found[1].lower() in _NEED_KEYS:
            return True
        self._complete(found)
        return False

    def _complete(self, found: re.Match[bytes]) -> None:
        name = found[1].lower()
        start, self._at = self._base + found.start(), found.end(patterns.STOP)
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
        if tag.name == b"html" and not self.tree.names:  # a later one may come too late
            self.language = tag.attributes.get(b"lang")
        if self.tree.start(tag) and tag.name in names.RAW:
            self._raw = tag.name

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
            yield from self._past(patterns.BOGUS_END)
        else:
            self.tree.text(self._here)
            self._at += 1

    def _tag(self, *, is_end: bool) -> Waiting:
        start = self._start = self._here
        self._at += 2 if is_end else 1
        named = self._here
        yield from self._to(patterns.AFTER_NAME)
        name = self._since(named).lower() if self._here - start <= LONGEST else b""
        attributes: dict[bytes, str] = {}
        while not (end := (yield from self._gap())):
            key, value = yield from self._attribute()
            if key in self.wanted.keys:
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
        yield from self._to(patterns.AFTER_GAP)
        if self._next(1) != b">":
            return b""
        return b"/>" if self._since(start).endswith(b"/") else b">"

    def _attribute(self) -> Generator[None, None, tuple[bytes, bytes]]:
        start = self._here
        self._at += 1  # a "=" here begins the name (13.2.5.32)
        yield from self._to(patterns.AFTER_KEY)
        key = self._since(start).lower()
        yield from self._to(patterns.AFTER_SPACE)
        if self._next(1) != b"=":
            return key, b""
        self._at += 1
        return key, (yield from self._value())

    def _value(self) -> Read:
        yield from self._to(patterns.AFTER_SPACE)
        quote = self._next(1)
        if quote == b">":
            return b""
        self._at += quote in patterns.QUOTES
        start = self._here
        yield from self._to(patterns.QUOTES.get(quote, patterns.AFTER_UNQUOTED))
        value = self._since(start)
        self._at += quote in patterns.QUOTES
        return value
