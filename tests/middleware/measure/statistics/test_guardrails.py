"""Guardrails beside statsmodels', and what they say."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
)
from statsmodels.stats.proportion import (
    test_proportions_2indep as two_proportions,
)

from sarto.measure.statistics.guardrails import not_worse, not_worse_any_time
from sarto.measure.statistics.proportions import ALL, Count

counts = st.integers(1, 10**6).flatmap(
    lambda units: st.builds(Count, st.integers(0, units), st.just(units))
)
margins = st.floats(0, 20)


@given(counts, counts, margins)
def test_a_guardrail_is_held_when_p_is_low(
    baseline: Count, arm: Count, margin: float
) -> None:
    for found in (
        not_worse(baseline, arm, margin=margin),
        not_worse_any_time(baseline, arm, margin=margin),
    ):
        assume(abs(found.p - 0.05) > 1e-9)
        assert found.is_held == (found.p < 0.05)
        assert not (found.is_held and found.is_broken)
        assert found.is_worse or not found.is_broken


@given(counts, counts)
def test_the_limits_are_those_of_statsmodels(baseline: Count, arm: Count) -> None:
    expected = confint_proportions_2indep(
        arm.done, arm.units, baseline.done, baseline.units, method="newcomb", alpha=0.1
    )
    assert not_worse(baseline, arm).interval == pytest.approx(expected, abs=1e-9)


@given(st.integers(200, 800), st.integers(-60, 60), st.floats(0, 5))
def test_p_is_near_that_of_the_score_test(done: int, more: int, margin: float) -> None:
    # Farrington and Manning's (1990), another way that is near where counts are large
    units = 10_000
    expected = two_proportions(
        done + more,
        units,
        done,
        units,
        value=margin / 100,
        alternative="smaller",
        correction=False,
    )
    found = not_worse(Count(done, units), Count(done + more, units), margin=margin)
    assert found.p == pytest.approx(expected.pvalue, abs=0.005)


@pytest.mark.parametrize(
    ("arm", "held", "worse", "broken"),
    [
        (Count(5_000, 100_000), True, False, False),
        (Count(5_500, 100_000), True, True, False),
        (Count(6_000, 100_000), False, True, False),
        (Count(7_000, 100_000), False, True, True),
        (Count(5, 100), False, False, False),
    ],
)
def test_a_guardrail_is_held_worse_broken_or_open(
    arm: Count, held: bool, worse: bool, broken: bool
) -> None:
    baseline = Count(5_000, 100_000)
    for ask in (not_worse, not_worse_any_time):
        found = ask(baseline, arm, margin=1.0)
        assert (found.is_held, found.is_worse, found.is_broken) == (held, worse, broken)
        assert found.margin == pytest.approx(0.01)
        assert found.difference == pytest.approx(arm.share - 0.05)


def test_of_an_empty_arm_nothing_is_held() -> None:
    for ask in (not_worse, not_worse_any_time):
        found = ask(Count(0, 0), Count(3, 9))
        assert (found.difference, found.interval, found.p) == (None, ALL, 1)
        assert not found.is_held
        assert not found.is_worse
