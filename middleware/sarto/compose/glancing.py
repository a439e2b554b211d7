"""A glance at a page that is still coming: what is complete of it is passed at once.

In: chunks. Out: the events of a scan, chunk by chunk, and `settled`, up to where bytes
may go out: both just what the tokenizer says (html/tokenizer.py), but that in a bogus
comment, which only a ">" ends, nothing is held back. Never: a guess; where the page is
not ordinary, it is `Beyond`. What came is kept in `body` from the page's first byte on,
so that a scan can take over.

Why that is exact: see look.py. Its argument speaks of bytes before a place only; so
what is passed is passed whatever comes later. Of what has no end yet,

- a tag waits at its "<", as one token (`is_begun`);
- nothing in a comment or in raw text is markup;
- in a unit (`ordinary.UNITS`), what is inside is passed as far as it is complete;
- a slot that a glance sees no end of is read by html/within.py from its tag on, whose
  answers hold at each token.

Bytes are looked at again only at an unfinished tag; if often, that is Beyond, too.
"""

import re
from typing import NoReturn

from sarto.compose.html import complete, ordinary
from sarto.compose.html.complete import ANYTHING, BEGINNING, DECLARATION, TEXT
from sarto.compose.html.elements import Closed, Opened
from sarto.compose.html.names import VOID
from sarto.compose.html.nesting import end_of
from sarto.compose.html.patterns import COMMENT_END
from sarto.compose.html.reader import BEGUN, BEGUN_MOST
from sarto.compose.html.within import Beyond, Ended, Reading
from sarto.compose.look import Look

AGAIN, LEAST = 8, 4096  # times the page, and bytes, that may be looked at again
_DOCTYPE_MOST = 1024
_PIECE = 4096  # bytes: a slot may be shorter than a chunk


class Unfinished(Exception):  # noqa: N818 - it is no error
    """What is here has no end yet."""


