"""Factors and breakdowns of arms that do nothing: how often they claim that they do.

`SARTO_RUNS=10000` for the full figures.
"""

import os

import numpy as np
import pytest
from scipy import stats

from sarto.measure.breakdown import breakdowns
from sarto.measure.factors import arms, terms
from sarto.vocabulary.measured import Cell, Sums

pytestmark = pytest.mark.slow
RUNS = int(os.environ.get("SARTO_RUNS", "1000"))
SEED = int(os.environ.get("SARTO_SEED", "20261122"))
FACTORS = {"photo": ["off", "on"], "words": ["short", "long"]}
DEVICES = {"mobile": 900, "desktop": 500, "tablet": 150, "tv": 60, "-": 200}


def told(text: str) -> None:
    print(f"seed {SEED}, {RUNS} runs: {text}")  # noqa: T201 - the figures


def some(random: np.random.Generator, units: int, share: float) -> Sums:
    done = int(random.binomial(units, share))
    return Sums(units=units, converted=done, x=done, xx=done)


def luck(chance: float = 0.05) -> tuple[float, float]:
    low, high = stats.binom.ppf([0.0005, 0.9995], RUNS, chance)
    return float(low), float(high)


def test_factors_that_do_nothing_seem_to_as_often_as_they_may():
    random, single, any_of = np.random.default_rng(SEED), 0, 0
    for _ in range(RUNS):
        sums = {arm: some(random, 400, 0.1) for arm in arms(FACTORS)}
        found = terms(sums, FACTORS)
        single += found[0].p < 0.05
        any_of += any(e.corrected < 0.05 for term in found for e in term.effects)
    told(f"a factor {single / RUNS:.2%}, any of all {any_of / RUNS:.2%}")
    low, high = luck()
    assert low <= single <= high
    assert any_of <= high


def test_an_interval_of_all_effects_holds_them_all():
    random, right = np.random.default_rng(SEED), 0
    shares = {"off.short": 0.03, "off.long": 0.05, "on.short": 0.06, "on.long": 0.04}
    truth = (0.01, 0.0, -0.04)
    for _ in range(RUNS):
        sums = {arm: some(random, 300, share) for arm, share in shares.items()}
        found = [term.effects[0].interval for term in terms(sums, FACTORS)]
        right += all(
            low <= true <= high for (low, high), true in zip(found, truth, strict=True)
        )
    told(f"{right / RUNS:.2%} hold all three")
    assert right >= luck(0.95)[0]


def test_a_breakdown_of_nothing_seldom_claims_anything():
    random, uneven, rows = np.random.default_rng(SEED), 0, 0
    for _ in range(RUNS):
        cells = [
            Cell(
                variant=arm,
                audience="",
                facts={"device": name},
                sums=some(random, units, 0.12),
            )
            for name, units in DEVICES.items()
            for arm in ("control", "photo")
        ]
        (found,) = breakdowns(cells, ["device"], ("control", "photo"))
        uneven += found.is_uneven
        rows += any(b.corrected < 0.05 for row in found.rows for b in row.beside)
    told(f"uneven {uneven / RUNS:.2%}, any row {rows / RUNS:.2%}")
    high = luck(0.055)[1]  # Q is a chi-square in the long run only
    assert max(uneven, rows) <= high
