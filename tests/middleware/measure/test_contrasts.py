import math

import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from sarto.measure.averages import Average, share, value
from sarto.measure.contrasts import contrast, together
from sarto.vocabulary.measured import Sums


def shares(*counted: tuple[int, int]):
    found = [share(Sums(units=units, converted=done)) for done, units in counted]
    return [each for each in found if each]


@pytest.mark.parametrize(
    "counted", [((45, 238), (17, 238)), ((5, 10), (1, 10)), ((0, 40), (0, 50))]
)
def test_two_shares_are_compared_as_newcombe_does(counted):
    found = contrast([1, -1], shares(*counted))
    (x1, n1), (x2, n2) = counted
    wanted = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb")
    assert found.interval == pytest.approx(wanted, abs=1e-12)
    assert found.difference == pytest.approx(x1 / n1 - x2 / n2)


def test_two_means_are_compared_as_welch_does():
    one, other = [1.0, 4, 2, 8, 5, 7], [2.0, 3, 3, 1, 2, 2, 2.5, 9]
    sums = [
        Sums(units=len(v), v=sum(v), vv=sum(x * x for x in v)) for v in (one, other)
    ]
    found = contrast([1, -1], [each for each in map(value, sums) if each], 0.9)
    wanted = stats.ttest_ind(one, other, equal_var=False)
    assert found.p == pytest.approx(wanted.pvalue)
    assert found.interval == pytest.approx(wanted.confidence_interval(0.9))


def test_none_of_many_against_all_is_no_certainty():
    found = contrast([1, -1], shares((0, 8), (8, 8)))
    assert 0 < found.p < 1e-6
    assert -1 < found.interval[1] < -0.5


def test_means_without_spread_are_told_apart_or_not():
    same = value(Sums(units=3, v=6, vv=12))
    more = value(Sums(units=3, v=9, vv=27))
    assert same
    assert more
    assert contrast([1, -1], [same, same]).p == 1
    assert contrast([1, -1], [more, same]).p < 1e-6
    sure = Average(value=1, variance=0)
    assert contrast([1, -1], [sure, sure]).p == 1
    assert contrast([2, -1], [sure, sure]).p == 0


def test_one_contrast_tested_with_others_is_tested_as_alone():
    of = shares((30, 100), (45, 120), (20, 90))
    alone = contrast([1, -1, 0], of)
    chi, freedom = together([[1, -1, 0]], of)
    assert (math.sqrt(chi), freedom) == (
        pytest.approx(abs(alone.difference) / math.sqrt(alone.variance)),
        1,
    )


def test_a_contrast_that_others_say_already_counts_for_nothing():
    of = shares((30, 100), (45, 120), (20, 90))
    two = [[1, -1, 0], [0, 1, -1]]
    chi, freedom = together(two, of)
    assert freedom == 2
    again = together([*two, [1, 0, -1], [2, -2, 0]], of)
    assert again == (pytest.approx(chi), 2)
    assert together([[0, 0, 0]], of) == (0, 0)
    assert together([], of) == (0, 0)