class Glancing(Look):
    """One page, looked at as it comes."""

    def __init__(self) -> None:
        self.body: bytearray = bytearray()
        super().__init__(self.body)
        self.settled = 0
        self._events: list[Opened | Closed] = []
        self._again = 0
        self._tail = ANYTHING
        self._has_begun = False
        self._is_in_comment = False
        self._text: tuple[bytes, int] | None = None  # a raw element, its text's start
        self._unit: tuple[ordinary.Unit, int] | None = None  # and how far it is passed
        self._reading: Reading | None = None  # a slot

    def feed(self, data: bytes) -> list[Opened | Closed]:
        self.body += data
        if b">" not in data and self._is_the_same(data):
            return []
        self._again += len(self.body) - len(data) - self.settled
        if self._again > LEAST + AGAIN * len(self.body):
            raise Beyond
        try:
            self._go_on()
        except Unfinished:
            events, self._events = self._events, []
            return events

    def _is_the_same(self, data: bytes) -> bool:
        """Whether bytes without a ">" only go on with what is unfinished."""
        if self._tail == TEXT:
            at = data.find(b"<")
            if at < 0:
                self.settled = len(self.body)
                return True
            if self._unit:
                return False
            self.settled = self.base = len(self.body) - len(data) + at
        elif self._tail == DECLARATION:
            self.settled = len(self.body)
        if self._tail in (TEXT, BEGINNING):
            self._tail = complete.tail_at(self.body, self.settled)
        return self._tail != ANYTHING

    def _go_on(self) -> NoReturn:
        self._tail = ANYTHING
        if not self._has_begun:
            self._begin()
        elif self._reading:
            self._read_slot(self._reading)
        elif self._text:
            self._pass_text(*self._text, self.settled)
        elif self._is_in_comment:
            self._pass_to(COMMENT_END, self.settled)
            self._is_in_comment = False
        elif self._unit:
            unit, at = self._unit
            self._pass_unit(unit, at, self._marker(at))
        self._look()

    def _wait(self, settled: int, tail: int = ANYTHING) -> NoReturn:
        self.settled, self._tail = settled, tail
        raise Unfinished

    def _wait_at(self, at: int) -> NoReturn:
        """Wait for the end of what a "<" begins."""
        tail = complete.tail_at(self.body, at)
        if tail == ANYTHING:
            self._wait(len(self.body), DECLARATION)
        self._wait(at, tail)

    def _give_up(self, at: int) -> NoReturn:
        if complete.is_begun(self.body, at):
            self._wait_at(at)
        raise Beyond(at)

    # The page's beginning

    def _begin(self) -> None:
        """Pass the page's beginning, once it is sure that no more of it comes."""
        found = self.begin(self._marker(0))
        self._again += len(self.body)
        if found[2] is None and not complete.MARKUP.match(self.body, self.base):
            self._wait_for_more(self.base)
        self._has_begun, self._is_in_comment = True, False

    def _wait_for_more(self, at: int) -> None:
        """Wait at a place where the beginning may go on."""
        ahead = bytes(self.body[at : at + 4])
        if ahead == b"<!--":
            self._pass_comment(at)
        if not ahead or (ahead[:2] == b"<!" and len(self.body) < at + _DOCTYPE_MOST):
            self._wait(at)
        if ahead[:1] == b"<":
            self._wait_at(at)

    # What has an end

    def _pass_comment(self, at: int) -> None:
        ahead = bytes(self.body[at : at + 6])
        if ahead in (b"<!--", b"<!---"):  # "<!-->" and "<!--->" are whole
            self._wait(at + 4 if ahead[4:] else at)
        super()._pass_comment(at)

    def _pass_text(self, name: bytes, start: int, at: int) -> None:
        self._text = (name, start)
        super()._pass_text(name, start, at)
        self._text = None

    def _miss(self, pattern: re.Pattern[bytes], at: int) -> NoReturn:
        self._is_in_comment = pattern is COMMENT_END
        size = len(self.body)
        begun = BEGUN.search(self.body, max(at, size - BEGUN_MOST))
        self._wait(begun.start() if begun else size)

    def _pass_peculiar(self, at: int, marker: int) -> None:
        unit = ordinary.UNITS.get(bytes(self.body[at + 1 : at + 3]).lower())
        if unit is None:
            super()._pass_peculiar(at, marker)
        elif tag := unit.tag.match(self.body, at, marker):
            self._pass_unit(unit, tag.end(), marker)
        elif complete.is_begun(self.body, at):
            self._wait_at(at)
        else:
            super()._pass_peculiar(at, marker)

    def _pass_unit(self, unit: ordinary.Unit, at: int, marker: int) -> None:
        """Pass the rest of a unit; from where it is none, what is in it."""
        body, self._unit = self.body, None
        inside = unit.inside.match(body, at, marker)  # it may be empty
        at = inside.end() if inside else at
        if end := unit.end.match(body, at):
            self.base = end.end()
        elif at == len(body):
            self._unit = (unit, at)
            self._wait(at, TEXT)
        elif marker == len(body) and complete.is_begun(body, at):
            self._unit = (unit, at)
            self._wait_at(at)
        elif unit.name in (b"button", b"select"):
            self._absent -= {unit.name}
            self.base = at
        else:
            raise Beyond

    # Slots

    def _marker(self, at: int) -> int:
        """Tell where the next marker is, or the end."""
        found = ordinary.MARKER.search(self.body, at)
        return found.start() if found else len(self.body)

    def _look(self) -> NoReturn:
        marker, size = self._marker(self.base), len(self.body)
        while marker < size:
            after = self._marker(marker + 1)
            self.reach(marker, after)
            marker = after if after >= self.base else self._marker(self.base)
        self._look_to(size)
        self._look_at_rest()

    def _look_at_rest(self) -> NoReturn:
        """Pass text, and wait at what comes behind it."""
        body = self.body
        last = body.rfind(b">", self.base)
        at = body.find(b"<", max(last, self.base))
        self._stand_at(len(body) if at < 0 else at)
        while (at := body.find(b"<", self.base)) >= 0:
            if not complete.MARKUP.match(body, at):
                self.base = at
                self._wait_at(at)
            self.base = at + 1  # it is text
        self.base = len(body)
        self._wait(self.base, TEXT)

    def _pass_slot(
        self, name: bytes, slot: str, at: int, after: int, *, is_whole: bool
    ) -> None:
        inner, is_void = self.base, name in VOID
        opened = Opened(name=slot, start=at, inner=inner, whole=is_whole, void=is_void)
        self._events.append(opened)
        if is_void:
            return
        if found := end_of(self.body, name, inner, after):
            end, self.base = found.start(1), found.end()
            self._events.append(Closed(opened=opened, end=end, stop=self.base))
        else:
            self._reading = Reading(self._tree(name, opened), inner)
            self.settled = inner
            self._read_slot(self._reading)

    def _read_slot(self, reading: Reading) -> None:
        body, tree = self.body, reading.tree
        try:
            for start in range(reading.end, len(body), _PIECE):
                self.settled = reading.feed(bytes(body[start : start + _PIECE]))
        except Ended:
            self._reading = None
            self._leave(tree)
        self._events += tree.taken_events()
        if self._reading:
            raise Unfinished
