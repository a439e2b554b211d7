"""A page is rewritten the same at any chunking; outside swapped slots no byte changes.

Every case below is tried whole, cut in two at every place, and in single bytes.
"""

import pytest

from sarto.compose.swap import Swap
from support.cuts import rewritten, swap

NEW = {"a": swap("new")}
AROUND = {"a": swap("[", "]")}
PAIR = {"a": swap("A"), "b": swap("B")}
AROUND_PAIR = {"a": swap("[", "]"), "b": swap("B")}
CLASS = {"a": Swap(attrs=(("class", "x"),))}
BOTH = {"a": Swap(attrs=(("class", "x"),), render=lambda: ("new",))}
FAILS = {"a": Swap(render=lambda: None), "b": swap("B")}

CASES = {
    "children are swapped, the element stays": (
        b'x<p id=i data-sarto="a" class=c>old</p>y',
        NEW,
        b'x<p id=i data-sarto="a" class=c>new</p>y',
    ),
    "no children are children too": (
        b"<p data-sarto=a></p>",
        NEW,
        b"<p data-sarto=a>new</p>",
    ),
    "children that a parser ends": (
        b"<ul><li data-sarto=a>old<li>more</ul>",
        NEW,
        b"<ul><li data-sarto=a>new<li>more</ul>",
    ),
    "no children that a parser ends": (
        b"<ul><li data-sarto=a><li>more</ul>",
        NEW,
        b"<ul><li data-sarto=a>new<li>more</ul>",
    ),
    "the whole element": (
        b'x<p data-sarto="a" data-sarto-swap="element">old</p>y',
        NEW,
        b"xnewy",
    ),
    "a whole void element": (
        b"x<img data-sarto=a data-sarto-swap=element>y",
        AROUND,
        b"x[]y",
    ),
    "a void element has no children": (
        b"x<img data-sarto=a>y",
        BOTH,
        b"x<img data-sarto=a>y",
    ),
    "attributes of a void element": (
        b"x<img data-sarto=a/>y",
        {},
        b"x<img data-sarto=a/>y",
    ),
    "attributes alone": (
        b"<p data-sarto=a>old<br></p>",
        CLASS,
        b'<p data-sarto=a class="x">old<br></p>',
    ),
    "attributes need no end": (
        b"<p data-sarto=a>old",
        CLASS,
        b'<p data-sarto=a class="x">old',
    ),
    "attributes of a whole element": (
        b"<br data-sarto=a data-sarto-swap=element>",
        CLASS,
        b'<br data-sarto=a data-sarto-swap=element class="x">',
    ),
    "attributes and children": (
        b"<p data-sarto=a class=o>old</p>",
        BOTH,
        b'<p data-sarto=a class="x">new</p>',
    ),
    "a whole element keeps no attributes": (
        b"<p data-sarto=a data-sarto-swap=element>old</p>",
        BOTH,
        b"new",
    ),
    "the original is placed": (
        b"<p data-sarto=a>o<i>l</i>d</p>",
        AROUND,
        b"<p data-sarto=a>[o<i>l</i>d]</p>",
    ),
    "the original is placed twice": (
        b"<p data-sarto=a>o</p>",
        {"a": swap("", "-", "")},
        b"<p data-sarto=a>o-o</p>",
    ),
    "the original of a whole element": (
        b"<p data-sarto=a data-sarto-swap=element>o</p>",
        AROUND,
        b"[o]",
    ),
    "the same name twice": (
        b"<p data-sarto=a>1</p><p data-sarto=a>2</p>",
        NEW,
        b"<p data-sarto=a>new</p><p data-sarto=a>new</p>",
    ),
    "a slot goes with the one around it": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b>3</p>",
        PAIR,
        b"<p data-sarto=a>A</p>",
    ),
    "a slot in an undecided one": (
        b"<p data-sarto=z>1<b data-sarto=b>2</b>3</p>",
        PAIR,
        b"<p data-sarto=z>1<b data-sarto=b>B</b>3</p>",
    ),
    "a slot in one that fails": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b>3</p>",
        FAILS,
        b"<p data-sarto=a>1<b data-sarto=b>B</b>3</p>",
    ),
    "a slot in one whose attributes change": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b>3</p>",
        CLASS | {"b": swap("B")},
        b'<p data-sarto=a class="x">1<b data-sarto=b>B</b>3</p>',
    ),
    "a slot in the original": (
        b"<p data-sarto=a>1<b data-sarto=b>2</b>3</p>",
        AROUND_PAIR,
        b"<p data-sarto=a>[1<b data-sarto=b>B</b>3]</p>",
    ),
    "two slots in the original, and one after": (
        b"<p data-sarto=a><b data-sarto=b>2</b><b data-sarto=b>3</b></p>"
        b"<b data-sarto=b>4</b>",
        AROUND_PAIR,
        b"<p data-sarto=a>[<b data-sarto=b>B</b><b data-sarto=b>B</b>]</p>"
        b"<b data-sarto=b>B</b>",
    ),
    "a slot that begins where the original of another ends": (
        b"<ul><li data-sarto=a>1<li data-sarto=a>2</ul>",
        AROUND,
        b"<ul><li data-sarto=a>[1]<li data-sarto=a>[2]</ul>",
    ),
    "the same slot in its own original": (
        b"<div data-sarto=a><p data-sarto=a>x</p></div>",
        AROUND,
        b"<div data-sarto=a>[<p data-sarto=a>[x]</p>]</div>",
    ),
    "fragments are not read again": (
        b"<p data-sarto=a>1</p><b data-sarto=b>2</b>",
        {"a": swap("<b data-sarto=b></b><script>"), "b": swap("B")},
        b"<p data-sarto=a><b data-sarto=b></b><script></p><b data-sarto=b>B</b>",
    ),
    "a slot that nothing ends": (
        b"<div data-sarto=a>1<b data-sarto=b>2</b>3",
        PAIR,
        b"<div data-sarto=a>1<b data-sarto=b>B</b>3",
    ),
    "a slot that is cut off": (b"<p data-sarto=a>1</p", NEW, b"<p data-sarto=a>1</p"),
    "a tag that is cut off": (b"<p data-sarto=a ", NEW, b"<p data-sarto=a "),
    "a slot that ends after the body around it": (
        b"<body data-sarto=a><div data-sarto=b>1</body>2</div>3",
        PAIR,
        b"<body data-sarto=a>A</body>2</div>3",
    ),
    "a slot that ends after the original around it": (
        b"<body data-sarto=a><div data-sarto=b>1</body>2</div>3",
        AROUND_PAIR,
        b"<body data-sarto=a>[<div data-sarto=b>1]</body>2</div>3",
    ),
    "a slot that ends after a body that fails": (
        b"<body data-sarto=a><div data-sarto=b>1</body>2</div>3",
        FAILS,
        b"<body data-sarto=a><div data-sarto=b>B</div>3",
    ),
    "a slot that never ends in a body that does": (
        b"<body data-sarto=a><div data-sarto=b>1</body>2",
        AROUND_PAIR,
        b"<body data-sarto=a>[<div data-sarto=b>1]</body>2",
    ),
    "a marker where no element is": (
        b"<!--<p data-sarto=a>--><title><p data-sarto=a></title><p data-sarto=a>1</p>",
        NEW,
        b"<!--<p data-sarto=a>--><title><p data-sarto=a></title><p data-sarto=a>new</p>",
    ),
    "names are case-sensitive": (
        b"<p data-sarto=A>1</p>",
        NEW,
        b"<p data-sarto=A>1</p>",
    ),
    "bytes that are no UTF-8": (
        b"\xff\x80\x00<p data-sarto=a>\xc3</p>\xe2\x82",
        AROUND,
        b"\xff\x80\x00<p data-sarto=a>[\xc3]</p>\xe2\x82",
    ),
    "an empty page": (b"", NEW, b""),
    "a page without slots": (b"<p>1</p>", NEW, b"<p>1</p>"),
}


@pytest.mark.parametrize(("page", "swaps", "result"), CASES.values(), ids=CASES)
def test_slots_are_swapped(page: bytes, swaps: dict[str, Swap], result: bytes) -> None:
    assert rewritten(page, swaps, content_type=b"text/html; charset=big5") == result


@pytest.mark.parametrize(("page", "swaps", "result"), CASES.values(), ids=CASES)
def test_slots_are_swapped_where_the_charset_is_not_yet_known(
    page: bytes, swaps: dict[str, Swap], result: bytes
) -> None:
    assert rewritten(page, swaps, content_type=b"text/html") == result
