"""Where an element ends is known at once, or not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.compose.html.elements import DEPTH
from sarto.compose.html.nesting import MOST, end_of
from sarto.compose.scanner import scan


def ends(inside: bytes, name: bytes = b"div") -> bool:
    """Whether the end is known; if so, a scan says the same."""
    body = b"<p><b><%b data-sarto=a>%b</%b>x" % (name, inside, name)
    at = body.index(b"=a>") + 3
    found = end_of(body, name, at, len(body))
    (span, *_) = scan(body)
    assert found is None or (span.end, span.stop) == found.span(1)
    return found is not None


WELL = [
    b"",
    b"text > 3 <br><b>b</b> <i>i",
    b"<p>a<p>b</p></p><kbd>k</kbd><svg><path/></svg><!-- </div> -->",
    b"<h1>a<p>b</h1><h2 title='</div>'>c</h2><pre> <code>d</code></pre>",
    b"<div><DIV id=x><section>a</SECTION ></div></div>",
    b"<ul><li>a<li>b</li> <li><ol><li>c</ol></li></ul>",
    b"<dl><dt>a<dd>b<dd>c</dl><figure><figcaption>d</figcaption></figure>",
]
UNSURE = [
    b"<table></table>",
    b"<div/>",
    b"<div>",
    b"<h1><h2>a</h2></h1>",
    b"<h1>a</h2>",
    b"<section></div></section>",
    b"<ul></li></ul>",
    b"<li>",
    b"<ul><div><li></div></ul>",
    b"<ul><li></ol></ul>",
    b"<ul><dd></ul>",
    b"<button>a</button>",
    b"<select></select>",
    b"<!-- a -- b -->",
]


@pytest.mark.parametrize("inside", WELL)
@pytest.mark.parametrize("name", [b"div", b"main", b"blockquote"])
def test_blocks_that_nest_well_are_passed(inside: bytes, name: bytes) -> None:
    assert ends(inside, name)


@pytest.mark.parametrize("inside", UNSURE)
def test_of_others_nothing_is_said(inside: bytes) -> None:
    assert not ends(inside)


def test_a_paragraph_or_a_heading_holds_text_only() -> None:
    for name in (b"p", b"h2"):
        assert ends(b"a <b>b</b>", name)
        assert not ends(b"a <ul></ul>", name)
        assert not ends(b"a</h1>", name)


def test_a_list_ends_with_its_last_item() -> None:
    assert ends(b"<li>a<li>b", b"ul")
    assert ends(b"<dt>a<dd>b", b"dl")
    assert not ends(b"a", b"span")


def test_no_more_is_passed_than_a_scan_remembers() -> None:
    assert ends(b"<i>" * (DEPTH - 2))
    assert not ends(b"<i>" * DEPTH)
    assert not ends(b"text " * MOST)


PARTS = [
    *(b"<%b>" % name for name in b"div ul ol li dl dt dd h1 h2 p b a i em".split()),
    *(b"</%b>" % name for name in b"div ul ol li dl dt dd h1 h2 p b a i em".split()),
    *(*WELL, b"text"),
]


@given(
    st.lists(st.sampled_from(PARTS), max_size=9).map(b"".join),
    st.sampled_from([b"div", b"ul", b"dl", b"p", b"h1"]),
)
def test_what_is_said_is_what_a_scan_says(inside: bytes, name: bytes) -> None:
    ends(inside, name)
