"""Nothing raises, and nothing is no number, whatever stands in the sums."""

import math
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from sarto.measure.statistics import (
    balance,
    covariate,
    guardrails,
    lift,
    means,
    proportions,
    ratios,
    sequential,
    several,
    tables,
)
from sarto.measure.statistics.comparison import Comparison
from sarto.measure.statistics.proportions import Count
from sarto.vocabulary.measured import Sums

wild = st.one_of(
    st.floats(),
    st.integers(-5, 20),
    st.sampled_from([10**12, 2**63, 1e100, 1e200, 1e300, 1.7e308, 5e-324, -1e308]),
)
sums = st.builds(Sums, **dict.fromkeys(Sums.__slots__, wild))
EMPTY, ONE = Sums(), Sums(units=1, converted=1, x=1, xx=1, v=3, vv=9, xv=3)
ALL = Sums(
    units=10**12, converted=10**12, x=10**12, xx=10**12, v=1e12, vv=1e12, xv=1e12
)


def is_sound(found: Any) -> bool:
    """Whether all in it is a number; a chi-square may be endless."""
    if isinstance(found, Comparison):
        parts = [found.difference, found.interval, found.p]
        return 0 <= found.p <= 1 and all(map(is_sound, parts))
    if isinstance(found, tuple):
        return all(map(is_sound, found)) and found[0] <= found[1]
    return found is None or math.isfinite(found)


@given(sums, sums, wild)
@example(EMPTY, EMPTY, 0)
@example(ONE, ALL, 1)
@example(ALL, ONE, math.nan)
@example(ALL, ALL, -3)
def test_shares_are_always_compared(one: Sums, other: Sums, number: float) -> None:
    pair = Count.of(one), Count.of(other)
    for found in (
        proportions.compare(*pair),
        sequential.of_shares(*pair, expected=number),
    ):
        assert is_sound(found)
        assert found.interval
        assert -1 <= found.interval[0] <= found.interval[1] <= 1
    assert is_sound(proportions.wilson(pair[0]))
    assert is_sound(proportions.wald(*pair))
    more = lift.of_shares(*pair)
    assert more is None or is_sound((more.value, more.value))
    assert more is None or is_sound(more.interval)
    for guard in (
        guardrails.not_worse(*pair),
        guardrails.not_worse_any_time(*pair, expected=number),
    ):
        assert is_sound(guard.interval)
        assert 0 <= guard.p <= 1
    assert 0 <= tables.yates(*pair)[1] <= 1
    assert 0 <= (tables.fisher(*pair) or 0) <= 1


@given(sums, sums, wild)
@example(EMPTY, EMPTY, 0)
@example(ONE, ALL, 1)
@example(ALL, ALL, math.inf)
@example(Sums(units=8863), Sums(units=8864), 3e11)
def test_means_are_always_compared(one: Sums, other: Sums, number: float) -> None:
    pairs = [
        [take(each) for each in (one, other)]
        for take in (means.values, means.times, ratios.value_per_time)
    ]
    pairs += [
        list(covariate.adjusted([one, other], take).means)
        for take in (covariate.values, covariate.times)
    ]
    for pair in pairs:
        assert is_sound(means.compare(*pair))
        assert is_sound(sequential.of_means(*pair, expected=number))
        more = lift.of_means(*pair)
        assert more is None or is_sound(more.interval)
        against = several.against(pair[0], {"a": pair[1]}, means.compare)["a"]
        assert is_sound(against.interval)


@given(
    st.dictionaries(st.sampled_from("abcd"), wild),
    st.dictionaries(st.sampled_from("abcd"), wild),
)
def test_splits_are_always_judged(
    observed: dict[str, float], weights: dict[str, float]
) -> None:
    for test in (balance.sample_ratio, balance.sample_ratio_any_time):
        assert 0 <= test(observed, weights).p <= 1
    for crossed in observed.values():
        for units in weights.values():
            found = balance.crossing(crossed, units)
            assert 0 <= found.interval[0] <= found.interval[1] <= 1
