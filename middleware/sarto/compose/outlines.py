"""Outlines: what the answers of one page have in common, so that slots are soon found.

In comes a whole body; out come its slots, exactly those a full scan finds. A page made
from a template differs from its last answer in a few places: a token in an attribute, a
name in a text. What lies between is remembered as runs of bytes, compared as one block.

Why that is exact: a tokenizer's state changes inside a gap only by the bytes in it. A
gap is either all the text between a ">" and the next "<", outside of any tag, and holds
neither of the two; or all of a double-quoted attribute value, and holds no quote. No
state outside of tags is left without one of "<" and ">" (HTML §13.2.5: text, RCDATA,
raw text, script, comments, CDATA), and no quoted value without its quote. So after such
a gap the same run means what it meant before. Anything else is scanned anew.
"""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import NamedTuple

from sarto.compose.attributes import ATTRIBUTE
from sarto.compose.scanner import Closed, Opened, Scanner, Span, looked_through

ROOM = 32 * 1024 * 1024  # bytes of all that is remembered, about
SHARE = 12  # bytes remembered for each of a body, its cuts counted in
LARGEST = 512 * 1024  # bytes of one body that is remembered
GAPS = 200  # a page with more differences is another page each time
PATIENCE = 8  # misses beyond the hits, until a page is left alone
EDGES = re.compile(rb'([<>"])')
TAG = re.compile(rb"</?[A-Za-z][^\s/>]*")
EQUALS = re.compile(rb"[\t\n\f\r ]*=")
OPENS = re.compile(rb'[\t\n\f\r ]*=[\t\n\f\r ]*"')
READ = frozenset(  # attributes that a scan reads, and so may not differ
    {b"data-sarto", b"data-sarto-swap", b"lang", b"type", b"encoding"}
)
LESS = ord("<")


class Found(NamedTuple):
    """The slots of the body an outline was made from, and its page's language."""

    spans: tuple[Span, ...]
    language: str | None


