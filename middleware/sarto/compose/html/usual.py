"""What the usual tags of a body do to the open elements, without asking the tree.

In: nothing. Out: USUAL, tag name as written (b"/div" for an end tag) to what it may do
at once. Never: an answer that differs from tree.py's; what depends on more is SLOW.
"""

from sarto.compose.html import names as html

# END pops the current node if it has that name; START pushes; UNDER pushes right inside
# some parents; BLOCK there or where
# neither p nor heading is open; ANCHOR where no a is; VOID does nothing.
END, START, UNDER, BLOCK, ANCHOR, VOID, _SLOW = range(7)

Usual = tuple[int, bytes, frozenset[bytes]]
_NO = frozenset[bytes]()
SLOW: Usual = (_SLOW, b"", _NO)

_PHRASES = frozenset(
    b"abbr audio b bdi bdo big canvas cite code data datalist del dfn em font i ins kbd"
    b" label legend map mark meter noscript object output picture progress q ruby s"
    b" samp slot small span strike strong sub sup time tt u var video".split()
)
_VOID = html.VOID - {b"col", b"frame", b"hr", b"input"}
# Their own start ended any p in scope, or they are a scope's boundary.
_FREE_OF_P = (html.ENDS_P | {b"body", b"td", b"th"}) - {b"p"}
_BLOCKS = html.ENDS_P - html.HEADINGS - html.RAW - {b"dd", b"dt", b"form", b"hr", b"li"}
_PARENTS = {
    **dict.fromkeys((b"td", b"th"), frozenset((b"tr",))),
    b"tr": html.TABLE_SECTIONS,
    b"li": frozenset((b"ul", b"ol")),
    b"dt": frozenset((b"dl",)),
    b"dd": frozenset((b"dl",)),
    b"option": frozenset((b"select",)),
}
_ENDS = _PHRASES.union(
    _PARENTS, _BLOCKS, html.HEADINGS, html.RAW, (b"a", b"button", b"select", b"table")
)

USUAL: dict[bytes | None, Usual] = {
    **{name: (START, name, _NO) for name in _PHRASES},
    **{name: (UNDER, name, parents) for name, parents in _PARENTS.items()},
    **{name: (BLOCK, name, _FREE_OF_P) for name in _BLOCKS},
    **{name: (BLOCK, name, _FREE_OF_P - html.HEADINGS) for name in html.HEADINGS},
    **{name: (VOID, name, _NO) for name in _VOID},
    **{b"/" + name: (END, name, _NO) for name in _ENDS},
    b"a": (ANCHOR, b"a", _NO),
}
