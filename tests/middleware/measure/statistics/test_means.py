"""Means by Welch beside scipy's, from sums alone."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sarto.measure.statistics.comparison import Comparison
from sarto.measure.statistics.means import Mean, compare, mean, times, values
from sarto.vocabulary.measured import Sums

numbers = st.integers(-1_000_000, 1_000_000).map(lambda n: n / 64)  # exact squares
lists = st.lists(numbers, min_size=2, max_size=40)


def of(seen: list[float]) -> Mean | None:
    squares = math.fsum(each * each for each in seen)
    return values(Sums(units=len(seen), v=math.fsum(seen), vv=squares))


def varies(seen: list[float]) -> bool:
    return np.std(seen) > 1e-4 * np.sqrt(np.mean(np.square(seen)))


@given(lists, lists, st.sampled_from([0.8, 0.95, 0.99]))
def test_welchs_t_is_scipys(one: list[float], other: list[float], level: float) -> None:
    assume(varies(one) and varies(other))
    expected = stats.ttest_ind(other, one, equal_var=False)
    found = compare(of(one), of(other), level=level)
    assert found.statistic == pytest.approx(expected.statistic, rel=1e-9, abs=1e-9)
    assert found.freedom == pytest.approx(expected.df, rel=1e-9)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-8)
    ends = expected.confidence_interval(level)
    scale = max(map(abs, [*one, *other]))
    assert found.interval == pytest.approx((ends.low, ends.high), abs=1e-9 * scale)


@given(lists)
def test_the_variance_is_that_of_the_values(seen: list[float]) -> None:
    assume(varies(seen))
    found = of(seen)
    assert found
    exact = [Fraction(each) for each in seen]
    middle = sum(exact) / len(exact)
    apart = sum((each - middle) ** 2 for each in exact) / (len(exact) - 1)
    assert found.variance == pytest.approx(float(apart), rel=1e-12)
    assert found.value == pytest.approx(float(middle), rel=1e-12, abs=1e-9)


def test_a_large_mean_hides_no_spread_that_the_sums_have() -> None:
    # sums that a float holds exactly: the plain formula in floats loses them all
    seen = [2.0**26 + step for step in (-256.0, 0.0, 256.0)] * 2
    found = of(seen)
    assert found
    assert found.variance == pytest.approx(float(np.var(seen, ddof=1)), rel=1e-12)


def test_rounding_is_not_taken_for_certainty() -> None:
    # what a plain sum makes of a million times 0.1, in two orders
    one = Sums(units=10**6, v=100000.00000133288, vv=10000.000000171833)
    other = Sums(units=10**6, v=100000.0, vv=10000.0)
    assert compare(values(one), values(other)).p > 0.05


def test_what_is_always_the_same_differs_surely_from_what_is_not_that() -> None:
    one, other = of([1.0] * 50), of([2.0] * 50)
    assert compare(one, other).p < 1e-100
    assert compare(one, one).p == 1


def test_all_zero_is_no_difference() -> None:
    nothing = of([0.0] * 5)
    found = compare(nothing, nothing)
    assert (found.difference, found.interval, found.p) == (0, (0, 0), 1)


@pytest.mark.parametrize(
    "sums",
    [
        Sums(),
        Sums(units=1, v=3, vv=9),
        Sums(units=-5, v=3, vv=9),
        Sums(units=5, v=math.nan, vv=9),
        Sums(units=5, v=3, vv=math.inf),
        Sums(units=2, v=1e308, vv=0),  # its square is beyond numbers
        Sums(units=2, v=6, vv=17),  # no two values have such squares
    ],
)
def test_of_fewer_than_two_or_of_no_numbers_nothing_can_be_said(sums: Sums) -> None:
    assert values(sums) is None
    assert compare(of([1.0, 2.0]), values(sums)) == Comparison()
    assert compare(values(sums), of([1.0, 2.0])) == Comparison()


def test_spread_beyond_numbers_is_none() -> None:
    wild = Mean(units=2, value=0, variance=math.inf)
    assert compare(wild, wild) == Comparison()


def test_times_are_how_often_it_was_done() -> None:
    assert times(Sums(units=4, x=8, xx=20)) == mean(4, 8, 20)


def test_the_difference_is_the_arm_less_the_baseline() -> None:
    assert compare(of([1.0, 2.0]), of([5.0, 6.0])).difference == 4
