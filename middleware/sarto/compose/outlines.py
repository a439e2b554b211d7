"""Outlines: what the answers of one page have in common, so that slots are soon found.

In comes a whole body; out come its slots, exactly those a full scan finds. A page made
from a template differs from its last answer in a few places: a token in an attribute, a
name in a text. What lies between is remembered as runs of bytes, compared as one block.

Why that is exact: a tokenizer's state changes inside a gap only by the bytes in it. A
gap is either all the text between a ">" and the next "<", outside of any tag, and holds
neither of the two; or all of a double-quoted attribute value, and holds no quote. No
state outside of tags is left without one of "<" and ">" (HTML §13.2.5: text, RCDATA,
raw text, script, comments, CDATA), and no quoted value without its quote. So after such
a gap the same run means what it meant before. Nor does a gap say anything by itself:

- Text decides something only before the body, which it begins (13.2.6.4.1 ff.): there
  only what is in comments and raw text may be a gap. Elsewhere neither white space nor
  NUL nor no text at all makes a difference to any tag (tree.py).
- Of values only those are gaps that no scan reads, entities or not. Together they are
  as long as WIDEST at most: so no tag that has a gap grows past LONGEST, beyond which
  it is no slot; and none was past it when it was learned.
- So slots begin and end at tags and marks, neither of which is a gap or in one: a place
  is moved by all gaps before it. A text that is a gap had bytes when it was learned, so
  that what stands before it and what stands behind it are two places.

Anything else is scanned anew.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.learning import learned, scanned
from sarto.compose.outline import Outline, Seen

ROOM = 32 * 1024 * 1024  # bytes of all that is remembered, about
SHARE = 12  # bytes remembered for each of a body, its cuts counted in
LARGEST = 512 * 1024  # bytes of one body that is remembered
LEAST = 2048  # bytes that any page counts
PATIENCE = 8  # misses beyond the hits, until a page is left alone


@dataclass(slots=True)
class Entry:
    """One page's outline, and how many misses it may still have."""

    outline: Outline
    size: int
    credit: int


class Outlines:
    """The outlines of the pages seen last, bounded in bytes; belongs to one site."""

    def __init__(self) -> None:
        self._entries: dict[Hashable, Entry] = {}
        self._size = 0

    def find(self, path: str, body: bytes, wanted: Wanted = NOTHING) -> Seen:
        """See a page's whole body, by its outline where that is known."""
        page = (path, wanted) if wanted.is_more else path
        entry = self._entries.get(page)
        if entry is None:
            return self._remember(page, scanned(body, wanted), body, PATIENCE)
        if (gaps := entry.outline.match(body)) is not None:
            entry.credit = PATIENCE
            return Seen(entry.outline, gaps, is_again=True)
        if entry.credit <= 0 or len(body) > LARGEST:
            return scanned(body, wanted)
        outline = learned(body, entry.outline, wanted)
        seen = Seen(outline, [outline.parts[gap] for gap in outline.gaps])
        return self._remember(page, seen, body, entry.credit - 1)

    def _remember(self, page: Hashable, seen: Seen, body: bytes, credit: int) -> Seen:
        if len(body) > LARGEST:
            return seen
        entry = Entry(seen.outline, LEAST + SHARE * len(body), credit)
        known = self._entries.get(page)
        self._size += entry.size - (known.size if known else 0)
        if self._size > ROOM:  # start afresh: what is asked for comes back by itself
            self._entries.clear()
            self._size = entry.size
        self._entries[page] = entry
        return seen
