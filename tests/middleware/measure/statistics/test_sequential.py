"""Confidence sequences: against the integral they are, and step by step."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from sarto.measure.statistics import means, proportions, sequential, student
from sarto.measure.statistics.comparison import Comparison
from sarto.measure.statistics.means import Mean
from sarto.measure.statistics.proportions import ALL, Count
from sarto.measure.statistics.sequential import TUNED, chance, reach, running, size

sizes = st.floats(1e-3, 1e3)
counts = st.integers(1, 10**6).flatmap(
    lambda units: st.builds(Count, st.integers(0, units), st.just(units))
)


@pytest.mark.parametrize("r", [0.05, 1.0, 8.2, 300.0])
@pytest.mark.parametrize("z", [0.5, 2.0, 3.5])
def test_p_is_one_over_the_mixture_of_likelihood_ratios(r: float, z: float) -> None:
    # effects, in errors, are guessed to be normal with variance r
    def ratio(effect: float) -> float:
        return math.exp(effect * z - effect**2 / 2) * stats.norm.pdf(
            effect, scale=r**0.5
        )

    mixture = integrate.quad(ratio, -40, 40, points=[0, z], limit=200)[0]
    assert chance(z, r) == pytest.approx(min(1 / mixture, 1), rel=1e-7)


@given(sizes, st.sampled_from([0.8, 0.95, 0.999]))
def test_the_reach_is_where_p_is_what_may_be_wrong(r: float, level: float) -> None:
    assert chance(reach(r, level), r) == pytest.approx(1 - level, rel=1e-9)


def test_the_interval_is_narrowest_where_it_is_tuned_for() -> None:
    # in errors of a given number of units: r / units is what one may choose
    best = optimize.minimize_scalar(reach, bounds=(0.1, 100), method="bounded").x
    assert best == pytest.approx(TUNED, rel=1e-4)
    assert size(10_000, 10_000) == TUNED
    assert reach(TUNED) == pytest.approx(math.sqrt(1 + TUNED))
    assert reach(TUNED) / 1.959964 < 1.56


@given(counts, counts, st.floats(1, 1e7))
@example(Count(0, 1), Count(1, 1), 1.0)
def test_p_of_shares_is_low_when_the_interval_leaves_0_out(
    one: Count, other: Count, expected: float
) -> None:
    found = sequential.of_shares(one, other, expected=expected)
    assume(abs(found.p - 0.05) > 1e-9)
    assert found.interval
    low, high = found.interval
    assert (found.p < 0.05) == (low > 0 or high < 0)
    assert -1 <= low <= high <= 1


@given(counts, counts, st.floats(1, 1e7))
def test_a_sequence_is_wider_than_the_fixed_interval(
    one: Count, other: Count, expected: float
) -> None:
    found = sequential.of_shares(one, other, expected=expected)
    fixed = proportions.compare(one, other)
    assert found.difference == fixed.difference
    assert found.interval
    assert fixed.interval
    assert found.interval[0] <= fixed.interval[0]
    assert fixed.interval[1] <= found.interval[1]


@given(st.floats(-9, 9), st.floats(2, 1e6), st.floats(1e-3, 100), st.floats(1, 1e7))
def test_p_of_means_is_low_when_the_interval_leaves_0_out(
    value: float, units: float, variance: float, expected: float
) -> None:
    one = Mean(units=units, value=0.0, variance=variance)
    other = Mean(units=units, value=value, variance=variance)
    found = sequential.of_means(one, other, expected=expected)
    assume(abs(found.p - 0.05) > 1e-6)
    assert found.interval
    assert (found.p < 0.05) == (found.interval[0] > 0 or found.interval[1] < 0)


def test_many_units_of_means_have_the_plain_errors() -> None:
    one = Mean(units=10**7, value=1.0, variance=4.0)
    found = sequential.of_means(one, one, expected=2 * 10**7)
    far = reach(TUNED) * math.sqrt(8e-7)
    assert found.interval == pytest.approx((-far, far), rel=1e-5)


def test_few_units_of_means_are_trusted_less() -> None:
    one = Mean(units=5, value=1.0, variance=4.0)
    found = sequential.of_means(one, one, expected=10)
    far = student.beyond(reach(TUNED), 8) * math.sqrt(1.6)
    assert found.interval == pytest.approx((-far, far))
    assert far > 1.4 * reach(TUNED) * math.sqrt(1.6)


def test_of_an_empty_arm_nothing_can_be_said() -> None:
    one = Mean(units=9, value=1.0, variance=4.0)
    wild = Mean(units=9, value=1.0, variance=math.inf)
    nothing = Comparison(interval=ALL)
    assert sequential.of_shares(Count(0, 0), Count(1, 2)) == nothing
    assert sequential.of_shares(Count(1, 2), Count(0, 0)) == nothing
    assert sequential.of_means(None, one) == Comparison()
    assert sequential.of_means(one, None) == Comparison()
    assert sequential.of_means(one, wild) == Comparison()


def test_all_zero_is_no_difference() -> None:
    nothing = Mean(units=9, value=0.0, variance=0.0)
    found = sequential.of_means(nothing, nothing)
    assert (found.difference, found.interval, found.p) == (0, (0, 0), 1)


def test_p_only_falls_and_intervals_only_narrow() -> None:
    looks = [
        Comparison(),
        Comparison(difference=0.2, interval=(-0.5, 0.9), p=0.4),
        Comparison(difference=0.3, interval=(0.1, 0.5), p=0.01),
        Comparison(),
        Comparison(difference=0.2, interval=(-0.1, 0.4), p=0.2),
    ]
    found = list(running(looks))
    assert [each.p for each in found] == [1, 0.4, 0.01, 0.01, 0.01]
    kept = [each.interval for each in found]
    assert kept == [None, (-0.5, 0.9), (0.1, 0.5), (0.1, 0.5), (0.1, 0.4)]
    assert found[-1].difference == 0.2


def test_what_has_moved_begins_anew() -> None:
    looks = [Comparison(interval=(0.1, 0.2), p=0.01), Comparison(interval=(-0.2, 0.0))]
    assert [each.interval for each in running(looks)] == [(0.1, 0.2), (-0.2, 0.0)]


def test_the_fixed_and_the_sequential_say_the_same_of_the_same_means() -> None:
    one, other = (Mean(units=900, value=value, variance=4.0) for value in (1.0, 1.3))
    fixed, found = means.compare(one, other), sequential.of_means(one, other)
    assert found.difference == fixed.difference
    assert found.p > fixed.p
