"""Find the slots of an HTML page as it streams by.

In: the bytes of a page in an ASCII-compatible charset, cut anywhere. Out: Opened and
Closed with absolute offsets, in document order, the same for any cut. Never: an
exception, a decoded page, a slot where a parser with scripting off sees no element or
comment, memory for more than one unfinished tag or mark (at most LONGEST bytes) and the
open elements.
What is approximated: html/tree.py.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from sarto.compose.html.elements import Closed, Opened
from sarto.compose.html.ordinary import MARKER
from sarto.compose.html.reader import LONGEST
from sarto.compose.html.tokenizer import Tokenizer
from sarto.compose.html.wanted import NOTHING, Wanted

__all__ = [
    "LONGEST",
    "Closed",
    "Opened",
    "Scanner",
    "Span",
    "joined",
    "looked_through",
    "scan",
    "span_of",
]

_TAG, _PIECE = 256, 4096  # bytes: most tags are shorter; a slot may be longer


class Span(NamedTuple):
    """One slot of a whole page; end and stop are None where nothing ended it."""

    name: str
    start: int
    inner: int
    end: int | None
    stop: int | None
    whole: bool
    is_region: bool = False


class Scanner:
    """One page in flight; every byte before `settled` belongs to a finished token."""

    def __init__(self, wanted: Wanted = NOTHING) -> None:
        self.settled = 0
        self._tokenizer = Tokenizer(wanted)

    @property
    def language(self) -> str | None:
        """The lang attribute of the html element, once seen."""
        return self._tokenizer.language

    @property
    def is_early(self) -> bool:
        """Whether text would begin the body here, were it no comment's, nor raw."""
        return self._tokenizer.tree.is_early

    def feed(self, data: bytes) -> list[Opened | Closed]:
        self.settled = self._tokenizer.feed(data)
        return self._tokenizer.tree.taken_events()

    def finish(self) -> list[Opened | Closed]:
        """End the page: an unfinished tag is no tag, and what is open stays open."""
        self.settled = self._tokenizer.end
        return []


def scan(body: bytes) -> tuple[Span, ...]:
    """Find the slots of a whole page, in order of their start tags."""
    return looked_through(body)[0]


def looked_through(
    body: bytes, wanted: Wanted = NOTHING
) -> tuple[tuple[Span, ...], str | None]:
    """Find the slots of a whole page, and its language where it has slots."""
    scanner = Scanner(wanted)
    events = scanner.feed(body) if wanted.is_more else tuple(_events(body, scanner))
    return tuple(joined(events)), scanner.language


def _events(body: bytes, scanner: Scanner) -> Iterator[Opened | Closed]:
    """Read no further than the last marker and the end of the last slot."""
    last = max((found.start() for found in MARKER.finditer(body)), default=-1)
    if last < 0:
        return
    still_open = 0
    cuts = [0, *range(last + _TAG, len(body), _PIECE), len(body)]
    for start, stop in pairwise(cuts):
        for event in scanner.feed(body[start:stop]):
            still_open += (not event.void) if isinstance(event, Opened) else -1
            yield event
        if scanner.settled > last and not still_open:
            return


def joined(events: Collection[Opened | Closed]) -> Iterator[Span]:
    """Join the opened slots of a whole body with their ends, in document order."""
    ends = {event.opened: event for event in events if isinstance(event, Closed)}
    for event in events:
        if isinstance(event, Opened):
            yield span_of(event, ends.get(event))


def span_of(opened: Opened, closed: Closed | None) -> Span:
    """Join a slot's start and its end, if it has one."""
    unclosed = opened.inner if opened.void else None
    return Span(
        name=opened.name,
        start=opened.start,
        inner=opened.inner,
        end=closed.end if closed else unclosed,
        stop=closed.stop if closed else unclosed,
        whole=opened.whole,
        is_region=opened.is_region,
    )
