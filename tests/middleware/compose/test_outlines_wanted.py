"""Outlines of pages whose parts are found by selectors, or moved by layouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.compose import cuts
from sarto.compose.cuts import cut
from sarto.compose.html.wanted import Wanted
from sarto.compose.learning import learned, scanned
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Rewriter
from sarto.compose.scanner import looked_through
from sarto.compose.swap import Swap
from sarto.compose.terms import Terms
from sarto.vocabulary.selectors import selectors

PAGE = (
    '<!DOCTYPE html><html lang="en"><meta name="t" content="{sign}">'
    '<main data-sarto-layout="home"><div class="{css}" title="{tip}">{hero}</div>'
    '<p data-sarto="offer">{offer}</p>{tail}</main>'
    '<footer id="{id}" data-note="{note}">{foot}</footer>'
)
NAMES = ("sign", "css", "tip", "hero", "offer", "tail", "id", "note", "foot")
SAID = st.sampled_from(
    ["plain", "slot", "x slot", "foot", "other words", "", "<i>", '"', ">", "a" * 300]
)
WANTED = Wanted(
    {"hero": selectors("main .slot"), "foot": selectors("#foot, footer[data-note]")},
    {"home": ()},
)
SWAPS = {
    "hero": Swap(render=lambda: ("<b>", "</b>")),
    "foot": Swap(attrs=(("class", "small"),)),
}
LAYOUTS = {"home": Swap(render=lambda: ("<i>", "offer", "</i>", "", ""))}


def terms(swaps=SWAPS, layouts=LAYOUTS, sign=b"s"):
    return Terms(
        swaps=swaps,
        content_type=b"text/html; charset=utf-8",
        hold_cap=262_144,
        signature=sign,
        wanted=WANTED,
        layouts=layouts,
    )


def body(**said):
    return PAGE.format(**{**dict.fromkeys(NAMES, "plain"), **said}).encode()


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, SAID)), max_size=6),
    st.sampled_from([SWAPS, {}]),
    st.sampled_from([LAYOUTS, {}]),
)
def test_what_is_found_and_written_is_what_a_scan_finds_and_writes(
    answers, swaps, layouts
):
    kept, said_of = Outlines(), terms(swaps, layouts)

    for said in ({}, {"sign": "1"}, {"hero": "a", "note": "b"}, *answers):
        page = body(**said)
        seen = kept.find("/", page, WANTED)
        assert (seen.spans, seen.language) == looked_through(page, WANTED)
        assert cut(page, said_of, seen) == Rewriter(said_of).finish(page)


@pytest.mark.parametrize("name", ["class", "id", "data-note", "data-sarto-layout"])
def test_an_attribute_that_is_sought_may_not_differ(name):
    page = f'<p {name}="%s">a</p>'.encode()
    kept = scanned(page % b"one", WANTED).outline

    assert learned(page % b"two", kept, WANTED).gaps == ()


def test_an_attribute_that_nothing_seeks_may_differ():
    page = b'<p title="%s">a</p>'
    kept = scanned(page % b"one", WANTED).outline

    assert len(learned(page % b"two", kept, WANTED).gaps) == 1


def test_a_known_page_is_not_arranged_again(monkeypatch):
    kept, said_of = Outlines(), terms()
    for sign in ("1", "22", "333"):
        cut(body(sign=sign), said_of, kept.find("/", body(sign=sign), WANTED))
    monkeypatch.setattr(cuts, "rewritten", None)

    page = cut(body(sign="4"), said_of, kept.find("/", body(sign="4"), WANTED))

    assert b'content="4"' in page
    assert b'data-sarto-layout="home"><i><p data-sarto="offer">' in page


def test_a_page_is_known_for_what_is_sought_on_it():
    kept = Outlines()

    plain = kept.find("/", body(css="slot"))
    sought = kept.find("/", body(css="slot"), WANTED)

    assert [span.name for span in plain.spans] == ["offer"]
    assert [span.name for span in sought.spans] == ["home", "hero", "offer", "foot"]
