"""The value for each time beside a regression whose errors hang together by visitor."""

import math
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sarto.measure.statistics.ratios import value_per_time
from sarto.vocabulary.measured import Sums

prices = st.integers(0, 10_000).map(lambda cents: cents / 64)
visitors = st.lists(st.lists(prices, max_size=4), min_size=2, max_size=30)


def of(visitors: list[list[float]]) -> Sums:
    x, v = (np.array([f(each) for each in visitors], float) for f in (len, sum))
    return Sums(units=len(visitors), x=x.sum(), xx=x @ x, v=v.sum(), vv=v @ v, xv=x @ v)


def clustered(visitors: list[list[float]]) -> Any:
    values = [value for each in visitors for value in each]
    of_whom = [at for at, each in enumerate(visitors) for _ in each]
    model = sm.OLS(values, np.ones(len(values)))
    return model.fit(
        cov_type="cluster",
        cov_kwds={"groups": np.array(of_whom), "use_correction": False},
    )


@settings(deadline=None)
@given(visitors)
def test_a_ratio_is_the_regression_clustered_by_visitor(
    visitors: list[list[float]],
) -> None:
    assume(sum(bool(each) for each in visitors) >= 2)
    assume(np.std([value for each in visitors for value in each]) > 1)
    expected, units = clustered(visitors), len(visitors)
    found = value_per_time(of(visitors))
    assert found
    assert found.value == pytest.approx(expected.params[0], rel=1e-9)
    # it divides by all visitors, and not by one less
    square = expected.bse[0] ** 2 * units / (units - 1)
    assert found.square == pytest.approx(square, rel=1e-6, abs=1e-9 * found.value**2)


@pytest.mark.parametrize(
    "sums",
    [
        Sums(),
        Sums(units=5),
        Sums(units=1, x=2, xx=4, v=6, vv=36, xv=12),
        Sums(units=5, x=-2, xx=4, v=6, vv=36, xv=12),
        Sums(units=5, x=2, xx=4, v=math.nan, vv=36, xv=12),
        Sums(units=5, x=1e-300, xx=1, v=1e300, vv=1, xv=1),
    ],
)
def test_what_was_never_done_has_no_value_for_each_time(sums: Sums) -> None:
    assert value_per_time(sums) is None


def test_one_price_for_all_is_no_spread() -> None:
    found = value_per_time(of([[3.0], [3.0, 3.0], []]))
    assert found
    assert found.value == 3
    assert found.variance < 1e-9
