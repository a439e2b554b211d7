import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.tables import fisher, pearson, yates


def counts(most: int) -> st.SearchStrategy[Count]:
    units = st.integers(1, most)
    return units.flatmap(
        lambda n: st.builds(Count, st.integers(0, n), st.just(n)),
    )


def rows(*arms: Count) -> list[list[int]]:
    return [[round(arm.done), round(arm.units - arm.done)] for arm in arms]


@settings(deadline=None)
@given(counts(10_000), counts(10_000))
def test_fishers_p_is_scipys(one: Count, other: Count) -> None:
    expected = stats.fisher_exact(rows(one, other)).pvalue
    assert fisher(one, other) == pytest.approx(expected, rel=1e-7, abs=1e-280)


@given(counts(10**7), counts(10**7))
def test_chi_squares_are_scipys(one: Count, other: Count) -> None:
    done, units = one.done + other.done, one.units + other.units
    if done in (0, units):
        assert yates(one, other) == pearson(one, other) == (0, 1)
        return
    for found, is_corrected in [(pearson, False), (yates, True)]:
        expected = stats.chi2_contingency(rows(one, other), correction=is_corrected)
        assert found(one, other) == pytest.approx(
            (expected.statistic, expected.pvalue), rel=1e-7, abs=1e-9
        )


def test_of_nobody_every_table_says_nothing() -> None:
    none = Count(0, 0)
    assert fisher(none, none) == 1
    assert yates(none, none) == pearson(none, none) == (0, 1)
    assert yates(none, Count(3, 9)) == (0, 1)
    assert fisher(none, Count(3, 9)) == 1


def test_a_table_of_millions_is_left_to_chi_square() -> None:
    assert fisher(Count(3, 10**7), Count(4, 10**7)) is None


def test_a_table_beyond_all_chance_has_none() -> None:
    assert fisher(Count(0, 10**6), Count(10**6, 10**6)) == 0
