"""Find the slots of an HTML page as it streams by.

In: the bytes of a page in an ASCII-compatible charset, cut anywhere. Out: Opened and
Closed with absolute offsets, in document order, the same for any cut. Never: an
exception, a decoded page, a slot where a parser with scripting off sees no element,
memory for more than one unfinished tag (at most LONGEST bytes) and the open elements.
What is approximated: tree.py.
"""

import re
from dataclasses import dataclass

from sarto.compose.elements import Closed, Opened
from sarto.compose.tokenizer import LONGEST, Tokenizer

__all__ = ["LONGEST", "Closed", "Opened", "Scanner", "Span", "scan"]

# No other spelling makes this attribute's name: names hold no character references.
_MARKER = re.compile(rb"data-sarto", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One slot of a whole page; end and stop are None where nothing ended it."""

    name: str
    start: int
    inner: int
    end: int | None
    stop: int | None
    whole: bool


class Scanner:
    """One page in flight; every byte before `settled` belongs to a finished token."""

    def __init__(self) -> None:
        self.settled = 0
        self._tokenizer = Tokenizer()

    @property
    def language(self) -> str | None:
        """The lang attribute of the html element, once seen."""
        return self._tokenizer.language

    def feed(self, data: bytes) -> list[Opened | Closed]:
        self.settled = self._tokenizer.feed(data)
        return self._tokenizer.tree.taken_events()

    def finish(self) -> list[Opened | Closed]:
        """End the page: an unfinished tag is no tag, and what is open stays open."""
        self.settled = self._tokenizer.end
        return []


def scan(body: bytes) -> tuple[Span, ...]:
    """Find the slots of a whole page, in order of their start tags."""
    if not _MARKER.search(body):
        return ()
    events = Scanner().feed(body)
    ends = {event.opened: event for event in events if isinstance(event, Closed)}
    return tuple(
        _span(event, ends.get(event)) for event in events if isinstance(event, Opened)
    )


def _span(opened: Opened, closed: Closed | None) -> Span:
    unclosed = opened.inner if opened.void else None
    return Span(
        name=opened.name,
        start=opened.start,
        inner=opened.inner,
        end=closed.end if closed else unclosed,
        stop=closed.stop if closed else unclosed,
        whole=opened.whole,
    )
