"""Tails and quantiles beside scipy's."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special, stats

from sarto.measure.statistics import beta, gamma, normal, student

CLOSE = 1e-10
shapes = st.floats(0.1, 1e4)
degrees = st.floats(1, 1e13)
deviates = st.floats(1e-3, 37)


@given(shapes, st.floats(1e-3, 10))
def test_the_upper_gamma_is_scipys(a: float, times: float) -> None:
    found = gamma.upper(a, a * times)
    assert found == pytest.approx(special.gammaincc(a, a * times), rel=CLOSE, abs=1e-13)


@given(shapes, shapes, st.floats(0, 1))
@example(0.5, 1000, 0.0)
@example(0.5, 1000, 1.0)
def test_the_lower_beta_is_scipys(a: float, b: float, x: float) -> None:
    found = beta.lower(a, b, x, 1 - x)
    assert found == pytest.approx(special.betainc(a, b, x), rel=CLOSE, abs=1e-13)


@given(st.floats(0, 1400), st.integers(1, 64))
@example(0.0, 1)
@example(6.9024049496058275, 1)
def test_the_tail_of_chi_square_is_scipys(value: float, freedom: int) -> None:
    found = gamma.chi_square(value, freedom)
    assert found == pytest.approx(stats.chi2.sf(value, freedom), rel=CLOSE)


@given(deviates, degrees)
@example(2.0, 2000.0)
@example(2.0, 2000.0001)
@example(1.0, 1.0)
def test_the_tails_of_t_are_scipys(t: float, freedom: float) -> None:
    expected = 2 * special.stdtr(freedom, -t)
    assert student.two_sided(t, freedom) == pytest.approx(expected, rel=CLOSE)
    assert student.two_sided(-t, freedom) == student.two_sided(t, freedom)


@given(st.floats(0.01, 1 - 1e-7), degrees)
@example(0.95, 1.0)
@example(0.95, 2000.0)
def test_the_quantiles_of_t_are_scipys(level: float, freedom: float) -> None:
    expected = stats.t.isf((1 - level) / 2, freedom)
    assert student.reach(level, freedom) == pytest.approx(expected, rel=CLOSE)


def test_a_t_of_endless_freedom_is_normal() -> None:
    assert student.two_sided(1.96, math.inf) == normal.two_sided(1.96)
    assert student.reach(0.95, math.inf) == normal.reach()
    assert student.deviate(-3, math.inf) == student.beyond(3, math.inf) == 3


def test_an_endless_chi_square_has_no_tail() -> None:
    assert gamma.chi_square(math.inf, 3) == 0
    assert gamma.chi_square(3, 0) == 1


def test_an_endless_t_has_no_tail() -> None:
    assert student.two_sided(math.inf, 3) == student.two_sided(math.inf, 1e9) == 0


@given(deviates, st.floats(1, 1e9))
def test_the_normal_deviate_of_a_t_is_as_rare(t: float, freedom: float) -> None:
    rare = student.two_sided(t, freedom)
    exact = -stats.norm.ppf(rare / 2)
    # Wallace's bound is off by a few per cent with one or two degrees, then by little
    off = 0.12 / freedom
    assert student.deviate(t, freedom) == pytest.approx(exact, rel=off, abs=1e-6)


@given(st.floats(0.01, 8), st.floats(2, 1e9))
def test_deviates_go_there_and_back(z: float, freedom: float) -> None:
    there = student.beyond(z, freedom)
    assert there >= z
    assert student.deviate(there, freedom) == pytest.approx(z, rel=1e-6)


@given(st.floats(-37, 8), st.floats(0.5, 1 - 1e-9))
def test_the_normal_is_scipys(z: float, level: float) -> None:
    assert normal.two_sided(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=CLOSE)
    assert normal.below(z) == pytest.approx(stats.norm.cdf(z), rel=CLOSE)
    assert normal.reach(level) == pytest.approx(stats.norm.isf((1 - level) / 2))


@given(st.floats(1e-3, 1e6), st.floats(0.5, 2))
def test_a_deviance_keeps_its_digits(x: float, times: float) -> None:
    mean = x * times
    apart = (mean - x) / x
    exact = x * (apart - math.log1p(apart))
    assert gamma.deviance(x, mean) == pytest.approx(exact, rel=1e-6, abs=x * 1e-15)


def test_a_deviance_of_nothing_is_the_mean_and_from_nothing_endless() -> None:
    assert gamma.deviance(0, 3) == 3
    assert gamma.deviance(0, 0) == 0
    assert gamma.deviance(3, 0) == math.inf


@given(st.floats(0.01, 200))
def test_what_stirling_lacks_is_what_the_logarithm_of_gamma_has(x: float) -> None:
    stirling = (x - 0.5) * math.log(x) - x + math.log(2 * math.pi) / 2
    whole = stirling + gamma.correction(x)
    assert whole == pytest.approx(math.lgamma(x), rel=1e-13, abs=1e-12)
