"""Figures as people read them."""

import pytest

from sarto.measure.report.words import (
    amount,
    amounts,
    chance,
    change,
    changes,
    percent,
    percents,
    stated,
)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (0.0314, "share", "+3.1"),
        (-0.0314, "share", "−3.1"),
        (0.0008, "share", "+0.08"),
        (0.0, "share", "0.0"),
        (0.000001, "share", "0.00"),
        (12.345, "value", "+12.3"),
        (1234.5, "value", "+1,234"),
        (0.125, "value", "+0.12"),
        (None, "value", "–"),
    ],
)
def test_a_change_has_a_sign_and_so_many_digits_as_tell(value, kind, said) -> None:
    assert change(value, kind) == said


def test_both_ends_of_an_interval_have_as_many_decimals() -> None:
    assert changes((-0.0003, 0.0214), "share") == "0.0 to +2.1"
    assert changes((-1, 14.25), "value") == "−1.0 to +14.2"
    assert percents((0.01, 0.123)) == "1.0 to 12.3 %"


def test_a_tiny_p_is_said_to_be_that() -> None:
    assert chance(1e-9) == "< 0.001"
    assert chance(0.0449) == "0.045"
    assert chance(None) == "–"
    assert amount(None) == "–"


def test_a_p_stands_after_its_letter() -> None:
    assert (stated(0.2), stated(0.0)) == ("= 0.200", "< 0.001")


def test_of_nothing_there_is_no_figure() -> None:
    assert {percent(None), percents(None), amounts(None), changes(None, "share")} == {
        "\N{EN DASH}"
    }
