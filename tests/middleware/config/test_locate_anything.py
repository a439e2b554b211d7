"""Places in texts that are hostile or broken: bounded, and never outside of the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.config.locate import DEEPEST, Places, locate
from support.contract import CONTRACT

HOSTILE = [
    "[" * 100_000,
    "a=" + "[" * 100_000,
    "a=" + "{a=" * 100_000,
    "a." * 100_000 + "a=1\nb=1",
    "[" + "a." * 100_000 + "a]\nb=1",
    "[[" + "a." * 100_000 + "a]]\n[b]",
    "]}" * 100_000,
    '"' * 100_000,
    "'" * 100_000,
    "a='''" + "''b" * 100_000,
    'a="""\n' * 99_999,
    '"\\' * 100_000,
    "[[a]]\n" * 50_000,
    "a=[" + "1," * 100_000,
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_read_once_and_to_a_bounded_depth(text: str) -> None:
    assert all(len(path) <= DEEPEST + 1 for path in locate(text).values)


@pytest.mark.parametrize("text", ["{}a = 1", "[{}a]", "[[{}a]]", "a = {{ {}a = 1 }}"])
def test_a_path_is_followed_to_a_bounded_depth(text: str) -> None:
    def deepest(parts: int) -> int:
        return max(map(len, locate(text.format("a." * parts)).values), default=0)

    assert deepest(DEEPEST - 5) > DEEPEST - 5
    assert deepest(DEEPEST * 2) <= DEEPEST + 1


@settings(deadline=None)
@given(st.text(st.sampled_from("a1.=,[]{}\"'\\#\r\n\t \ufeff\ud800é")))
def test_any_text_has_places_inside_it(text: str) -> None:
    found = locate(text)
    height = text.count("\n") + 1
    for place in (*found.keys.values(), *found.values.values()):
        assert place.line <= height
        assert min(place.line, place.column, place.length) >= 1


@settings(deadline=None)
@given(st.data())
def test_a_broken_example_still_has_places(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(CONTRACT)))
    end = data.draw(st.integers(start, len(CONTRACT)))
    assert isinstance(locate(CONTRACT[:start] + CONTRACT[end:]), Places)