class Cut(NamedTuple):
    """A body with its slots swapped: bytes, and at every second place a gap."""

    pieces: list[bytes]
    gaps: tuple[int, ...]  # the gaps that are left, by number

    def filled(self, gaps: list[bytes]) -> bytes:
        out = self.pieces[:]
        out[1::2] = [gaps[number] for number in self.gaps]
        return b"".join(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A body remembered: runs of bytes, gaps between them, and the slots in it."""

    parts: list[bytes]  # the body, cut at its edges
    gaps: tuple[int, ...]  # which parts may differ
    runs: tuple[bytes, ...]
    later: tuple[tuple[bytes, int, int], ...]  # runs but the first: edge, length
    starts: tuple[int, ...]  # of the runs
    found: Found
    cuts: dict[Hashable, Cut] = field(default_factory=dict[Hashable, Cut])

    def match(self, body: bytes) -> list[bytes] | None:
        """Give what fills the gaps of a body; `None` where it differs elsewhere."""
        first = self.runs[0]
        if not body.startswith(first):
            return None
        at = len(first)
        gaps: list[bytes] = []
        find, startswith = body.find, body.startswith
        for run, edge, size in self.later:
            end = find(edge, at)
            gap = body[at:end]
            if end < 0 or not startswith(run, end):
                return None
            if edge == LESS and (b">" in gap or not gap or gap.isspace()):
                return None  # it ends something, or says nothing at all
            gaps.append(gap)
            at = end + size
        return gaps if at == len(body) else None

    def filled(self, gaps: Sequence[bytes]) -> bytes:
        """Write a body whose gaps are filled so."""
        rest = zip(gaps, self.runs[1:], strict=True)
        return self.runs[0] + b"".join(chain.from_iterable(rest))

    def spans(self, gaps: Sequence[bytes]) -> tuple[Span, ...]:
        """Find the slots of a body whose gaps are filled so."""
        grown = (len(gap) - len(self.parts[at]) for gap, at in zip(gaps, self.gaps))  # noqa: B905 - a body scanned anew fills none
        shifts = [0, *accumulate(grown)]

        def moved(offset: int | None) -> int:
            at = offset or 0
            return at + shifts[bisect_right(self.starts, at) - 1]

        return tuple(
            span._replace(
                start=moved(span.start),
                inner=moved(span.inner),
                end=None if span.end is None else moved(span.end),
                stop=None if span.stop is None else moved(span.stop),
            )
            for span in self.found.spans
        )


class Seen(NamedTuple):
    """A body, as an outline and what fills its gaps."""

    outline: Outline
    gaps: list[bytes]

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.outline.spans(self.gaps)

    @property
    def language(self) -> str | None:
        return self.outline.found.language


def is_text(gap: bytes) -> bool:
    """Whether it is text with words in it and no end of anything."""
    return bool(gap) and not gap.isspace() and b">" not in gap


def opened_attribute(tail: bytes) -> bytes | None:
    """Name the attribute whose double-quoted value begins where an open tag ends."""
    tag = TAG.match(tail)
    at = tag.end() if tag else len(tail)
    while found := ATTRIBUTE.match(tail, at):
        at = found.end()
        has_value = any(part is not None for part in found.groups()[1:])
        if not has_value and EQUALS.match(tail, at):
            return found[1].lower() if OPENS.fullmatch(tail, at) else None
    return None


class Learner:
    """Scans one body in full, and checks the gaps it was told of on the way."""

    def __init__(self, body: bytes, parts: list[bytes]) -> None:
        self.body = body
        self.parts = parts
        self.offsets = [0, *accumulate(map(len, parts))]
        self.scanner = Scanner()
        self.events: list[Opened | Closed] = []
        self.fed = 0

    def feed(self, end: int) -> None:
        self.events += self.scanner.feed(self.body[self.fed : end])
        self.fed = end

    def may_differ(self, index: int) -> bool:
        """Whether a part is one that says nothing to a scan."""
        before, after = self.parts[index - 1 : index], self.parts[index + 1 : index + 2]
        self.feed(self.offsets[index])
        tail = self.body[self.scanner.settled : self.fed]
        if before == [b">"] and after == [b"<"]:
            return TAG.match(tail) is None and is_text(self.parts[index])
        name = opened_attribute(tail) if before == after == [b'"'] else None
        return name is not None and name not in READ

    def outline(self, gaps: tuple[int, ...]) -> Outline:
        """Give the outline, without gaps where one of them may not be."""
        if not all(map(self.may_differ, gaps)):
            gaps = ()
        self.feed(len(self.body))
        self.events += self.scanner.finish()
        starts = (0, *(self.offsets[gap + 1] for gap in gaps))
        ends = (*(self.offsets[gap] for gap in gaps), len(self.body))
        runs = tuple(self.body[a:b] for a, b in zip(starts, ends, strict=True))
        return Outline(
            parts=self.parts,
            gaps=gaps,
            runs=runs,
            later=tuple((run, run[0], len(run)) for run in runs[1:]),
            starts=starts,
            found=Found(tuple(spans(self.events)), self.scanner.language),
        )


def spans(events: list[Opened | Closed]) -> Iterator[Span]:
    """Join the opened slots of a whole body with their ends, in document order."""
    ends = {event.opened: event for event in events if isinstance(event, Closed)}
    for event in events:
        if isinstance(event, Opened):
            closed = ends.get(event)
            at = event.inner if event.void else None
            yield Span(
                name=event.name,
                start=event.start,
                inner=event.inner,
                end=closed.end if closed else at,
                stop=closed.stop if closed else at,
                whole=event.whole,
            )


def learned(body: bytes, before: Outline | None = None) -> Outline:
    """Scan a body in full; what differs from the one before becomes gaps."""
    parts = EDGES.split(body)
    gaps: set[int] = set()
    if before and parts[1::2] == before.parts[1::2]:
        pairs = enumerate(zip(parts, before.parts, strict=True))
        gaps = {index for index, (a, b) in pairs if a != b} | {*before.gaps}
    told = tuple(sorted(gaps)) if len(gaps) <= GAPS else ()
    return Learner(body, parts).outline(told)


def scanned(body: bytes) -> Seen:
    """Look through a body for its slots only, and remember nothing."""
    found = Found(*looked_through(body))
    outline = Outline(
        parts=[], gaps=(), runs=(body,), later=(), starts=(0,), found=found
    )
    return Seen(outline, [])


@dataclass(slots=True)
class Entry:
    """One page's outline, and how many misses it may still have."""

    outline: Outline
    size: int
    credit: int


class Outlines:
    """The outlines of the pages seen last, bounded in bytes; belongs to one site."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._size = 0

    def find(self, page: str, body: bytes) -> Seen:
        """See a page's whole body, by its outline where that is known."""
        entry = self._entries.get(page)
        if entry is None:
            return self._remember(page, body, None, PATIENCE)
        if (gaps := entry.outline.match(body)) is not None:
            entry.credit = PATIENCE
            return Seen(entry.outline, gaps)
        if entry.credit <= 0:
            return scanned(body)
        return self._remember(page, body, entry.outline, entry.credit - 1)

    def _remember(
        self, page: str, body: bytes, before: Outline | None, credit: int
    ) -> Seen:
        if len(body) > LARGEST:
            return scanned(body)
        entry = Entry(learned(body, before), SHARE * len(body), credit)
        known = self._entries.get(page)
        self._size += entry.size - (known.size if known else 0)
        if self._size > ROOM:  # start afresh: what is asked for comes back by itself
            self._entries.clear()
            self._size = entry.size
        self._entries[page] = entry
        outline = entry.outline
        return Seen(outline, [outline.parts[gap] for gap in outline.gaps])
