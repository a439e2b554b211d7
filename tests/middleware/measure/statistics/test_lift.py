"""Lifts: shares by limits, means by Fieller."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sarto.measure.statistics.lift import lift, of_means, of_shares
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.proportions import Count, compare

shares = st.builds(
    lambda units, part: Count(round(units * part), units),
    st.integers(1, 10**6),
    st.floats(0, 1),
)


@given(shares, shares, st.sampled_from([0.8, 0.95, 0.99]))
def test_the_lift_leaves_0_out_when_newcombes_interval_does(
    one: Count, other: Count, level: float
) -> None:
    found, difference = (
        of_shares(one, other, level=level),
        compare(one, other, level=level),
    )
    assume(found is not None)
    assert found
    assert found.interval
    assert difference.interval
    (low, high), ends = found.interval, difference.interval
    assert low <= found.value <= high
    assert low >= -1
    assert all(
        math.copysign(1, a) == math.copysign(1, b) or abs(b) < 1e-12
        for a, b in zip((low, high), ends, strict=True)
    )


def test_a_lift_is_a_share_of_the_baseline() -> None:
    found = of_shares(Count(200, 1000), Count(240, 1000))
    assert found
    assert found.value == pytest.approx(0.2)
    # Katz's logarithm is another way, and near where counts are large
    error = math.sqrt(1 / 200 - 1 / 1000 + 1 / 240 - 1 / 1000)
    katz = [
        1.2 * math.exp(side * stats.norm.ppf(0.975) * error) - 1 for side in (-1, 1)
    ]
    assert found.interval == pytest.approx(katz, abs=0.003)


def test_of_a_baseline_that_nobody_did_it_in_there_is_no_lift() -> None:
    assert of_shares(Count(0, 9), Count(3, 9)) is None
    assert of_shares(Count(3, 9), Count(3, 0)) is None


def test_an_arm_that_nobody_did_it_in_may_have_lost_all() -> None:
    found = of_shares(Count(3, 9), Count(0, 9))
    assert found
    assert found.value == -1
    assert found.interval
    assert found.interval[0] == -1


@given(st.floats(1, 100), st.floats(-100, 100), st.floats(0.01, 9), st.floats(0.01, 9))
def test_the_lift_of_means_is_fiellers(
    value: float, other: float, one_square: float, other_square: float
) -> None:
    one = Mean(units=100, value=value, variance=100 * one_square)
    arm = Mean(units=100, value=other, variance=100 * other_square)
    far = stats.t.ppf(0.975, one.freedom(arm))
    found = of_means(one, arm)
    assert found
    first = value**2 - far**2 * one_square
    assert (found.interval is None) == (first <= 0)
    if found.interval:
        inner = (value * other) ** 2 - first * (other**2 - far**2 * other_square)
        ends = [(value * other + s * math.sqrt(inner)) / first - 1 for s in (-1, 1)]
        assert found.interval == pytest.approx(ends, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("value", [0.0, -3.0])
def test_of_means_of_nothing_there_is_no_lift(value: float) -> None:
    none, one = (
        Mean(units=9, value=value, variance=1),
        Mean(units=9, value=3, variance=1),
    )
    assert of_means(none, one) is None
    assert of_means(None, one) is None
    assert of_means(one, None) is None


def test_a_lift_beyond_numbers_is_none() -> None:
    assert lift(1e-300, (0, 0), 1e300, (0, 0)) is None


def test_means_without_spread_have_a_lift_without_doubt() -> None:
    one, other = (Mean(units=9, value=value, variance=0.0) for value in (2.0, 0.0))
    found = of_means(one, other)
    assert found
    assert (found.value, found.interval) == (-1, (-1, -1))
