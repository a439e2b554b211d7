"""The rewriting itself: bytes in, bytes out, the same bytes at any chunking.

In comes a page's body, whole or in chunks, and what becomes of its slots. Out comes the
body with those slots swapped. Outside of them nothing changes. What is held back is an
incomplete tag, or a slot that will be swapped until its end is seen; one that is longer
than the cap, or that nothing ends, keeps its own content. Rendering may fail: that slot
keeps its own content too. `held` always gives the bytes not yet let go, as they came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sarto.compose.charset import encoded
from sarto.compose.scanner import Closed, Opened, Scanner, Span
from sarto.compose.swap import Swap


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one page: its swaps by slot name, its charset, the cap in bytes."""

    swaps: Mapping[str, Swap]
    charset: str
    hold_cap: int

    def fits(self, span: Span) -> bool:
        """Whether a slot has an end, near enough to be swapped."""
        return span.stop is not None and span.stop - span.start <= self.hold_cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Splice:
    """One run of a page, its slots at absolute offsets from `base` on."""

    data: bytes
    base: int
    terms: Terms
    language: str | None

    def cut(self, start: int, end: int) -> bytes:
        return self.data[start - self.base : end - self.base]

    def pieces(self, spans: Sequence[Span], start: int, end: int) -> Iterator[bytes]:
        """Give the run's bytes from start to end with its slots swapped."""
        at = start
        for index, span in enumerate(spans):
            if not at <= span.start < end:
                continue  # inside a slot that was swapped, or past the run
            swap = self.terms.swaps[span.name]
            html = self.html(swap, span)
            if swap.needs_end and html is None:
                continue
            yield self.cut(at, span.start)
            at = span.inner
            if html is None or not span.whole:
                tag = self.cut(span.start, span.inner)
                yield swap.tag(tag, self.language, self.terms.charset)
            if html is not None and span.end is not None and span.stop is not None:
                yield from self.filled(html, spans[index + 1 :], span)
                at = span.stop if span.whole else span.end
        yield self.cut(at, end)

    def html(self, swap: Swap, span: Span) -> tuple[bytes, ...] | None:
        if swap.render is None or not self.terms.fits(span):
            return None
        if span.inner == span.stop and not span.whole:
            return None  # a void element has no children to swap
        parts = swap.render()
        return None if parts is None else encoded(parts, self.terms.charset)

    def filled(
        self, html: tuple[bytes, ...], inside: Sequence[Span], span: Span
    ) -> Iterator[bytes]:
        """Put the slot's own children, their slots decided, between the parts."""
        yield html[0]
        for part in html[1:]:
            yield from self.pieces(inside, span.inner, span.end or span.inner)
            yield part


class Rewriter:
    """Rewrites one body as it comes."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.scanner = Scanner()
        self._held = bytearray()
        self._base = 0  # absolute offset of the first byte held
        self._met: list[Opened] = []
        self._ends: dict[Opened, Closed] = {}

    @property
    def held(self) -> bytes:
        """The bytes not yet let go, as they came."""
        return bytes(self._held)

    def feed(self, data: bytes) -> bytes:
        """Take a chunk; give what can be let go."""
        self._held += data
        self._note(self.scanner.feed(data))
        return self._let_go(self._limit())

    def finish(self) -> bytes:
        """Give the rest."""
        self._note(self.scanner.finish())
        return self._let_go(self._base + len(self._held))

    def _note(self, events: Sequence[Opened | Closed]) -> None:
        for event in events:
            if isinstance(event, Closed):
                self._ends[event.opened] = event
            elif event.name in self.terms.swaps:
                self._met.append(event)

    def _limit(self) -> int:
        settled = self.scanner.settled
        waiting = (met.start for met in self._met if self._is_awaited(met, settled))
        return min(waiting, default=settled)

    def _is_awaited(self, met: Opened, settled: int) -> bool:
        """Whether a slot's end must still be seen before its start may go."""
        return (
            self.terms.swaps[met.name].needs_end
            and not met.void
            and met not in self._ends
            and settled - met.start <= self.terms.hold_cap
        )

    def _let_go(self, limit: int) -> bytes:
        count = limit - self._base
        if count <= 0:
            return b""
        data = bytes(self._held[:count])
        spans = [self._span(met) for met in self._met if met.start < limit]
        run = Splice(
            data=data, base=self._base, terms=self.terms, language=self.scanner.language
        )
        out = b"".join(run.pieces(spans, self._base, limit)) if spans else data
        self._met = [met for met in self._met if met.start >= limit]
        self._base = limit
        del self._held[:count]
        return out

    def _span(self, met: Opened) -> Span:
        closed = self._ends.pop(met, None)
        at = met.inner if met.void else None
        return Span(
            name=met.name,
            start=met.start,
            inner=met.inner,
            end=closed.end if closed else at,
            stop=closed.stop if closed else at,
            whole=met.whole,
        )
