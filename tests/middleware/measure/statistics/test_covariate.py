"""Corrected means beside a regression on arm and on what was before (ANCOVA)."""

import math
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from sarto.measure.statistics import means
from sarto.measure.statistics.covariate import adjusted, times, values
from sarto.vocabulary.measured import Sums


def made(seed: int, units: int, strength: float) -> list[tuple[Any, Any]]:
    """Make two arms: what was before, and what came after that hangs on it."""
    dice = np.random.default_rng(seed)
    before = [dice.gamma(2, 10, size) for size in (units, units + 7)]
    return [(z, strength * z + dice.normal(30, 8, len(z))) for z in before]


def of(before: Any, after: Any) -> Sums:
    return Sums(
        units=len(after),
        v=after.sum(),
        vv=after @ after,
        c=before.sum(),
        cc=before @ before,
        vc=after @ before,
    )


def regression(arms: list[tuple[Any, Any]]) -> Any:
    arm = np.concatenate([np.full(len(z), at) for at, (z, _) in enumerate(arms)])
    before, after = (np.concatenate(each) for each in zip(*arms, strict=True))
    return sm.OLS(after, np.column_stack([np.ones(len(arm)), arm, before])).fit()


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(5, 200), st.floats(-2, 2))
def test_theta_and_the_difference_are_the_regressions(
    seed: int, units: int, strength: float
) -> None:
    arms = made(seed, units, strength)
    expected, found = regression(arms), adjusted([of(*arm) for arm in arms])
    assert found.theta == pytest.approx(expected.params[2], rel=1e-6, abs=1e-9)
    difference = means.compare(*found.means).difference
    assert difference == pytest.approx(expected.params[1], rel=1e-6, abs=1e-6)


def test_the_error_is_near_the_regressions() -> None:
    arms = made(7, 5000, 1.5)
    expected, found = regression(arms), adjusted([of(*arm) for arm in arms])
    one, other = found.means
    assert one
    assert other
    error = math.sqrt(one.square + other.square)
    assert error == pytest.approx(expected.bse[1], rel=0.01)


def test_the_reduction_is_the_square_of_the_correlation() -> None:
    arms = made(7, 5000, 0.5)
    found = adjusted([of(*arm) for arm in arms])
    correlation = np.mean([np.corrcoef(*arm)[0, 1] for arm in arms])
    assert found.reduction == pytest.approx(correlation**2, abs=0.01)
    assert found.reduction > 0.2


def test_three_arms_are_corrected_alike() -> None:
    arms = [*made(1, 50, 1.0), *made(2, 60, 1.0)[:1]]
    found = adjusted([of(*arm) for arm in arms])
    middle = np.concatenate([z for z, _ in arms]).mean()
    for (z, y), mean in zip(arms, found.means, strict=True):
        assert mean
        assert mean.value == pytest.approx(y.mean() - found.theta * (z.mean() - middle))


@pytest.mark.parametrize("before", [0.0, 4.0])
def test_without_anything_before_means_are_untouched(before: float) -> None:
    arms = [of(np.full(len(y), before), y) for _, y in made(3, 40, 1.0)]
    found = adjusted(arms)
    assert found.means == tuple(map(means.values, arms))
    assert (found.theta, found.reduction) == (0, 0)


def test_an_empty_arm_is_left_out() -> None:
    arms = [of(*arm) for arm in made(3, 40, 1.0)]
    found = adjusted([arms[0], Sums(), arms[1]])
    assert found.means[1] is None
    assert (found.means[0], found.means[2]) == adjusted(arms).means


def test_two_arms_of_two_units_have_no_unit_to_spare() -> None:
    pair = np.array([1.0, 2.0])
    assert adjusted([of(pair, pair)]).theta == 0
    assert adjusted([]).means == ()


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_a_covariate_that_is_no_number_corrects_nothing(wrong: float) -> None:
    sums = Sums(units=5, v=9, vv=40, c=wrong, cc=3, vc=3)
    assert adjusted([sums, sums]).means == (means.values(sums),) * 2


def test_a_slope_beyond_numbers_corrects_nothing() -> None:
    sums = Sums(units=5, v=9, vv=40, c=0, cc=1e-300, vc=1e300)
    assert adjusted([sums, sums]).means == (means.values(sums),) * 2


def test_times_are_corrected_by_times() -> None:
    sums = Sums(units=3, x=4, xx=8, b=2, bb=2, xb=3, v=1, c=1)
    assert times(sums) == (3, 4, 8, 2, 2, 3)
    assert values(sums) == (3, 1, 0, 1, 0, 0)
    assert adjusted([sums, sums], times).theta == pytest.approx(0.5)
