"""Where an element ends that holds only text, phrases, and blocks that nest well.

In: a page, and a place just past the start tag of an element that a parser makes. Out:
the end tag that ends it, or `None`: that may depend on more. Why that is exact: inside
are, of special elements, only p, blocks, and items right in their lists.

- A block's or an item's start tag ends an open p (13.2.6.4.7), and none is open around
  the element in the scope that counts, since its own start tag ended it. So a p is open
  above all blocks, or none is, and whatever ends a block or an item ends it, too.
- A block's end tag ends the innermost open one of its name, past p and what is not
  special; here that is the innermost special element but for p. An item's start tag
  ends an item before it in the same list, a list's end tag its last one.
- What is not special, open or not, ends none of these: the adoption agency pops what is
  above the innermost special element, and takes out others that are not special.
- No more are opened than a scan remembers.
"""

import re

from sarto.compose.html import ordinary
from sarto.compose.html.elements import DEPTH
from sarto.compose.html.names import HEADINGS

MOST = 16 << 10  # bytes that are looked at
_LISTS = {
    b"li": (frozenset((b"li",)), frozenset((b"ul", b"ol"))),
    b"dt": (frozenset((b"dt", b"dd")), frozenset((b"dl",))),
    b"dd": (frozenset((b"dt", b"dd")), frozenset((b"dl",))),
}
_IN_LISTS = frozenset((b"ul", b"ol", b"dl"))


def end_of(
    body: bytes | bytearray, name: bytes, at: int, limit: int
) -> re.Match[bytes] | None:
    """Find the end tag of an element; its group 1 is the tag itself."""
    if name in ordinary.TEXT_ONLY:
        found = ordinary.TEXT_END.match(body, at, min(limit, at + MOST))
    elif name in ordinary.BLOCKS:
        found = _end_of_block(body, name, at, min(limit, at + MOST))
    else:
        return None
    if found is None or found[2].lower() != b"/" + name:
        return None
    return found if body.count(b"<", at, found.end()) < DEPTH else None


def _end_of_block(
    body: bytes | bytearray, name: bytes, at: int, limit: int
) -> re.Match[bytes] | None:
    is_open = [name]
    while found := ordinary.BLOCK.match(body, at, limit):
        at, tag = found.end(), found[2].lower()
        if not (_ends if tag.startswith(b"/") else _begins)(is_open, tag):
            return None
        if not is_open:
            return found
    return None


def _ends(is_open: list[bytes], tag: bytes) -> bool:
    """Take an end tag; false where it does not end the innermost block."""
    name = tag[1:]
    if name in _IN_LISTS and is_open[-1] in _LISTS:
        is_open.pop()
    return is_open.pop() == name


def _begins(is_open: list[bytes], name: bytes) -> bool:
    """Take a start tag; false where it does more than begin a block or an item."""
    if name in HEADINGS and is_open[-1] in HEADINGS:
        return False
    if name in _LISTS:
        alike, lists = _LISTS[name]
        if is_open[-1] in alike:
            is_open.pop()
        if not (is_open and is_open[-1] in lists):
            return False
    is_open.append(name)
    return True
