import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from sarto.measure.averages import mean, share, value
from sarto.vocabulary.measured import Sums


def of_values(values: list[float], times: list[float]) -> Sums:
    v, x = np.array(values), np.array(times)
    return Sums(
        units=len(v),
        converted=int((x > 0).sum()),
        x=x.sum(),
        xx=(x * x).sum(),
        v=v.sum(),
        vv=(v * v).sum(),
        xv=(x * v).sum(),
    )


SPENT = of_values([0, 0, 12.5, 40, 0, 7, 90, 0], [0, 0, 1, 2, 0, 1, 3, 0])


def test_a_share_is_bounded_as_by_wilson():
    found = share(Sums(units=238, converted=17))
    below, above = proportion_confint(17, 238, method="wilson")
    wanted = (17 / 238 - below, above - 17 / 238)
    assert found
    assert found.reaches(stats.norm.ppf(0.975)) == pytest.approx(wanted)


def test_a_share_stays_between_none_and_all():
    for done in (0, 3):
        found = share(Sums(units=3, converted=done))
        assert found
        below, above = found.reaches(1.96)
        assert 0 <= found.value - below <= found.value + above <= 1
        assert found.variance > 0


def test_a_value_is_a_mean_of_visitors():
    found, numbers = value(SPENT), [0, 0, 12.5, 40, 0, 7, 90, 0]
    assert found
    assert found.value == pytest.approx(np.mean(numbers))
    assert found.variance == pytest.approx(np.var(numbers, ddof=1) / 8)
    assert found.reaches(2) == (2 * math.sqrt(found.variance),) * 2


def test_a_mean_is_of_times_and_as_unsure_as_the_jackknife_says():
    random = np.random.default_rng(20261122)
    times = random.poisson(1, 2000).astype(float)
    values = times * random.gamma(2, 10, 2000)
    found = mean(of_values(values.tolist(), times.tolist()))
    without = (values.sum() - values) / (times.sum() - times)
    jackknife = 1999 / 2000 * ((without - without.mean()) ** 2).sum()
    assert found
    assert found.value == pytest.approx(values.sum() / times.sum())
    assert found.variance == pytest.approx(jackknife, rel=0.01)


@pytest.mark.parametrize("of", [share, value, mean])
def test_of_nobody_nothing_is_said(of):
    assert of(Sums()) is None


@pytest.mark.parametrize("of", [value, mean])
def test_one_visitor_has_no_spread(of):
    assert of(Sums(units=1, converted=1, x=1, xx=1, v=5, vv=25, xv=5)) is None
    assert mean(Sums(units=5)) is None  # nobody did it: no mean of values


@pytest.mark.parametrize("worst", [math.inf, math.nan, -math.inf])
def test_what_is_no_number_is_said_nothing_of(worst):
    sums = Sums(units=5, converted=5, x=5, xx=5, v=worst, vv=worst, xv=worst)
    assert value(sums) is None
    assert mean(sums) is None


def test_sums_that_lost_their_last_digits_have_no_negative_spread():
    found = value(Sums(units=3, v=3e8, vv=3e16 - 64))
    assert found
    assert 0 <= found.variance < 1e8
