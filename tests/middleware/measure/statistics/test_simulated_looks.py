"""Sequences, looked at a hundred times: `SARTO_RUNS=10000` draws 2,000 of each kind.

They are hardly ever wrong, at any look, whether arms differ or not; and what that costs
stands beside the fixed test, which is right only once. `-s` shows the figures.
"""

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from sarto.measure.statistics import covariate, proportions, sequential
from sarto.measure.statistics.comparison import Comparison
from sarto.measure.statistics.means import mean
from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.ratios import value_per_time
from support import simulated
from support.chances import SEQUENCES, at_most, dice, doubt, share_of, told
from support.simulated import LOOKS

pytestmark = pytest.mark.slow
WRONG = 0.05
UNITS = 10_000  # of each arm
RATE, MORE = 0.10, 0.0122  # what a fixed test of so many finds four times of five
SPENT = 0.2 * math.exp(3 + 0.8**2 / 2)  # what a simulated visitor spends on average
Look = Callable[[int, int], Comparison]  # of a run, at a look


def counts(one: float, other: float, units: int) -> Callable[[int, int], list[Count]]:
    """Draw two arms; what is given counts them in a run, at a look."""
    rng, step = dice(), units // LOOKS
    drawn = [
        simulated.converted(rng, SEQUENCES, units, rate).tolist()
        for rate in (one, other)
    ]
    return lambda run, at: [Count(arm[run][at], step * (at + 1)) for arm in drawn]


def of_shares(
    one: float, other: float, *, units: int = UNITS, expected: float = 1
) -> Look:
    """Compare two arms; as many as come are expected, or so many times as many."""
    pair = counts(one, other, units)
    compare = partial(sequential.of_shares, expected=expected * 2 * units)
    return lambda run, at: compare(*pair(run, at))


def of_values(more: float, *, units: int = 2000) -> Look:
    rng, step = dice(), units // LOOKS
    drawn = [
        [sums.tolist() for sums in simulated.spent(rng, SEQUENCES, units, each)]
        for each in (0.0, more)
    ]

    def look(run: int, at: int) -> Comparison:
        pair = [mean(step * (at + 1), v[run][at], vv[run][at]) for v, vv in drawn]
        return sequential.of_means(*pair, expected=2 * units)

    return look


def of_sums(draw, compared, *, units: int = 2000) -> Look:
    rng = dice()
    arms = [
        [simulated.grown(draw, rng, units) for _ in range(2)] for _ in range(SEQUENCES)
    ]

    def look(run: int, at: int) -> Comparison:
        pair = compared([arm[at] for arm in arms[run]])
        return sequential.of_means(*pair, expected=2 * units)

    return look


def of_orders() -> Look:
    return of_sums(simulated.orders, lambda pair: map(value_per_time, pair))


def of_corrected() -> Look:
    return of_sums(simulated.returning, lambda pair: covariate.adjusted(pair).means)


@pytest.mark.parametrize(
    ("make", "truth"),
    [
        pytest.param(make, truth, id=kind)
        for kind, make, truth in [
            ("shares, alike", partial(of_shares, RATE, RATE), 0),
            ("shares that differ", partial(of_shares, RATE, RATE + MORE), MORE),
            ("small shares", partial(of_shares, 0.01, 0.01), 0),
            ("ten times expected", partial(of_shares, RATE, RATE, expected=10), 0),
            ("a tenth expected", partial(of_shares, RATE, RATE, expected=0.1), 0),
            ("one by one", partial(of_shares, 0.3, 0.3, units=LOOKS), 0),
            ("values, alike", partial(of_values, 0.0), 0),
            ("values that differ", partial(of_values, 1 / 3), SPENT / 3),
            ("values for each time", of_orders, 0),
            ("values, corrected", of_corrected, 0),
        ]
    ],
)
def test_a_hundred_looks_are_seldom_ever_wrong(make, truth: float, request) -> None:
    look = make()

    def is_wrong(run: int, at: int) -> bool:
        interval = look(run, at).interval  # none: not yet, of what nobody has done
        return interval is not None and not interval[0] <= truth <= interval[1]

    ever = [any(is_wrong(run, at) for at in range(LOOKS)) for run in range(SEQUENCES)]
    kind = request.node.callspec.id
    told(f"{kind}: {share_of(ever):.2%} ever wrong in {LOOKS} looks", SEQUENCES)
    assert share_of(ever) <= at_most(WRONG)


def test_a_fixed_test_that_is_looked_at_a_hundred_times_is_often_wrong() -> None:
    pair = counts(RATE, RATE, UNITS)
    ever = [
        any(proportions.compare(*pair(run, at)).p < WRONG for at in range(LOOKS))
        for run in range(SEQUENCES)
    ]
    told(f"a fixed test: {share_of(ever):.2%} ever wrong in {LOOKS} looks", SEQUENCES)
    assert share_of(ever) > 0.2


def test_the_power_of_a_sequence_stands_beside_the_fixed_tests() -> None:
    pair = counts(RATE, RATE + MORE, 2 * UNITS)
    half = LOOKS // 2 - 1  # then as many have come as were expected
    compare = partial(sequential.of_shares, expected=2 * UNITS)

    def found(run: int) -> int:
        looks = (at for at in range(LOOKS) if compare(*pair(run, at)).p < WRONG)
        return next(looks, LOOKS)

    runs = range(SEQUENCES)
    fixed = share_of([proportions.compare(*pair(run, half)).p < WRONG for run in runs])
    first = [found(run) for run in runs]
    then = share_of([at <= half for at in first])
    later = share_of([at < LOOKS for at in first])
    middle = (np.median(first) + 1) / (half + 1)
    told(
        f"power: fixed {fixed:.1%}; sequential {then:.1%} by then, {later:.1%} by twice "
        f"the visitors; half of them with {middle:.2f} times the visitors",
        SEQUENCES,
    )
    assert fixed == pytest.approx(0.8, abs=doubt(0.8, SEQUENCES))
    assert then > 0.45 - doubt(0.5, SEQUENCES)
    assert later > 0.85 - doubt(0.5, SEQUENCES)
