"""The rewriting itself: bytes in, bytes out, the same bytes at any chunking.

In comes a page's body, whole or in chunks, and what becomes of its slots. Out comes the
body with those slots swapped. Outside of them nothing changes. What is held back is an
incomplete tag; a slot that will be swapped, until its end is seen; and the first slot
until the charset is certain. A slot that is longer than the cap, or that nothing ends,
keeps its own content, and so does one whose rendering fails. `held` always gives the
bytes not yet let go, as they came.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sarto.compose import charset
from sarto.compose.attributes import attribute, element
from sarto.compose.html.names import VOID
from sarto.compose.outline import Seen
from sarto.compose.scanner import Closed, Opened, Scanner, Span, span_of
from sarto.compose.swap import Swap

LARGEST = 4 << 20  # bytes that one slot may become, its own children counted in
DEEPEST = 64  # swapped slots in the children of swapped slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one page: its swaps by slot name, its header, the cap in bytes."""

    swaps: Mapping[str, Swap]
    content_type: bytes
    hold_cap: int
    signature: bytes | None = None  # of the swaps; `None`: a visit can change them

    def holding(self, cap: int) -> "Terms":
        """Give the same terms with another cap, where that is larger."""
        return replace(self, hold_cap=max(cap, self.hold_cap))


class Fillings:
    """What fills the slots of one page: each rendered once, in the page's charset."""

    def __init__(self, terms: Terms, name: str) -> None:
        self.terms = terms
        self.charset = name
        self._rendered: dict[str, tuple[bytes, ...] | None] = {}

    def of(self, span: Span) -> tuple[bytes, ...] | None:
        """Give what is put in a slot; `None`: it keeps its own content."""
        if span.stop is None or span.stop - span.start > self.terms.hold_cap:
            return None
        if span.name not in self._rendered:
            self._rendered[span.name] = self._render(span.name)
        return self._rendered[span.name]

    def _render(self, name: str) -> tuple[bytes, ...] | None:
        render = self.terms.swaps[name].render
        parts = render() if render else None
        if parts is None:
            return None
        return tuple(charset.encoded(part, self.charset) for part in parts)


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
                written, reached = self._slot(span, end)
                out += (self._cut(at, span.start), written)
                at = reached
        out.append(self._cut(at, end))
        return b"".join(out)

    def _slot(self, span: Span, end: int) -> tuple[bytes, int]:
        """Write one slot; tell how far of the page that reaches."""
        tag = self._cut(span.start, span.inner)
        swap = self._fillings.terms.swaps[span.name]
        if swap.render is None:
            return self._tag(swap, tag), span.inner
        if span.end is None or span.stop is None or span.stop > end:
            return b"", span.start
        parts = self._fillings.of(span)
        if parts is None or self._depth >= DEEPEST or is_bare(span, tag):
            return b"", span.start
        own = self._children(span, span.end) if len(parts) > 1 else b""
        if sum(map(len, parts)) + len(own) * (len(parts) - 1) > LARGEST:
            return tag + own, span.end
        html = own.join(parts)
        if span.whole:
            return html, span.stop
        return self._tag(swap, tag) + html, span.end

    def _children(self, span: Span, end: int) -> bytes:
        """Write a slot's own children, the slots in them decided."""
        self._depth += 1
        own = self._run(span.inner, end)
        self._depth -= 1
        return own

    def _tag(self, swap: Swap, tag: bytes) -> bytes:
        written = swap.tag(tag, self.language, self._fillings.charset)
        if written is tag:
            return tag
        if element(tag) == b"html" and (said := attribute(written, "lang")) is not None:
            self.language = said.decode("latin-1")
        return written


def is_bare(span: Span, tag: bytes) -> bool:
    """Whether it is a void element that has no children to swap."""
    return span.inner == span.stop and not span.whole and element(tag) in VOID


def rewritten(body: bytes, terms: Terms, seen: Seen) -> bytes:
    """Rewrite a whole body whose slots are seen; the very same bytes as in chunks."""
    spans = [span for span in seen.spans if span.name in terms.swaps]
    name = charset.of_page(terms.content_type, body[: charset.PRESCAN])
    if not spans or name is None:
        return body
    return Splice(body, 0, spans, Fillings(terms, name), seen.language).write()


class Rewriter:
    """Rewrites one body as it comes."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.scanner = Scanner()
        self._held = bytearray()
        self._base = 0  # absolute offset of the first byte held
        self._beginning = b""  # of the page, until the charset is certain
        self._fillings: Fillings | None = None
        self._is_alien = False  # a charset in which nothing can be found
        self._language: str | None = None  # what we made the page's
        self._met: dict[Opened, Closed | None] = {}

    @property
    def held(self) -> bytes:
        """The bytes not yet let go, as they came."""
        return bytes(self._held)

    def feed(self, data: bytes) -> bytes:
        """Take a chunk; give what can be let go."""
        return self._pass(data, is_last=False)

    def finish(self, data: bytes = b"") -> bytes:
        """Take the last chunk; give the rest, or raise before any of it is let go."""
        return self._pass(data, is_last=True)

    def _pass(self, data: bytes, *, is_last: bool) -> bytes:
        self._held += data
        if not self._is_alien:
            self._note(self.scanner.feed(data))
            self._settle_charset(data, is_last=is_last)
        if is_last:
            self._note(self.scanner.finish())
        end = self._base + len(self._held)
        return self._let_go(end if is_last or self._is_alien else self._limit())

    def _note(self, events: Iterable[Opened | Closed]) -> None:
        for event in events:
            if isinstance(event, Opened):
                if event.name in self.terms.swaps:
                    self._met[event] = None
            elif event.opened in self._met:
                self._met[event.opened] = event

    def _settle_charset(self, data: bytes, *, is_last: bool) -> None:
        if self._fillings is not None:
            return
        header = self.terms.content_type
        self._beginning += data[: charset.PRESCAN - len(self._beginning)]
        if is_last or charset.is_enough(header, self._beginning):
            name = charset.of_page(header, self._beginning)
            self._is_alien = name is None
            self._fillings = Fillings(self.terms, name or "ascii")

    def _limit(self) -> int:
        """Tell up to where nothing that may still come can change what is written."""
        settled, swapped = self.scanner.settled, 0
        for met, closed in self._met.items():
            if met.start < swapped:
                continue  # goes with the slot around it
            if self._fillings is None or self._is_awaited(met, closed, settled):
                return min(met.start, settled)
            if self._fillings.of(span_of(met, closed)) is not None:
                swapped = closed.stop if closed else met.inner
        return settled

    def _is_awaited(self, met: Opened, closed: Closed | None, settled: int) -> bool:
        """Whether a slot's end must still be seen before its start may go."""
        return (
            self.terms.swaps[met.name].render is not None
            and not (met.void or closed)
            and settled - met.start <= self.terms.hold_cap
        )

    def _let_go(self, limit: int) -> bytes:
        count = limit - self._base
        if not count:
            return b""
        data = bytes(self._held[:count])
        spans = [span_of(*item) for item in self._met.items() if item[0].start < limit]
        if spans and self._fillings and not self._is_alien:
            language = self._language or self.scanner.language
            run = Splice(data, self._base, spans, self._fillings, language)
            out = run.write()
            self._language = run.language
        else:
            out = data
        self._met = {met: end for met, end in self._met.items() if met.start >= limit}
        self._base = limit
        del self._held[:count]
        return out
