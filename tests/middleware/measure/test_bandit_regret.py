"""Bandits that live in worlds: what they regret, and whether their account is true.

`SARTO_RUNS=200` lives for the full figures, which `tests/benchmarks/bandit.py` prints.
"""

import math
import os
from functools import cache
from itertools import pairwise

import pytest
from scipy import stats

from support.bandits import TWO, WORLDS, Life, World, bound, lives, regret, steady

pytestmark = pytest.mark.slow
RUNS = int(os.environ.get("SARTO_RUNS", "10"))
SEED = int(os.environ.get("SARTO_SEED", "20261122"))
DAYS = 48
MANY = 100  # runs, whose mean is not luck
PART = {  # of an even split's regret, at the most
    "two arms": 0.5,
    "five arms": 0.6,
    "late by a week": 0.7,
    "few visitors": 0.8,
    "weekends": 0.5,
    "a season's end": 0.8,
}


def told(text: str) -> None:
    print(f"seed {SEED}, {RUNS} runs: {text}")  # noqa: T201 - the figures


@cache
def living(name: str) -> list[Life]:
    return lives(WORLDS[name], DAYS, RUNS, SEED)


def even(world: World) -> float:
    """What an even split regrets, in expectation."""
    found = 0.0
    for day in range(DAYS):
        shares = world.shares(day)
        found += world.visitors * (max(shares) - sum(shares) / len(shares))
    return found


@pytest.mark.parametrize("name", PART)
def test_a_bandit_regrets_less_than_an_even_split(name):
    found, split = regret(living(name))[-1], even(WORLDS[name])
    told(f"{name}: {found:.0f} of {split:.0f}")
    assert found < PART[name] * split


def test_without_a_floor_regret_grows_like_a_logarithm():
    shares = (0.10, 0.16)
    world = World(shares=steady(*shares), floor=0)
    by_day = regret(lives(world, 64, RUNS, SEED))
    grown = [
        after - before
        for before, after in pairwise(by_day[2**n - 1] for n in (3, 4, 5, 6))
    ]
    least = bound(*shares) * math.log(2)
    told(
        f"in each doubling {[round(g, 1) for g in grown]}, in the long run {least:.1f}"
    )
    assert by_day[63] < 3 * by_day[7]  # a line would be at eight times as much
    if RUNS >= MANY:
        assert max(grown) < 2 * min(grown)  # as much in each doubling, or nearly


def test_a_floor_costs_its_part_of_the_visitors_and_no_more():
    found = regret(living("two arms"))[-1]
    floor = TWO.floor / 2 * 0.03 * TWO.visitors * DAYS
    assert floor < found < floor + 60


def covered(found: list[Life]) -> tuple[int, int]:
    gains = sum(
        low <= life.gained <= high
        for life in found
        for low, high in [life.account.interval]
    )
    truth = found[0].world.shares(0)[1] - found[0].world.shares(0)[0]
    differences = sum(
        low <= truth <= high
        for life in found
        for low, high in [life.account.comparisons[0].interval]
    )
    return gains, differences


@pytest.mark.parametrize(
    "name", ["two arms", "no difference", "weekends", "few visitors"]
)
def test_the_account_tells_the_truth_as_often_as_it_says(name):
    gains, differences = covered(living(name))
    told(f"{name}: gains {gains}/{RUNS}, differences {differences}/{RUNS}")
    least = stats.binom.ppf(0.001, RUNS, 0.92)  # of few units 95 % are 92
    assert min(gains, differences) >= least


def test_days_that_differ_lean_on_plain_shares_and_not_on_the_account():
    found = living("weekends")
    rightly = [life.account.comparisons[0].difference - 0.02 for life in found]
    plainly = [life.plain - 0.02 for life in found]
    error = stats.sem(rightly)
    told(
        f"by days {sum(rightly) / len(found):+.4f} ± {error:.4f}, plain {sum(plainly) / len(found):+.4f}"
    )
    assert abs(sum(rightly) / len(found)) < 0.002 + 4 * error


def test_who_looks_every_day_at_a_bandit_is_rarely_wrong():
    wrong = 0
    for life in living("weekends"):
        known = [Life(life.world, life.cohorts[:day]).account for day in range(2, 29)]
        bounds = [each.comparisons[0].any_time for each in known]
        wrong += not all(low <= 0.02 <= high for low, high in bounds)
    told(f"{wrong} of {RUNS} ever wrong")
    assert wrong <= stats.binom.ppf(0.999, RUNS, 0.05)
