import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.media import CLICKS, LONGEST, WORDS, kind_of_medium
from sarto.vocabulary.facts import CHANNELS


def test_every_word_stands_for_a_channel() -> None:
    assert {*WORDS.values(), *CLICKS.values()} <= set(CHANNELS)
    assert {word: kind_of_medium(word) for word in WORDS} == WORDS


@pytest.mark.parametrize(
    "medium", ["", " ", "qr", "mobile", "none", "mcpherson", "adage"]
)
def test_a_medium_nobody_knows_says_nothing(medium: str) -> None:
    assert kind_of_medium(medium) is None


def test_of_a_long_medium_the_beginning_is_read() -> None:
    assert kind_of_medium("x" * LONGEST + " email") is None


@given(st.text(max_size=100))
def test_no_medium_raises(medium: str) -> None:
    assert kind_of_medium(medium) in (None, *CHANNELS)
