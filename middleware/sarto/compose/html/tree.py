"""Which tags are elements, and where their children end: tree construction by names.

In: tags in document order. Out: `events` (see elements.py); `start` says whether an
HTML element was made. Never: an exception, a tree.

Approximated:
- A formatting element (b, a, ...) is not opened again after it was closed by force.
- Where the adoption agency or </form> would end a slot but leave elements inside it
  open, the slot has no end: swapping it would tear the page.
- What is misplaced in a table belongs to where its bytes are; a colgroup ends only at
  another part of the table.
- Once the head is over, text decides nothing; after </body>, a slot stays ended.
- A mark after </body> or </html> is none, nor has one before it its end there.
- A page of frames has no slots; a late frameset is ignored.
"""

from dataclasses import dataclass

from sarto.compose.html import ends, names, starts
from sarto.compose.html.elements import Tag
from sarto.compose.html.foreign import ForeignElements

BEFORE_HEAD, IN_HEAD, AFTER_HEAD, IN_BODY = range(4)


@dataclass(slots=True)
class Tree(ForeignElements):
    phase: int = BEFORE_HEAD

    @property
    def is_plain(self) -> bool:
        """Nothing but the rules for HTML in the body counts now."""
        return self.phase == IN_BODY and not self.foreign and not self.has_frames

    @property
    def is_early(self) -> bool:
        return self.phase != IN_BODY and not self.templates and not self.has_frames

    def text(self, at: int) -> None:
        """Text other than white space begins at `at`."""
        if self.is_early:
            self._body(at)

    def start(self, tag: Tag) -> bool:
        """Take a start tag; true if it made an HTML element."""
        if self.has_frames:
            return True
        if self.is_foreign and self.foreign_start(tag):
            return False
        if self.is_early and not self._before_body(tag):
            return False
        if not starts.make_room(self, tag, is_quirky=self.is_quirky):
            return False
        if tag.name in (b"svg", b"math"):
            self.push_foreign(tag, tag.name)
            return False
        self._insert(tag)
        return True

    def end(self, name: bytes, at: int, stop: int) -> None:
        if self.has_frames:
            return
        if self.is_early:
            self._early_end(name, at, stop)
        elif not (self.is_foreign and self.foreign_end(name, at, stop)):
            ends.end(self, name, at, stop)

    def _insert(self, tag: Tag) -> None:
        if tag.name in names.VOID:
            self.announce(tag, void=True)
        elif tag.name == b"form" and starts.is_in_table(self):
            self.push(tag)
            self.cut(len(self.names) - 1, tag.stop)
        else:
            self.push(tag)

    # Before the body (13.2.6.4.1 to 13.2.6.4.6)

    def _before_body(self, tag: Tag) -> bool:
        """Say if the tag makes an element by the rules for the body."""
        if tag.name == b"html":
            self._html(tag)
        elif self._is_in_noscript and tag.name in (b"head", b"noscript"):
            pass
        elif tag.name == b"head":
            self._head(tag)
        elif tag.name == b"body":
            self._body(tag.start, tag)
        elif tag.name == b"frameset":
            self.has_frames = True
        else:
            self._make_room_before_body(tag.name, tag.start)
            return True
        return False

    def _make_room_before_body(self, name: bytes, at: int) -> None:
        if self._is_in_noscript and name not in names.IN_NOSCRIPT:
            self.cut(len(self.names) - 1, at)
        if name in names.IN_HEAD and (name, self.phase) != (b"noscript", AFTER_HEAD):
            self._head(Tag(name=b"head", start=at, stop=at))
        else:
            self._body(at)

    @property
    def _is_in_noscript(self) -> bool:
        return self.names[-1:] == [b"noscript"]

    def _html(self, tag: Tag) -> None:
        if not self.names:
            self.push(tag)

    def _head(self, tag: Tag) -> None:
        self._html(Tag(name=b"html", start=tag.start, stop=tag.start))
        if self.phase == BEFORE_HEAD:
            self.push(tag)
            self.phase = IN_HEAD

    def _body(self, at: int, tag: Tag | None = None) -> None:
        self._html(Tag(name=b"html", start=at, stop=at))
        self.cut(1, at)
        self.push(tag or Tag(name=b"body", start=at, stop=at))
        self.phase = IN_BODY

    def _early_end(self, name: bytes, at: int, stop: int) -> None:
        is_noscript = self._is_in_noscript
        if name == b"br" or (name in (b"body", b"html") and not is_noscript):
            self._body(at)
            self.end(name, at, stop)
        elif self.names[-1:] == [name]:
            self.cut(len(self.names) - 1, at, stop)
        if name == b"head" and not is_noscript:
            self._html(Tag(name=b"html", start=at, stop=at))
            self.phase = max(self.phase, AFTER_HEAD)
