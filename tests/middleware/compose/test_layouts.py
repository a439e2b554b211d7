"""A region's slots are placed by its layout, the same at any chunking.

Every case is tried whole, cut in two at every place, and in single bytes.
"""

import pytest

from sarto.compose.html.wanted import Wanted
from sarto.compose.rewrite import Rewriter, Terms
from sarto.compose.splice import DEEPEST
from sarto.compose.swap import Swap
from sarto.vocabulary.selectors import selectors
from support.cuts import ROOM, UTF8, swap
from support.layouts import AROUND, BOTH, NEW, terms, written

CASES = {
    "slots and the rest are placed": (
        b"0<main data-sarto-layout=home>1<p data-sarto=a>x</p>2</main>3",
        {},
        BOTH,
        b"0<main data-sarto-layout=home><i><p data-sarto=a>x</p>|12</i></main>3",
    ),
    "the whole elements of a name, in order, decided": (
        b"<main data-sarto-layout=home><p data-sarto=a>x</p>1<b data-sarto=a>y</b></main>",
        NEW,
        BOTH,
        b"<main data-sarto-layout=home><i><p data-sarto=a>A</p><b data-sarto=a>A</b>|1</i></main>",
    ),
    "nothing where there is none": (
        b"<main data-sarto-layout=home>1</main>",
        {},
        '{{ slot("a") }}{{ slot("b") }}({{ rest }})',
        b"<main data-sarto-layout=home>(1)</main>",
    ),
    "what is not placed is left out": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>x</p>2</main>",
        {},
        'new {{ slot("a") }}',
        b"<main data-sarto-layout=home>new <p data-sarto=a>x</p></main>",
    ),
    "slots that are not placed are of the rest": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>x</p>2<p data-sarto=b>y</p></main>",
        {"a": swap("A"), "b": swap("B")},
        '{{ rest }}/{{ slot("b") }}',
        b"<main data-sarto-layout=home>1<p data-sarto=a>A</p>2/<p data-sarto=b>B</p></main>",
    ),
    "a slot in a slot stays in it": (
        b"<main data-sarto-layout=home><p data-sarto=b>1<b data-sarto=a>2</b></p></main>",
        NEW,
        BOTH,
        b"<main data-sarto-layout=home><i>|<p data-sarto=b>1<b data-sarto=a>A</b></p></i></main>",
    ),
    "a slot in the original of a slot stays in it": (
        b"<main data-sarto-layout=home><p data-sarto=a>1<b data-sarto=a>2</b></p>3</main>",
        AROUND,
        BOTH,
        b"<main data-sarto-layout=home><i><p data-sarto=a>[1<b data-sarto=a>[2]</b>]</p>|3</i></main>",
    ),
    "a slot in an inner region stays in it": (
        b"<main data-sarto-layout=home>1<div data-sarto-layout=in>2<b data-sarto=a>3</b></div></main>",
        NEW,
        BOTH,
        b"<main data-sarto-layout=home><i>|1<div data-sarto-layout=in>2<b data-sarto=a>A</b></div></i></main>",
    ),
    "inner regions are done first": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>2</p>"
        b"<div data-sarto-layout=home>3<b data-sarto=a>4</b></div></main>",
        {},
        BOTH,
        b"<main data-sarto-layout=home><i><p data-sarto=a>2</p>|1"
        b"<div data-sarto-layout=home><i><b data-sarto=a>4</b>|3</i></div></i></main>",
    ),
    "a region in a slot": (
        b"<p data-sarto=a>1<b data-sarto-layout=home>2<i data-sarto=b>3</i></b></p>",
        AROUND,
        "({{ rest }})",
        b"<p data-sarto=a>[1<b data-sarto-layout=home>(2<i data-sarto=b>3</i>)</b>]</p>",
    ),
    "a region goes with the slot around it": (
        b"<ul data-sarto=a><li data-sarto-layout=home></ul>",
        NEW,
        "({{ rest }})",
        b"<ul data-sarto=a>A</ul>",
    ),
    "a slot that is a region": (
        b"<p data-sarto=a data-sarto-layout=home></p><p data-sarto=b data-sarto-layout=home>1</p>",
        NEW,
        "({{ rest }})",
        b"<p data-sarto=a data-sarto-layout=home>A</p><p data-sarto=b data-sarto-layout=home>(1)</p>",
    ),
    "attributes of a slot that is a region": (
        b"<p data-sarto=a data-sarto-layout=home>1</p><p data-sarto=a data-sarto-layout=x>2</p><p data-sarto=a>",
        {"a": Swap(attrs=(("id", "i"),))},
        "({{ rest }})",
        b'<p data-sarto=a data-sarto-layout=home id="i">(1)</p>'
        b'<p data-sarto=a data-sarto-layout=x id="i">2</p><p data-sarto=a id="i">',
    ),
    "marks move with what is between them": (
        b"<body data-sarto-layout=home>1<!--# sarto a -->2<!--# /sarto a -->3</body>",
        NEW,
        BOTH,
        b"<body data-sarto-layout=home><i><!--# sarto a -->A<!--# /sarto a -->|13</i></body>",
    ),
    "void and whole elements move": (
        b"<main data-sarto-layout=home>1<img data-sarto=b>2<img data-sarto=a data-sarto-swap=element></main>",
        NEW,
        '{{ slot("a") }}{{ slot("b") }}{{ rest }}',
        b"<main data-sarto-layout=home>A<img data-sarto=b>12</main>",
    ),
    "a void element is no region": (
        b"<img data-sarto-layout=home>1",
        {},
        BOTH,
        b"<img data-sarto-layout=home>1",
    ),
    "the element of a region is never swapped": (
        b"<p data-sarto-layout=home data-sarto-swap=element>1</p>",
        {},
        "({{ rest }})",
        b"<p data-sarto-layout=home data-sarto-swap=element>(1)</p>",
    ),
    "what no layout is for": (
        b"<main data-sarto-layout=other>1<p data-sarto=a>2</p></main>",
        NEW,
        BOTH,
        b"<main data-sarto-layout=other>1<p data-sarto=a>A</p></main>",
    ),
    "a region that nothing ends": (
        b"<main data-sarto-layout=home>1<p data-sarto=a>2</p>",
        NEW,
        BOTH,
        b"<main data-sarto-layout=home>1<p data-sarto=a>A</p>",
    ),
    "a slot that nothing ends cannot be moved": (
        b"<main data-sarto-layout=home>1<form data-sarto=a><div>2</form><b data-sarto=b>3</b></div>4</main>",
        {"b": swap("B")},
        '{{ slot("a") }}{{ slot("b") }}|{{ rest }}',
        b"<main data-sarto-layout=home><b data-sarto=b>B</b>|1<form data-sarto=a><div>2</form></div>4</main>",
    ),
    "a slot that ends after its region cannot be moved": (
        b"<html data-sarto-layout=none><body data-sarto-layout=home><div data-sarto=a>1</body>2</div>3",
        NEW,
        BOTH,
        b"<html data-sarto-layout=none><body data-sarto-layout=home><i>|<div data-sarto=a>1</i></body>2</div>3",
    ),
    "regions one after another": (
        b"<p data-sarto-layout=home>1</p>2<p data-sarto-layout=home>3</p>",
        {},
        "({{ rest }})",
        b"<p data-sarto-layout=home>(1)</p>2<p data-sarto-layout=home>(3)</p>",
    ),
}


