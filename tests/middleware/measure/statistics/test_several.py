from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from sarto.measure.statistics import means, proportions, sequential
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.several import against, holm, shared

BASELINE = Count(100, 1000)
ARMS = {"photo": Count(130, 1000), "words": Count(101, 900), "empty": Count(0, 0)}


@settings(max_examples=15, deadline=None)  # a tenth of a second each, there
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrected_p_are_those_of_statsmodels(chances: list[float]) -> None:
    expected = multipletests(chances, method="holm")[1]
    assert holm(chances) == pytest.approx(expected.tolist(), abs=1e-15)


def test_nothing_to_correct_is_nothing() -> None:
    assert holm([]) == []
    assert shared(0.95, 0) == shared(0.95, 1) == pytest.approx(0.95)
    assert shared(0.95, 5) == pytest.approx(0.99)


def test_each_arm_is_compared_with_the_baseline_alone_and_with_all_others() -> None:
    found = against(BASELINE, ARMS, proportions.compare)
    assert list(found) == list(ARMS)
    for name, each in found.items():
        assert each.alone == proportions.compare(BASELINE, ARMS[name])
        stricter = proportions.compare(BASELINE, ARMS[name], level=1 - 0.05 / 3)
        assert each.interval == pytest.approx(stricter.interval)
    assert found["photo"].p == pytest.approx(3 * found["photo"].alone.p)
    assert found["empty"].p == 1


def test_sequential_comparisons_and_means_are_corrected_the_same_way() -> None:
    compare = partial(sequential.of_shares, expected=2000)
    found = against(BASELINE, ARMS, compare)["photo"]
    assert found.interval
    assert found.alone.interval
    assert found.interval[0] < found.alone.interval[0]
    one = Mean(units=100, value=3.0, variance=9.0)
    assert against(one, {"a": one, "b": None}, means.compare)["b"].interval is None
