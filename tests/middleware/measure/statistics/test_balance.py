"""Sample ratios beside scipy's, and how much skew they can see by theory."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import special, stats

from sarto.measure.statistics.balance import (
    PRIORS,
    crossing,
    sample_ratio,
    sample_ratio_any_time,
)

EVEN = {"control": 50, "photo": 50}
arms = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 10**7), min_size=n, max_size=n),
        st.lists(st.integers(1, 100), min_size=n, max_size=n),
    )
)


def named(numbers: list[int]) -> dict[str, int]:
    return {f"arm {at}": number for at, number in enumerate(numbers)}


@given(arms)
def test_a_sample_ratio_is_scipys(case: tuple[list[int], list[int]]) -> None:
    observed, weights = case
    units, every = sum(observed), sum(weights)
    assume(units)
    expected = stats.chisquare(observed, [units * each / every for each in weights])
    found = sample_ratio(named(observed), named(weights))
    assert found.chi_square == pytest.approx(expected.statistic, rel=1e-7, abs=1e-9)
    assert found.p == pytest.approx(expected.pvalue, rel=1e-5, abs=1e-290)
    assert found.freedom == len(observed) - 1


@given(arms)
def test_the_sequential_one_is_the_mean_of_dirichlets(
    case: tuple[list[int], list[int]],
) -> None:
    observed, weights = [each / 1000 for each in case[0]], case[1]
    every, units, logs = sum(weights), sum(observed), []
    for prior in PRIORS:
        log = special.gammaln(prior) - special.gammaln(prior + units)
        for seen, weight in zip(observed, weights, strict=True):
            share = weight / every
            log += special.gammaln(prior * share + seen) - special.gammaln(
                prior * share
            )
            log -= seen * math.log(share)
        logs.append(log)
    expected = min(-special.logsumexp(logs) + math.log(len(PRIORS)), 0)
    found = sample_ratio_any_time(named(observed), named(weights)).p
    if expected > -700:
        assert math.log(found) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    else:
        assert found < 1e-300


def test_nobody_is_no_fault() -> None:
    for test in (sample_ratio, sample_ratio_any_time):
        assert test({}, EVEN).is_right
        assert test({}, {}).p == test({"control": 0}, EVEN).p == 1


def test_somebody_in_an_arm_that_should_have_nobody_is_a_fault() -> None:
    for test in (sample_ratio, sample_ratio_any_time):
        assert test({"control": 5, "photo": 5, "other": 1}, EVEN).p == 0
        assert test({"control": 5, "photo": 1}, {"control": 1, "photo": 0}).p == 0
        assert test({"control": 5}, {}).p == 0


def test_an_arm_of_no_weight_that_nobody_is_in_counts_for_nothing() -> None:
    assert sample_ratio({"a": 6, "b": 4}, {"a": 1, "b": 1, "c": 0}).freedom == 1


def test_what_is_no_number_counts_for_nothing() -> None:
    wrong = {"control": math.nan, "photo": math.inf, "other": -3}
    for test in (sample_ratio, sample_ratio_any_time):
        assert test(wrong, EVEN).p == 1


def test_a_trillion_visitors_lose_no_digits() -> None:
    half, apart = 5 * 10**11, 2 * 10**6
    found = sample_ratio({"control": half + apart, "photo": half - apart}, EVEN)
    assert found.chi_square == pytest.approx(16)
    same = sample_ratio_any_time({"control": half, "photo": half}, EVEN)
    assert same.p == 1


@pytest.mark.parametrize(
    ("share", "power"), [(0.51, 0.9999), (0.505, 0.7212), (0.5025, 0.16)]
)
def test_what_skew_a_hundred_thousand_visitors_can_show(
    share: float, power: float
) -> None:
    # "1 % skewed": 51 of 100 in an arm instead of 50 is found nearly always; that one arm
    # has 1 % of all more than the other, or lost 1 % of its own, no test can find so often
    away = (share - 0.5) * 100_000
    expected = stats.ncx2.sf(stats.chi2.isf(0.01, 1), 1, away**2 / 25_000)
    assert expected == pytest.approx(power, abs=5e-5)
    for side in (-1, 1):  # and the threshold of ours lies where that says
        least = math.sqrt(stats.chi2.isf(0.01, 1) * 25_000)
        for reach, is_right in [(math.floor(least), True), (math.ceil(least), False)]:
            seen = {"control": 50_000 + side * reach, "photo": 50_000 - side * reach}
            assert sample_ratio(seen, EVEN).is_right == is_right


@pytest.mark.parametrize(
    ("crossed", "units", "is_right"),
    [
        (0, 0, True),
        (0, 100, True),
        (1, 50, True),
        (5, 50, False),
        (990, 100_000, True),
        (1_200, 100_000, False),
        (-3, 10, True),
        (math.nan, 10, True),
    ],
)
def test_crossed_units_are_a_fault_when_surely_more_than_one_in_a_hundred(
    crossed: float, units: float, is_right: bool
) -> None:
    found = crossing(crossed, units)
    assert found.is_right == is_right
    assert found.interval[0] <= found.share <= found.interval[1]
