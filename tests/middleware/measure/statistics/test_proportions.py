"""Shares and their differences beside statsmodels'."""

import math
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

from sarto.measure.statistics import normal
from sarto.measure.statistics.proportions import (
    ALL,
    Count,
    compare,
    distance,
    newcombe,
    pooled_z,
    wald,
    wilson,
)
from sarto.vocabulary.measured import Sums

levels = st.sampled_from([0.8, 0.95, 0.99])


@st.composite
def counts(draw: Any, least: int = 1, most: int = 10**9) -> Count:
    units = draw(st.integers(least, most))
    return Count(draw(st.integers(0, units)), units)


@given(counts(), levels)
@example(Count(0, 1), 0.95)
@example(Count(10**12 - 1, 10**12), 0.95)
def test_wilsons_interval_is_that_of_statsmodels(count: Count, level: float) -> None:
    expected = proportion_confint(count.done, count.units, 1 - level, "wilson")
    assert wilson(count, level=level) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(counts(), counts(), levels)
def test_newcombes_interval_is_that_of_statsmodels(
    one: Count, other: Count, level: float
) -> None:
    # it asks for the first less the second
    expected = confint_proportions_2indep(
        other.done, other.units, one.done, one.units, method="newcomb", alpha=1 - level
    )
    found = newcombe(one, other, z=normal.reach(level))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(counts(), counts())
def test_the_pooled_z_is_that_of_statsmodels(one: Count, other: Count) -> None:
    both = one.done + other.done
    assume(0 < both < one.units + other.units)
    z, p = proportions_ztest([other.done, one.done], [other.units, one.units])
    found = compare(one, other)
    assert found.statistic == pytest.approx(z, rel=1e-7, abs=1e-7)
    assert found.p == pytest.approx(p, rel=1e-6, abs=1e-12)


@given(counts(), counts(), levels)
def test_walds_interval_is_that_of_statsmodels(
    one: Count, other: Count, level: float
) -> None:
    expected = confint_proportions_2indep(
        other.done, other.units, one.done, one.units, method="wald", alpha=1 - level
    )
    assert wald(one, other, level=level) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(counts(), counts(), levels)
def test_an_interval_holds_its_difference_and_turns_with_the_arms(
    one: Count, other: Count, level: float
) -> None:
    found, turned = compare(one, other, level=level), compare(other, one, level=level)
    assert found.interval
    assert turned.interval
    low, high = found.interval
    assert -1 <= low <= found.difference <= high <= 1
    assert turned.interval == pytest.approx((-high, -low), abs=1e-15)
    assert turned.p == pytest.approx(found.p)


@given(counts(most=10**6), counts(most=10**6), st.floats(-0.5, 0.5))
def test_a_distance_is_where_the_interval_ends(
    one: Count, other: Count, value: float
) -> None:
    z = distance(one, other, value=value)
    assume(1e-3 < abs(z) < math.inf)
    low, high = newcombe(one, other, z=abs(z))
    assert (low if z > 0 else high) == pytest.approx(value, abs=1e-9)


def test_a_distance_that_no_interval_bridges_is_endless() -> None:
    assert distance(Count(1, 9), Count(2, 9), value=1.5) == -math.inf
    assert distance(Count(1, 9), Count(1, 9)) == 0


def test_of_an_empty_arm_nothing_can_be_said() -> None:
    empty, full = Count(0, 0), Count(3, 9)
    for one, other in [(empty, full), (full, empty), (empty, empty)]:
        found = compare(one, other)
        assert (found.difference, found.interval, found.p) == (None, ALL, 1.0)
        assert newcombe(one, other, z=2) == wald(one, other) == ALL
        assert pooled_z(one, other) == distance(one, other) == 0
    assert wilson(empty) == (0, 1)


@pytest.mark.parametrize("done", [0, 7])
def test_where_nobody_or_everybody_did_it_there_is_no_difference(done: int) -> None:
    found = compare(Count(done, 7), Count(done, 7))
    assert (found.difference, found.p) == (0, 1)
    assert found.interval
    low, high = found.interval
    assert low == -high != 0


@pytest.mark.parametrize(
    ("done", "units", "expected"),
    [
        (-1, 5, (0, 5)),
        (9, 5, (5, 5)),
        (3, -5, (0, 0)),
        (math.nan, 5, (0, 5)),
        (3, math.nan, (0, 0)),
        (math.inf, 5, (0, 5)),
        (3, math.inf, (0, 0)),
    ],
)
def test_a_count_that_cannot_be_is_made_one_that_can(
    done: float, units: float, expected: tuple[float, float]
) -> None:
    count = Count(done, units)
    assert (count.done, count.units) == expected


def test_a_count_of_sums_has_the_units_that_did_it() -> None:
    assert Count.of(Sums(units=9, converted=4, x=7)) == Count(4, 9)


def test_a_trillion_visitors_lose_no_digits() -> None:
    one, other = Count(5 * 10**11, 10**12), Count(5 * 10**11 + 10**6, 10**12)
    low, high = compare(one, other).interval or ALL
    assert (low + high) / 2 == pytest.approx(1e-6, rel=1e-6)
    assert high - low == pytest.approx(
        2 * normal.reach() * math.sqrt(0.5e-12), rel=1e-6
    )
