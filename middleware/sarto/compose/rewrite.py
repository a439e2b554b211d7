"""The rewriting itself: bytes in, bytes out, the same bytes at any chunking.

In comes a page's body, whole or in chunks, and what becomes of its slots. Out comes the
body with those slots swapped. Outside of them nothing changes. What is held back is an
incomplete tag; a slot that will be swapped, until its end is seen; and the first slot
until the charset is certain. A slot that is longer than the cap, or that nothing ends,
keeps its own content, and so does one whose rendering fails. `held` always gives the
bytes not yet let go, as they came.
"""

from collections.abc import Iterable

from sarto.compose import charset
from sarto.compose.inserted import Inserted, Texts, Window, nothing
from sarto.compose.outline import Seen
from sarto.compose.scanner import Closed, Opened, Span, span_of
from sarto.compose.splice import Splice
from sarto.compose.stream import StreamScanner
from sarto.compose.terms import Fillings, Terms
from sarto.compose.watching import Watching, Written, ended

__all__ = ["Rewriter", "Terms", "rewritten"]


def rewritten(
    body: bytes,
    terms: Terms,
    seen: Seen,
    inserted: Inserted = nothing,
    written: Written = None,
) -> bytes:
    """Rewrite a whole body whose slots are seen; the very same bytes as in chunks."""
    spans = [span for span in seen.spans if terms.counts(span)]
    name = charset.of_page(terms.content_type, body[: charset.PRESCAN])
    if not spans or name is None:
        return body
    if inserted():
        texts, window = Texts(inserted, name), Window(body)
        spans = [span for span in spans if not texts.has(span, window)]
    run = Splice(body, 0, spans, Fillings(terms, name), seen.language)
    out = run.write()
    if written is not None:
        written |= ended(run.shown, terms.watched, terms.hold_cap)
    return out


class Rewriter:
    """Rewrites one body as it comes."""

    def __init__(
        self, terms: Terms, inserted: Inserted = nothing, written: Written = None
    ) -> None:
        self.terms = terms
        self._watching = (
            None
            if written is None
            else Watching(written, terms.watched, terms.hold_cap)
        )
        self._inserted = inserted
        self._texts: Texts | None = None
        self._unsure: set[Opened] = set()  # slots that may be of a tag's fragment
        self._before = b""  # what was let go last, as far as such a one may go back
        self.scanner = StreamScanner(terms.wanted)
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
        if self._unsure and self._texts is not None:
            self._sift(self._texts, is_last=is_last)
        end = self._base + len(self._held)
        return self._let_go(end if is_last or self._is_alien else self._limit())

    def _note(self, events: Iterable[Opened | Closed]) -> None:
        terms = self.terms
        for event in events:
            if isinstance(event, Closed):
                if event.opened in self._met:
                    self._met[event.opened] = event
                elif self._watching is not None:
                    self._watching.close(event)
            elif terms.counts(event):
                self._met[event] = None
                if self._inserted():
                    self._unsure.add(event)

    def _sift(self, texts: Texts, *, is_last: bool) -> None:
        """Leave out the slots that tags put here, as parts of what they show."""
        base = self._base - len(self._before)
        window = Window(self._before + self._held, base, is_last)
        found = {met: texts.has(met, window) for met in self._unsure}
        self._unsure = {met for met, is_there in found.items() if is_there is None}
        self._met = {met: end for met, end in self._met.items() if not found.get(met)}

    def _settle_charset(self, data: bytes, *, is_last: bool) -> None:
        if self._fillings is not None:
            return
        header = self.terms.content_type
        self._beginning += data[: charset.PRESCAN - len(self._beginning)]
        if is_last or charset.is_enough(header, self._beginning):
            name = charset.of_page(header, self._beginning)
            self._is_alien = name is None
            self._fillings = Fillings(self.terms, name or "ascii")
            self._texts = Texts(self._inserted, name or "ascii")

    def _limit(self) -> int:
        """Tell up to where nothing that may still come can change what is written."""
        settled, swapped = self.scanner.settled, 0
        for met, closed in self._met.items():
            if met.start < swapped:
                continue  # goes with the slot around it
            if self._is_only_watched(met):
                continue
            if self._fillings is None or self._is_awaited(met, closed, settled):
                return min(met.start, settled)
            if self._fillings.of(span_of(met, closed)) is not None:
                swapped = closed.stop if closed else met.inner
        return settled

    def _is_only_watched(self, met: Opened) -> bool:
        """Whether it passes as it comes, whatever comes after it."""
        if self._watching is None or met in self._unsure or self.terms.layouts:
            return False
        return self.terms.swap(met.name, is_region=met.is_region) is None

    def _is_awaited(self, met: Opened, closed: Closed | None, settled: int) -> bool:
        """Whether more must be seen of a slot before its start may go."""
        swap = self.terms.swap(met.name, is_region=met.is_region)
        return met in self._unsure or (
            swap is not None
            and swap.render is not None
            and not (met.void or closed)
            and settled - met.start <= self.terms.hold_cap
        )

    def _let_go(self, limit: int) -> bytes:
        count = limit - self._base
        if not count:
            self._reach(limit, ())
            return b""
        data = bytes(self._held[:count])
        spans = [span_of(*item) for item in self._met.items() if item[0].start < limit]
        out, begun = data, list[Span]()
        if spans and not self._is_alien:
            language = self._language or self.scanner.language
            # Before the charset is certain nothing is let go that is to be filled.
            fillings = self._fillings or Fillings(self.terms, "ascii")
            run = Splice(data, self._base, spans, fillings, language)
            out = run.write()
            self._language = run.language
            begun = run.shown
        self._reach(limit, begun)
        self._met = {met: end for met, end in self._met.items() if met.start >= limit}
        self._unsure = {met for met in self._unsure if met.start >= limit}
        if self._texts is not None and (size := self._texts.longest):
            self._before = (self._before + data)[-size:]
        self._base = limit
        del self._held[:count]
        return out

    def _reach(self, limit: int, begun: Iterable[Span]) -> None:
        """Tell how far the page is let go, and what begins in that."""
        if self._watching is not None:
            self._watching.reach(limit, begun)
