"""Which places of a page went out whole: what is counted as shown.

In come places as they are met in what is written, cut anywhere, and what became of the
messages; out come the keys of those (`slots.hero`, `layouts.home`) of which each byte
was sent. Never: a place that nothing ends, or in a part that a layout leaves out; one
whose last bytes were sent when nobody listened any more; one that none of its rules
could have changed, whichever of them held. So the arms of an experiment are counted
alike: what keeps an arm from being shown keeps the others from being counted.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from sarto.asgi import Message, Receive
from sarto.compose.scanner import Closed, Opened, Span, span_of

Written: TypeAlias = set[str] | None  # keys of places; None: nobody asks
Mark: TypeAlias = tuple[str, int, bool]  # what tells places apart

GONE: Final = "http.disconnect"


class Need(NamedTuple):
    """What a place needs to have on a page, so that each of its rules can be shown."""

    room: bool = False  # children, and no more bytes of them than the cap
    tag: bool = False  # a tag that takes attributes


Watched: TypeAlias = Mapping[str, Need]  # by the keys of places


def key_of(found: Span | Opened) -> str:
    """Name a slot or region among all places."""
    return f"{'layouts' if found.is_region else 'slots'}.{found.name}"


def mark_of(found: Span | Opened) -> Mark:
    return found.name, found.start, found.is_region


class Going:
    """What of one answer is written, and what of it was sent."""

    def __init__(self) -> None:
        self.written: set[str] = set()  # whole, and not sent yet
        self.left: frozenset[str] = frozenset()
        self.is_all = False  # the last byte was sent, too
        self.is_gone = False  # nobody listens any more, as the application was told

    def sent(self, *, is_ours: bool, is_all: bool) -> None:
        """Note that the server took what is written; not `is_ours`: as it came."""
        if self.written and is_ours and not self.is_gone:
            self.left |= self.written
        self.is_all |= is_all and not self.is_gone
        self.written.clear()

    def hearing(self, receive: Receive) -> Receive:
        """Hear when the application is told that nobody listens any more."""

        async def hear() -> Message:
            message = await receive()
            self.is_gone |= message["type"] == GONE
            return message

        return hear


class Watching:
    """The places of one body that comes in pieces, until their ends are let go."""

    def __init__(self, written: set[str], watched: Watched, cap: int) -> None:
        self._written = written
        self._watched = watched
        self._cap = cap
        self._begun: dict[Mark, Span] = {}

    def close(self, closed: Closed) -> None:
        """Note the end of a place whose start was let go before."""
        mark = mark_of(closed.opened)
        if mark in self._begun:
            self._begun[mark] = span_of(closed.opened, closed)

    def reach(self, limit: int, begun: Iterable[Span]) -> None:
        """Note that the page is let go up to there, and what begins in that."""
        self._begun.update((mark_of(span), span) for span in begun)
        reached = [
            self._begun.pop(mark)
            for mark, span in [*self._begun.items()]
            if span.stop is not None and span.stop <= limit
        ]
        self._written |= ended(reached, self._watched, self._cap)


def ended(spans: Iterable[Span], watched: Watched, cap: int) -> frozenset[str]:
    """Name the places that something ends: within the cap, where that matters.

    One that is never filled is not held back, and so may be of any length.
    """
    keys = ((key_of(span), span) for span in spans)
    return frozenset(
        key
        for key, span in keys
        if span.stop is not None
        and (span.stop - span.start <= cap or not watched[key].room)
    )
