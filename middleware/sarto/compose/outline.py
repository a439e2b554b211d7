"""An outline: one page's body as runs of bytes, gaps between them, and its slots."""

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import NamedTuple

from sarto.compose.scanner import Span

LESS = ord("<")
WIDEST = 1 << 16  # bytes of all values that differ: a tag can be too long for a scan


class Found(NamedTuple):
    """The slots of the body an outline was made from, and its page's language."""

    spans: tuple[Span, ...]
    language: str | None


class Cut(NamedTuple):
    """A body with its slots swapped: bytes, and at every second place a gap."""

    pieces: list[bytes]
    gaps: tuple[int, ...]  # the gaps that are left, by number
    shown: frozenset[str] | None = None  # places that it has whole; None: none watched

    def filled(self, gaps: list[bytes]) -> bytes:
        out = self.pieces[:]
        out[1::2] = [gaps[number] for number in self.gaps]
        return b"".join(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A body remembered: runs of bytes, gaps between them, and the slots in it."""

    parts: list[bytes]  # the body, cut at its edges; none where nothing differed yet
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
        at, wide = len(first), 0
        gaps: list[bytes] = []
        find, startswith = body.find, body.startswith
        for run, edge, size in self.later:
            end = find(edge, at)
            if end < 0 or not startswith(run, end):
                return None
            gap = body[at:end]
            if edge != LESS:
                wide += end - at
            elif b">" in gap:
                return None  # it ends something
            gaps.append(gap)
            at = end + size
        if wide > WIDEST:
            return None
        return gaps if at == len(body) else None

    def filled(self, gaps: Sequence[bytes]) -> bytes:
        """Write a body whose gaps are filled so."""
        rest = zip(gaps, self.runs[1:], strict=True)
        return self.runs[0] + b"".join(chain.from_iterable(rest))

    def spans(self, gaps: Sequence[bytes]) -> tuple[Span, ...]:
        """Find the slots of a body whose gaps are filled so."""
        if not self.gaps:
            return self.found.spans
        grown = (
            len(gap) - len(self.parts[at])
            for gap, at in zip(gaps, self.gaps, strict=True)
        )
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
    is_again: bool = False  # another body of this outline was seen before

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.outline.spans(self.gaps)

    @property
    def language(self) -> str | None:
        return self.outline.found.language
