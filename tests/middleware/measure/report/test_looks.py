"""Days, each upon those before."""

from sarto.measure.report.looks import looks
from sarto.vocabulary.measured import Day

DAYS = [
    Day(variant="b", day=12, units=30, converted=6),
    Day(variant="a", day=10, units=10, converted=1),
    Day(variant="a", day=12, units=10, converted=2),
    Day(variant="c", day=11, units=99, converted=9),
]


def test_days_add_up_in_order_and_arms_that_are_none_are_left_out() -> None:
    found = looks(DAYS, ("a", "b"))
    assert [each.day for each in found] == [10, 12]
    assert found[-1].units == {"a": 20, "b": 30}
    assert found[-1].done == {"a": 3, "b": 6}


def test_an_effect_is_told_once_both_arms_have_visitors() -> None:
    first, last = looks(DAYS, ("a", "b"))
    assert first.effects == ()
    (effect,) = last.effects
    assert effect.difference == 6 / 30 - 3 / 20
    assert effect.interval[0] < effect.difference < effect.interval[1]


def test_of_nothing_there_is_no_look() -> None:
    assert looks([], ("a", "b")) == ()
