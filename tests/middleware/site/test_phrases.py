"""One condition in words."""

from datetime import timedelta

import pytest

from sarto.config.audiences import Condition
from sarto.site.phrases import FLAGS, WORDS, phrase, within
from sarto.vocabulary.facts import fact_named


def said(fact, raw, **more):
    """Say a condition as a file has it."""
    pattern = fact_named(fact).kind.pattern(raw)
    return phrase(Condition(fact=fact, pattern=pattern, written="", **more))


@pytest.mark.parametrize("fact", [*WORDS])
def test_every_word_of_a_closed_fact_is_said(fact) -> None:
    words = getattr(fact_named(fact).kind, "words", ())
    assert {*words} == {*WORDS[fact]}


@pytest.mark.parametrize("fact", [*FLAGS])
def test_what_is_so_and_what_is_not_are_said(fact) -> None:
    assert tuple(said(fact, raw) for raw in (True, False)) == FLAGS[fact]


def test_numbers_of_the_site_s_own_are_no_quotations() -> None:
    assert said("traits.points", "<0.5") == "whose account says points: fewer than 0.5"
    assert said("traits.name", "a.b") == "whose account says name: “a.b”"


def test_a_signal_is_said_with_its_time_and_what_it_came_after() -> None:
    asked = said("signals.booked", ">=3", within=timedelta(days=14), since="left")
    assert asked == (
        "who did “booked” at least 3 times in the last 2 weeks, since their last “left”"
    )


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (None, ""),
        (timedelta(weeks=1), " in the last week"),
        (timedelta(hours=36), " in the last 36 hours"),
        (timedelta(seconds=1), " in the last second"),
    ],
)
def test_a_length_is_said_in_the_largest_whole_unit(length, words) -> None:
    assert within(length) == words
