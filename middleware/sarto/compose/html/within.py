"""A slot's inside, read on its own: the elements around the slot are not known.

In: a page and an element in it that a parser makes. Out: the slots that begin there, up
to where the element ends; or Beyond, where that may depend on what is around it. The
rules are tree.py's own: only their questions are watched. Each of them asks for a name
by `find`, innermost first; an answer above the floor, or a boundary there, is what a
parser finds whatever is below. A question that reaches the floor has an answer

- if the name is nowhere below, or not in the scope that is asked (`absent`);
- if it is a formatting element's (13.2.6.4.7, the adoption agency). Should there be one
  below, then its furthest block is above the floor, or the floor, if that is special:
  elements above it are popped, and others between taken out, only if not special. So
  what is not special may be there from now on, or not (`_loosen`): it leaves the stack.
  No slot may be such an element; and rules that look at the current node are Beyond
  from then on. All others (13.2.6.4.7) look for special elements, past loose ones; or
  end loose ones, and those above them, which may not have been there either.

Else it is Beyond. So is what would take the floor away without ending it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sarto.compose.html import names as html
from sarto.compose.html.elements import DEPTH, Closed, Opened, Tag
from sarto.compose.html.tokenizer import Tokenizer
from sarto.compose.html.tree import IN_BODY, Tree

# Not special, and yet their end, or another's start, may pop what is special.
_FIRM = frozenset((b"dialog", b"ruby", b"rb", b"rp", b"rt", b"rtc", b"option"))
_ANCHOR = 2  # where the a stands that may be open below
_PIECE = 4096  # bytes: a slot may be shorter than a page


class Beyond(Exception):  # noqa: N818 - it is no error
    """What is inside depends on what is around."""


class Ended(Exception):  # noqa: N818 - it is no error
    """The element has its end."""


@dataclass(slots=True)
class Within(Tree):
    """Open elements above a floor of which only the element itself is known."""

    absent: frozenset[bytes] = frozenset()
    may_have_form: bool = False
    floor: int = 0
    has_loose: bool = False
    ended: int = 0  # where: past the end tag, or where that is implied

    def stand_on(self, name: bytes, opened: Opened) -> None:
        """Open the element, above all that may be open and may be asked for."""
        self.phase = IN_BODY
        self.names = [b"html", b"body", b"a"]
        if name in html.ENDS_P:  # its own start ended any p in scope
            self.absent |= {b"p"}
        else:
            self.names.append(b"p")
        self.floor = len(self.names)
        self.names.append(name)
        self.slots = [(self.floor, opened)]

    def find(self, wanted: Collection[bytes], boundary: Collection[bytes]) -> int:
        for depth in range(len(self.names) - 1, self.floor - 1, -1):
            if self.names[depth] in wanted:
                return depth
            if self.names[depth] in boundary:
                if self.has_loose and html.SPECIAL.isdisjoint(wanted):
                    self._loosen()
                return -1
        if not self.absent.issuperset(wanted):
            if not html.FORMATTING.issuperset(wanted):
                raise Beyond
            self._loosen()
            if b"a" in wanted:  # there is one at most, and no more from here on
                self._set_anchor(b"")
        return -1

    def _loosen(self) -> None:
        """Take out what may be popped now, or not: all that is not special."""
        loose = [
            depth
            for depth in range(self.floor, len(self.names))
            if self.names[depth] not in html.SPECIAL
        ]
        if not loose:
            return
        if (
            self.templates
            or self.foreign
            or any(self.names[depth] in _FIRM for depth in loose)
            or any(depth in loose for depth, _ in self.slots)
        ):
            raise Beyond
        self.has_loose = True
        if any(self.names[depth] == b"a" for depth in loose):
            self._set_anchor(b"a")  # one may be open from now on, or not
        for depth in reversed(loose):
            self.remove(depth)

    def _set_anchor(self, name: bytes) -> None:
        """Note that an a may be open out of sight; with b"", that none is."""
        self.absent = self.absent - {b"a"} if name else self.absent | {b"a"}
        self.names[_ANCHOR] = name

    def start(self, tag: Tag) -> bool:
        if tag.name == b"form" and self.may_have_form:
            raise Beyond
        if self.has_loose and tag.name in html.HEADINGS:
            raise Beyond  # it depends on the current node
        return Tree.start(self, tag)

    def push(self, tag: Tag, name: bytes | None = None) -> None:
        if len(self.names) >= DEPTH:  # a scan may forget the element
            raise Beyond
        Tree.push(self, tag, name)

    def cut(self, depth: int, end: int, stop: int | None = None) -> None:
        Tree.cut(self, depth, end, stop)
        if depth <= self.floor:
            self.ended = end if stop is None else stop
            raise Ended

    def mark(self, name: str, start: int, stop: int, *, is_end: bool) -> None:
        raise Beyond(name, start, stop, is_end)  # none counts after </body>

    def cut_implied(self, end: int, *, keep: bytes = b"") -> None:
        if self.has_loose:
            raise Beyond  # as above
        Tree.cut_implied(self, end, keep=keep)

    def remove(self, depth: int) -> None:
        if depth <= self.floor:
            raise Beyond
        Tree.remove(self, depth)


class Reading(Tokenizer):
    """A tokenizer that begins in the middle of a page, in the data state."""

    def __init__(self, tree: Within, at: int) -> None:
        super().__init__()
        self.tree: Within = tree
        self._base = at


def read_within(
    body: bytes | bytearray, tree: Within, at: int
) -> list[Opened | Closed]:
    """Read on to the end of the element; its own Closed comes last."""
    reading = Reading(tree, at)
    try:
        for start in range(at, len(body), _PIECE):
            reading.feed(bytes(body[start : start + _PIECE]))
    except Ended:
        return tree.events
    raise Beyond
