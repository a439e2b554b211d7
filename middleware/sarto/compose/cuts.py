"""Cuts: a page of known outline with its slots swapped already, but for what differs.

In comes a body seen by its outline, and swaps that no visit can change; out comes what
`rewritten` makes of them, byte for byte. It is asked once, with marks in the gaps of
the outline; what it writes between the marks is kept, and joined with whatever fills
the gaps of later bodies. That holds because a gap says nothing to a scan, and nothing
to the rewriting: it is text, or the value of an attribute that is not read.
"""

import re
from secrets import token_hex

from sarto.compose import charset
from sarto.compose.outline import Cut, Outline, Seen
from sarto.compose.rewrite import Terms, rewritten
from sarto.compose.swap import Html, Swap
from sarto.compose.watching import Written

MARK = f"sarto{token_hex(12)}g".encode()  # followed by the gap's number and "e"
MARKS = re.compile(MARK + rb"(\d+)e")
MOST = 4  # cuts of one outline; each at most twice as large as its page


def cut(body: bytes, terms: Terms, seen: Seen, written: Written = None) -> bytes:
    """Rewrite a whole body; by a cut, where one is known or may be made."""
    outline, gaps, is_again = seen
    if not outline.found.spans:
        return body
    if terms.signature is None or len(body) > terms.hold_cap:
        return rewritten(body, terms, seen, written=written)
    key = (terms.signature, terms.content_type, *terms.watched.items())
    known = outline.cuts.get(key)
    if known is None:
        if not (is_again and may_cut(terms, len(body))):
            return rewritten(body, terms, seen, written=written)
        if len(outline.cuts) >= MOST:
            outline.cuts.clear()
        known = outline.cuts[key] = made(outline, terms)
    if written is not None and known.shown:
        written |= known.shown
    return known.filled(gaps) if terms.may_change else body


def may_cut(terms: Terms, room: int) -> bool:
    """Whether neither the page's beginning nor the size of a slot can matter."""
    html = [rendered(swap) for swap in terms.swaps.values()]
    is_placed_once = all(len(parts) <= 2 for parts in html)  # noqa: PLR2004 - before, after
    html += map(rendered, terms.layouts.values())
    is_small = sum(len(part) for parts in html for part in parts) <= room
    return is_small and is_placed_once and bool(charset.declared(terms.content_type))


def rendered(swap: Swap) -> Html:
    return (swap.render() or ()) if swap.render else ()


def made(outline: Outline, terms: Terms) -> Cut:
    """Swap the slots of an outline's body that has marks for what may differ."""
    marks = [MARK + b"%de" % number for number in range(len(outline.gaps))]
    page = outline.filled(marks)
    roomy = terms.holding(len(page))
    shown = set[str]() if terms.watched else None
    again = Seen(outline, marks)
    parts = MARKS.split(rewritten(page, roomy, again, written=shown))
    told = None if shown is None else frozenset(shown)
    return Cut(parts, tuple(map(int, parts[1::2])), told)
