"""What a visitor told us: declared, bounded, canonical, and checked when it is read."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.choices.preferences import (
    LONGEST,
    Declared,
    UndeclaredError,
    is_kept,
)

DECLARED = Declared(
    values={"view": ("simple", "standard"), "theme": ("dark", "light")},
    languages=("en", "fa"),
)


def test_what_is_written_is_read_again_in_one_order() -> None:
    told = {
        "view": "simple",
        "interests": frozenset({"wine", "jazz"}),
        "level": "expert",
        "language": "fa",
    }
    text = "level=expert&language=fa&interests=jazz&interests=wine&view=simple"
    assert DECLARED.written(told) == text
    assert DECLARED.written(dict(reversed(told.items()))) == text
    assert DECLARED.read(text) == told


def test_nothing_told_is_nothing_written() -> None:
    assert DECLARED.written({}) == ""
    assert DECLARED.written({}, is_kept=True) == ""
    assert DECLARED.read("") == DECLARED.read(None) == {}


def test_it_says_whether_it_is_kept_for_a_year() -> None:
    text = DECLARED.written({"view": "simple"}, is_kept=True)
    assert text == "view=simple&sarto-keep=year"
    assert is_kept(text)
    assert not is_kept("view=simple")
    assert not is_kept(None)
    assert DECLARED.read(text) == {"view": "simple"}


@pytest.mark.parametrize(
    "text",
    [
        "view=expert",
        "level=master",
        "language=de",
        "other=simple",
        "view=simple&view=standard",
        "view=",
        "view",
        "interests=",
        "interests=" + "x" * 41,
        "interests=Jazz",
        "interests=a%00b",
        "interests=a%E2%80%AEb",
        "%FF=%FF",
        "view=simple" + "&x=1" * 80,
        "view=simple&" + "x" * LONGEST,
    ],
)
def test_what_is_not_declared_is_left_out(text) -> None:
    assert DECLARED.read(text) == {}


def test_of_too_many_interests_as_many_as_are_kept_are_read() -> None:
    text = urlencode([("interests", each) for each in "ihgfedcba"])
    assert DECLARED.read(text) == {"interests": frozenset("abcdefgh")}


def test_what_a_site_declares_no_longer_is_left_out() -> None:
    text = DECLARED.written({"view": "simple", "theme": "dark"})
    assert Declared(values={"theme": ("dark",)}).read(text) == {"theme": "dark"}


def test_a_change_keeps_what_is_not_spoken_of() -> None:
    before = {"view": "simple", "level": "expert"}
    assert DECLARED.changed(before, [("view", "standard")]) == {
        "view": "standard",
        "level": "expert",
    }
    assert DECLARED.changed(before, [("view", "")]) == {"level": "expert"}
    assert (
        DECLARED.changed(before, [("level", "expert"), ("level", "expert")]) == before
    )
    assert DECLARED.changed(before, []) == before


@pytest.mark.parametrize(
    ("said", "topics"),
    [
        (["jazz, Wine"], {"jazz", "wine"}),
        (["جاز، شراب"], {"جاز", "شراب"}),
        (["نیم\u200cفاصله"], {"نیم\u200cفاصله"}),
        (["jazz", "  old   songs "], {"jazz", "old songs"}),
        (["jazz", "JAZZ", ""], {"jazz"}),
    ],
)
def test_interests_are_words_by_comma_or_one_by_one(said, topics) -> None:
    pairs = [("interests", each) for each in said]
    assert DECLARED.changed({}, pairs) == {"interests": topics}


@pytest.mark.parametrize("text", ["", " ", " , "])
def test_no_interests_take_back_those_told(text) -> None:
    before = {"interests": frozenset({"jazz"})}
    assert DECLARED.changed(before, [("interests", text)]) == {}


@pytest.mark.parametrize(
    "said",
    [
        [("view", "expert")],
        [("view", "simple"), ("view", "standard")],
        [("other", "simple")],
        [("other", "")],
        [("interests", "x" * 41)],
        [("interests", "a,b,c,d,e,f,g,h,i")],
        [("interests", "a\x00b")],
        [("interests", ",".join(each * 40 for each in "😀😁😂😃😄😅😆😇"))],
    ],
)
def test_what_is_not_declared_is_refused(said) -> None:
    with pytest.raises(UndeclaredError) as refused:
        DECLARED.changed({}, said)
    assert refused.value.name == said[0][0]


def test_a_preference_of_the_site_s_never_is_one_of_ours() -> None:
    declared = Declared(values={"level": ("x",)})
    assert declared.names == ("level", "language", "interests")
    assert declared.read("level=x") == {}


@given(st.text(max_size=300))
def test_nothing_raises_for_any_text(text) -> None:
    for told in (DECLARED.read(text), DECLARED.read(urlencode({"interests": text}))):
        assert DECLARED.read(DECLARED.written(told)) == told


@given(st.lists(st.text(max_size=50), max_size=10))
def test_what_is_taken_can_be_written_and_read_again(words) -> None:
    try:
        told = DECLARED.changed({}, [("interests", each) for each in words])
    except UndeclaredError:
        return
    text = DECLARED.written(told)
    assert len(text) <= LONGEST
    assert text.isascii()
    assert DECLARED.read(text) == told