@pytest.mark.parametrize(("page", "swaps", "text", "result"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("kind", [UTF8, b"text/html"])
def test_a_layout_places_the_parts_of_its_region(
    page: bytes, swaps: dict[str, Swap], text: str, result: bytes, kind: bytes
) -> None:
    assert written(page, terms(swaps, {"home": text}, kind=kind)) == result


def test_selectors_find_regions_and_slots_in_them() -> None:
    page = (
        b"<!doctype html><main>1<tr data-x></tr><p class=n>2</p></main><table><tr><td>"
    )
    wanted = Wanted(
        {"a": selectors(".n"), "b": selectors("head, tbody")},
        {"home": selectors("main, html")},
    )
    said = terms({}, {"home": BOTH}, wanted=wanted)
    assert written(page, said) == (
        b"<!doctype html><main><i><p class=n>2</p>|1<tr data-x></tr></i></main><table><tr><td>"
    )
    body = b"<html><main>1</main></html>"
    assert written(body, said) == b"<html><i>|<main><i>|1</i></main></i></html>"


def test_a_region_is_held_up_to_the_cap() -> None:
    page = b"0<main data-sarto-layout=home>1<p data-sarto=a>x</p>2</main>3"
    room = len(page) - 2
    assert b"<i>" in written(page, terms(NEW, {"home": BOTH}, cap=room))
    own = page.replace(b">x<", b">A<")
    assert written(page, terms(NEW, {"home": BOTH}, cap=room - 1)) == own


def test_a_layout_that_fails_leaves_the_region() -> None:
    page = b"<main data-sarto-layout=home>1<p data-sarto=a>x</p>2</main>"
    said = Terms(
        swaps=NEW,
        content_type=UTF8,
        hold_cap=ROOM,
        wanted=Wanted(regions={}),
        layouts={"home": Swap(render=lambda: None)},
    )
    assert written(page, said) == page.replace(b">x<", b">A<")


def test_a_layout_is_written_in_the_charset_of_the_page() -> None:
    page = b"<p data-sarto-layout=home>\xe9<b data-sarto=a>\xe8</b></p>"
    said = terms(
        {},
        {"home": 'ü{{ slot("a") }}\u0645{{ rest }}'},
        kind=b"text/html; charset=latin1",
    )
    assert Rewriter(said).finish(page) == (
        b"<p data-sarto-layout=home>\xfc<b data-sarto=a>\xe8</b>&#1605;\xe9</p>"
    )


def test_regions_in_regions_are_arranged_only_so_deep() -> None:
    many = DEEPEST + 9
    page = b"<p-x data-sarto-layout=home>" * many + b"</p-x>" * many
    out = Rewriter(terms({}, {"home": "({{ rest }})"}, cap=10**6)).finish(page)
    assert out.count(b"(") == DEEPEST
