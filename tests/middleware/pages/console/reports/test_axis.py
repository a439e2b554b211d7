"""A scale: round ticks, everything inside."""

import random

import pytest

from sarto.pages.console.reports.axis import Axis

SEED = 20_261_122


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0.0, 0.08), (0.0, 0.02, 0.04, 0.06, 0.08)),
        ((-1.0, 1.0), (-1.0, -0.5, 0.0, 0.5, 1.0)),
        ((12.2, 14.9), (13.0, 14.0, 15.0)),
    ],
)
def test_ticks_are_round(values, ticks) -> None:
    assert Axis.around(values).ticks == pytest.approx(ticks)


def test_no_tick_is_below_a_floor() -> None:
    axis = Axis.around([0.001, 0.05], floor=0.0)
    assert min(axis.ticks) == 0
    assert min(Axis.around([0.001, 0.05]).ticks) == 0


def test_one_value_or_none_has_an_axis_too() -> None:
    assert Axis.around([]).at(0.0) == 50
    assert Axis.around([0.3]).at(0.3) == 50


def test_what_lies_beyond_stands_at_the_end() -> None:
    axis = Axis.around([0.0, 1.0])
    assert axis.at(-5) == 0
    assert axis.at(5) == 100


def test_values_stand_in_order_and_inside_whatever_they_are() -> None:
    dice = random.Random(SEED)  # noqa: S311 - a test's
    for _ in range(2000):
        scale = 10 ** dice.uniform(-6, 9)
        values = sorted(dice.gauss(0, scale) for _ in range(dice.randrange(1, 9)))
        axis = Axis.around(values)
        places = [axis.at(value) for value in values]
        assert places == sorted(places)
        assert all(0 < place < 100 for place in places)
        assert len(axis.ticks) <= 7
