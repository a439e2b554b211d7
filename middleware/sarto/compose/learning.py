"""Learning outlines: what differs between two answers of a page, and may.

In comes a body and the outline of the answer before; out comes an outline of this one.
Its gaps are what differed, if a full scan of the body says that each may differ. A body
of another structure is only looked through, as one is that nothing came before.

A gap is a whole text that ends nothing, or the whole value of an attribute that no scan
reads, in a tag that is no slot for its length however far such values grow. What a gap
is decides nothing then, and no slot begins or ends inside of one (outlines.py).
"""

import re
from itertools import accumulate

from sarto.compose.attributes import ATTRIBUTE
from sarto.compose.glance import glance
from sarto.compose.html import complete
from sarto.compose.html.patterns import TEXT
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.outline import WIDEST, Found, Outline, Seen
from sarto.compose.scanner import (
    LONGEST,
    Closed,
    Opened,
    Scanner,
    joined,
    looked_through,
)

GAPS = 200  # a page with more differences is another page each time
EDGES = re.compile(rb'([<>"])')
TAG = re.compile(rb"</?[A-Za-z][^\t\n\f\r />]*")
EQUALS = re.compile(rb"[\t\n\f\r ]*=")
OPENS = re.compile(rb'[\t\n\f\r ]*=[\t\n\f\r ]*"')
READ = frozenset(  # attributes that a scan reads, and so may not differ
    {b"data-sarto", b"data-sarto-swap", b"lang", b"type", b"encoding"}
)


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

    def __init__(self, body: bytes, parts: list[bytes], wanted: Wanted) -> None:
        self.body = body
        self.parts = parts
        self.offsets = [0, *accumulate(map(len, parts))]
        self.scanner = Scanner(wanted)
        self.read = READ | wanted.keys
        self.events: list[Opened | Closed] = []
        self.fed = 0

    def feed(self, end: int) -> None:
        self.events += self.scanner.feed(self.body[self.fed : end])
        self.fed = end

    def may_differ(self, index: int) -> bool:
        """Whether a part is one that says nothing to a scan."""
        before, after = self.parts[index - 1 : index], self.parts[index + 1 : index + 2]
        self.feed(self.offsets[index])
        if before == [b">"] and after == [b"<"]:
            return self.is_idle(index)
        return before == after == [b'"'] and self.is_unread()

    def is_idle(self, index: int) -> bool:
        """Whether text, were it any other, would begin no body and end no tag.

        Without a byte in it a slot could begin where it ends. Before the body, only in
        comments and raw text it begins none; white space nowhere does, so that tells
        nothing of other text.
        """
        text, scanner = self.parts[index], self.scanner
        if not text or scanner.settled < self.fed:
            return False
        if not scanner.is_early:
            return True
        self.feed(self.offsets[index + 1])
        return scanner.is_early and TEXT.search(text) is not None

    def is_unread(self) -> bool:
        """Whether the value that begins here is one that no scan reads."""
        name = opened_attribute(self.body[self.scanner.settled : self.fed])
        if name is None or name in self.read:
            return False
        tag = complete.TAG.match(self.body, self.scanner.settled)
        return tag is not None and tag.end() - tag.start() <= LONGEST - WIDEST

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
            found=Found(tuple(joined(self.events)), self.scanner.language),
        )


def learned(body: bytes, before: Outline, wanted: Wanted = NOTHING) -> Outline:
    """Look through a body; what differs from the one before becomes gaps."""
    last = before.filled([before.parts[gap] for gap in before.gaps])
    if any(body.count(edge) != last.count(edge) for edge in (b"<", b">", b'"')):
        return scanned(body, wanted).outline
    parts, others = EDGES.split(body), before.parts or EDGES.split(last)
    if parts[1::2] != others[1::2]:
        return scanned(body, wanted).outline
    pairs = enumerate(zip(parts, others, strict=True))
    gaps = {index for index, (a, b) in pairs if a != b} | {*before.gaps}
    told = tuple(sorted(gaps)) if len(gaps) <= GAPS else ()
    return Learner(body, parts, wanted).outline(told)


def scanned(body: bytes, wanted: Wanted = NOTHING) -> Seen:
    """Look through a body for its slots only: at a glance, where that will do."""
    seen = None if wanted.is_more else glance(body)
    found = Found(*(seen or looked_through(body, wanted)))
    outline = Outline(
        parts=[], gaps=(), runs=(body,), later=(), starts=(0,), found=found
    )
    return Seen(outline, [])
