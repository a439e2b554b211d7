"""A cut gives what the rewriting gives, byte for byte, whatever fills the gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.compose import cuts
from sarto.compose.cuts import cut
from sarto.compose.learning import scanned
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Terms, rewritten
from sarto.compose.swap import Swap

PAGE = (
    '<html lang="en"><head><meta name="t" content="{sign}"></head><body>'
    '<p data-sarto="hero" class="{css}">{hero}<b data-sarto="offer">{inner}</b></p>'
    '<ul><li data-sarto="item" data-sarto-swap="element">{item}</ul><p>{tail}'
)
NAMES = ("sign", "css", "hero", "inner", "item", "tail")
SAID = st.sampled_from(["plain", "other words", "", "<i>", '"', ">", "a" * 300, "ü"])
SWAPS = {
    "nothing": {},
    "children": {"hero": Swap(render=lambda: ("<i>new</i>",))},
    "original": {
        "hero": Swap(render=lambda: ("<i>", "</i>")),
        "offer": Swap(render=lambda: ("inner",)),
    },
    "attributes": {"hero": Swap(attrs=(("class", "c"), ("id", "d")))},
    "whole": {"item": Swap(render=lambda: ("<li>1<li>2",), language="fa")},
    "twice": {"hero": Swap(render=lambda: ("", "+", ""))},
}


def terms(swaps, *, cap=262_144, kind=b"text/html; charset=utf-8", sign=b"s"):
    return Terms(swaps=swaps, content_type=kind, hold_cap=cap, signature=sign)


def body(**said):
    return PAGE.format(**{**dict.fromkeys(NAMES, "plain"), **said}).encode()


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(NAMES, SAID)), max_size=6),
    st.sampled_from(sorted(SWAPS)),
    st.sampled_from([40, 200, 262_144]),
    st.sampled_from([b"text/html; charset=utf-8", b"text/html"]),
)
def test_a_cut_is_what_the_rewriting_gives(answers, name, cap, kind):
    kept, said_of = Outlines(), terms(SWAPS[name], cap=cap, kind=kind)

    for said in ({}, {"sign": "1"}, {"hero": "one", "css": "two"}, *answers):
        page = body(**said)
        expected = rewritten(page, said_of, scanned(page))
        assert cut(page, said_of, kept.find("/", page)) == expected


def test_a_known_page_is_not_rewritten_again(monkeypatch):
    kept, said_of = Outlines(), terms(SWAPS["original"])
    for sign in ("1", "22", "333"):
        cut(body(sign=sign), said_of, kept.find("/", body(sign=sign)))
    monkeypatch.setattr(cuts, "rewritten", None)

    page = body(sign="4444")

    assert b"4444" in cut(page, said_of, kept.find("/", page))


def test_what_a_visit_can_change_is_rewritten_each_time():
    seen = Outlines().find("/", body())

    for word in ("one", "two"):
        swaps = {"hero": Swap(render=lambda word=word: (word,))}
        assert word.encode() in cut(body(), terms(swaps, sign=None), seen)


def test_what_is_seen_for_the_first_time_is_not_cut():
    seen = Outlines().find("/", body())

    assert b"new" in cut(body(), terms(SWAPS["children"]), seen)
    assert seen.outline.cuts == {}


def test_few_cuts_are_kept_of_one_page(monkeypatch):
    monkeypatch.setattr(cuts, "MOST", 2)
    kept = Outlines()
    kept.find("/", body())
    seen = kept.find("/", body())

    for sign in (b"a", b"b", b"c"):
        cut(body(), terms(SWAPS["children"], sign=sign), seen)

    assert [sign for sign, _ in seen.outline.cuts] == [b"c"]


@pytest.mark.parametrize("size", [len(body()) + 1])
def test_what_is_too_large_is_not_kept(size):
    seen = Outlines().find("/", body())._replace(is_again=True)
    swaps = {"hero": Swap(render=lambda: ("x" * size,))}

    assert len(cut(body(), terms(swaps), seen)) > size
    assert seen.outline.cuts == {}


def test_a_page_without_slots_stays_as_it_is():
    page = b"<p data-sarto>"

    assert cut(b"<p>-sarto", terms({}), scanned(b"<p>-sarto")) == b"<p>-sarto"
    assert cut(page, terms({}), scanned(page)) == page
