"""What is promised of chance, tried: `SARTO_RUNS=10000` draws as many as is promised.

Fixed tests are right 95 times of 100, neither more nor less often; splits are flagged
as often as theory says, and right ones once in a hundred. `-s` shows the figures.
"""

import math

import pytest

from sarto.measure.statistics import covariate, means, proportions, ratios
from sarto.measure.statistics.balance import sample_ratio, sample_ratio_any_time
from sarto.measure.statistics.comparison import Comparison
from sarto.measure.statistics.proportions import Count
from sarto.vocabulary.measured import Sums
from support import simulated
from support.chances import ALL, RUNS, SEQUENCES, at_most, dice, doubt, share_of, told
from support.simulated import LOOKS

pytestmark = pytest.mark.slow
WRONG, AROUND = 0.05, 0.007
SPLIT = 100_000  # visitors
EVEN = {"control": 1, "photo": 1}


def of_shares(one: Sums, other: Sums) -> Comparison:
    return proportions.compare(Count.of(one), Count.of(other))


def of_values(one: Sums, other: Sums) -> Comparison:
    return means.compare(means.values(one), means.values(other))


def of_ratios(one: Sums, other: Sums) -> Comparison:
    return means.compare(ratios.value_per_time(one), ratios.value_per_time(other))


def corrected(one: Sums, other: Sums) -> Comparison:
    return means.compare(*covariate.adjusted([one, other]).means)


@pytest.mark.parametrize(
    ("draw", "compare"),
    [
        pytest.param(simulated.shares, of_shares, id="shares"),
        pytest.param(simulated.values, of_values, id="values"),
        pytest.param(simulated.orders, of_ratios, id="values for each time"),
        pytest.param(simulated.returning, corrected, id="values, corrected"),
    ],
)
def test_of_arms_that_are_alike_five_in_a_hundred_differ(
    draw, compare, request
) -> None:
    rng = dice()
    found = [compare(draw(rng, 2000), draw(rng, 2000)) for _ in range(RUNS)]
    low = share_of([each.p < WRONG for each in found])
    out = share_of([not each.interval[0] <= 0 <= each.interval[1] for each in found])
    kind = request.node.callspec.id
    told(f"A/A, {kind}: {low:.2%} of p < 0.05, {out:.2%} of intervals without 0", RUNS)
    around = AROUND * math.sqrt(ALL / RUNS)
    assert abs(low - WRONG) <= around
    assert abs(out - WRONG) <= around


def test_what_was_before_makes_of_a_small_difference_a_sure_one() -> None:
    rng, runs = dice(), min(RUNS, 1000)
    pairs = [
        (simulated.returning(rng, 2000), simulated.returning(rng, 2000, more=0.12))
        for _ in range(runs)
    ]
    plain, better = (
        share_of([compare(*pair).p < WRONG for pair in pairs])
        for compare in (of_values, corrected)
    )
    cut = covariate.adjusted(pairs[0]).reduction
    told(f"power: {plain:.1%}, corrected {better:.1%}; variance {cut:.0%} less", runs)
    assert better > plain + 0.2


@pytest.mark.parametrize(
    ("share", "theory"), [(0.51, 0.9999), (0.505, 0.7212), (0.5025, 0.16)]
)
def test_a_skewed_split_is_flagged_as_often_as_theory_says(
    share: float, theory: float
) -> None:
    splits = [
        {"control": seen, "photo": SPLIT - seen}
        for seen in dice().binomial(SPLIT, share, RUNS).tolist()
    ]
    once, ever = (
        share_of([not test(split, EVEN).is_right for split in splits])
        for test in (sample_ratio, sample_ratio_any_time)
    )
    told(
        f"{share:.2%} of {SPLIT} in one arm: {once:.2%} flagged, at any time "
        f"{ever:.2%}, in theory {theory:.2%}",
        RUNS,
    )
    assert abs(once - theory) <= doubt(theory, RUNS) + 1e-3
    assert ever <= once
    if share == 0.51:
        assert once >= 0.99
        assert ever >= 0.98


def test_a_right_split_is_flagged_once_in_a_hundred() -> None:
    weights = {"a": 50, "b": 30, "c": 15, "d": 5}
    drawn = dice().multinomial(SPLIT, [each / 100 for each in weights.values()], RUNS)
    splits = [dict(zip(weights, seen, strict=True)) for seen in drawn.tolist()]
    once = share_of([not sample_ratio(split, weights).is_right for split in splits])
    told(f"four arms, uneven, as they should be: {once:.2%} flagged", RUNS)
    assert abs(once - 0.01) <= doubt(0.01, RUNS)


def test_a_right_split_is_seldom_ever_flagged_in_a_hundred_looks() -> None:
    weights = {"a": 50, "b": 30, "c": 20}
    parts = [each / 100 for each in weights.values()]
    each = dice().multinomial(SPLIT // LOOKS, parts, (SEQUENCES, LOOKS))
    ever = share_of(
        [
            any(
                not sample_ratio_any_time(
                    dict(zip(weights, seen, strict=True)), weights
                ).is_right
                for seen in run
            )
            for run in each.cumsum(axis=1).tolist()
        ]
    )
    told(f"three arms, {LOOKS} looks: {ever:.2%} ever flagged", SEQUENCES)
    assert ever <= at_most(0.01)
