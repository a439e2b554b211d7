"""A run of a page, written with its slots swapped and its regions arranged.

In: bytes whose slots are seen, in document order, and what fills them. Out: the same
bytes, but for those slots and regions. Never: more than LARGEST bytes made of one slot;
more than DEEPEST swaps inside one another; a slot swapped that ends outside of the run.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from sarto.compose.attributes import attribute, element
from sarto.compose.html.names import VOID
from sarto.compose.scanner import Span
from sarto.compose.swap import Swap, takes_attributes
from sarto.compose.terms import Fillings, spelt
from sarto.compose.watching import key_of

LARGEST = 4 << 20  # bytes that one slot may become, its own children counted in
DEEPEST = 64  # swapped slots in the children of swapped slots


class Splice:
    """One run of a page with its slots, at absolute offsets from `base` on."""

    def __init__(
        self,
        data: bytes,
        base: int,
        spans: Iterable[Span],
        fillings: Fillings,
        language: str | None,
    ) -> None:
        self.language = language  # the page's, as far as it is written
        self._data = data
        self._base = base
        self._spans = deque(spans)
        self._fillings = fillings
        self._depth = 0
        self.shown: list[Span] = []  # the watched places in what is written

    def write(self) -> bytes:
        """Write the run with its slots swapped."""
        return self._run(self._base, self._base + len(self._data))

    def _cut(self, start: int, end: int) -> bytes:
        return self._data[start - self._base : end - self._base]

    def _run(self, start: int, end: int) -> bytes:
        out: list[bytes] = []
        at = start
        while self._spans and self._spans[0].start < end:
            span = self._spans.popleft()
            if span.start >= at:  # else it is inside a slot that was swapped
                written, reached = self._part(span, end)
                out += (self._cut(at, span.start), written)
                at = reached
        out.append(self._cut(at, end))
        return b"".join(out)

    def _part(self, span: Span, end: int) -> tuple[bytes, int]:
        """Write a slot or a region; tell how far of the page that reaches."""
        return self._region(span, end) if span.is_region else self._slot(span, end)

    def _slot(self, span: Span, end: int) -> tuple[bytes, int]:
        swap = self._fillings.terms.swaps.get(span.name)
        tag = self._cut(span.start, span.inner)
        self._show(span, end, tag)
        if swap is None:
            return b"", span.start
        if swap.render is None:
            return self._tagged(span, end, self._tag(swap, tag))
        parts = self._filled(span, end, tag)
        if parts is None or span.end is None or span.stop is None:
            return b"", span.start
        own = self._children(span, span.end) if len(parts) > 1 else b""
        if sum(map(len, parts)) + len(own) * (len(parts) - 1) > LARGEST:
            return tag + own, span.end
        html = own.join(parts)
        if span.whole:
            return html, span.stop
        return self._tag(swap, tag) + html, span.end

    def _filled(self, span: Span, end: int, tag: bytes) -> tuple[bytes, ...] | None:
        """Give what is put in a slot or region; `None`: it keeps its own content."""
        is_torn = is_torn_by(span, end)
        if is_torn or self._depth >= DEEPEST or is_bare(span, tag):
            return None
        return self._fillings.of(span)

    def _tagged(self, span: Span, end: int, tag: bytes) -> tuple[bytes, int]:
        """Write a slot's tag, and the region that the same element may be."""
        other = self._spans[0] if self._spans else span
        if not (other.is_region and other.start == span.start):
            return tag, span.inner
        written, reached = self._region(self._spans.popleft(), end)
        return tag + written[span.inner - span.start :], max(reached, span.inner)

    def _children(self, span: Span, end: int) -> bytes:
        """Write a slot's own children, the slots in them decided."""
        self._depth += 1
        own = self._run(span.inner, end)
        self._depth -= 1
        return own

    def _region(self, span: Span, end: int) -> tuple[bytes, int]:
        """Write a region's children as its layout places them, inner regions first."""
        tag = self._cut(span.start, span.inner)
        self._show(span, end, tag)
        parts = self._filled(span, end, tag)
        if parts is None or span.end is None:
            return b"", span.start
        self._depth += 1
        placed = self._parted(span.inner, span.end, frozenset(parts[1::2]))
        self._depth -= 1
        out = [tag, *parts]
        out[2::2] = [b"".join(placed[name]) for name in parts[1::2]]
        return b"".join(out), span.end

    def _parted(
        self, start: int, end: int, names: frozenset[bytes]
    ) -> Mapping[bytes, list[bytes]]:
        """Write what a region holds: the slots of some names, and under b"" the rest.

        A slot or an inner region is written as a whole; what is in it stays in it.
        """
        placed: defaultdict[bytes, list[bytes]] = defaultdict(list)
        shown, self.shown = self.shown, []
        at = start
        while self._spans and self._spans[0].start < end:
            span = self._spans.popleft()
            name = b"" if span.is_region else spelt(span.name)
            stop = span.stop
            if stop is None or stop > end:  # nothing ends it here: it cannot be moved
                name, stop = b"", span.inner
            begun, reached = self._part(span, stop)
            placed[b""].append(self._cut(at, span.start))
            name = name if name in names else b""
            placed[name] += (begun, self._run(reached, stop))
            shown += self.shown if name in names else ()  # else it is left out
            self.shown.clear()
            at = stop
        placed[b""].append(self._cut(at, end))
        self.shown = shown
        return placed

    def _show(self, span: Span, end: int, tag: bytes) -> None:
        """Note what is written for whoever watches, be it changed or not.

        What could not have been changed is not: no arm of an experiment is counted
        there. Where a rendering fails that depends on the arm, and the others would be
        counted alone: so this is asked before. The page may go on after a run that is
        in nothing else; how long its last place is shows later.
        """
        need = self._fillings.terms.watched.get(key_of(span))
        if need is None or (need.tag and not takes_attributes(tag)):
            return
        is_shut = is_bare(span, tag) or self._depth >= DEEPEST
        is_torn = self._depth > 0 and is_torn_by(span, end)
        if not (need.room and (is_shut or is_torn)):
            self.shown.append(span)

    def _tag(self, swap: Swap, tag: bytes) -> bytes:
        written = swap.tag(tag, self.language, self._fillings.charset)
        if written is tag:
            return tag
        if element(tag) == b"html" and (said := attribute(written, "lang")) is not None:
            self.language = said.decode("latin-1")
        return written


def is_torn_by(span: Span, end: int) -> bool:
    """Whether it ends outside of a run that ends there."""
    return span.stop is None or span.stop > end


def is_bare(span: Span, tag: bytes) -> bool:
    """Whether it is a void element that has no children to swap."""
    return span.inner == span.stop and not span.whole and element(tag) in VOID
