"""Experiments judged every day: how often the verdict is wrong, and how soon it comes.

`SARTO_RUNS=2000` experiments of each kind for the full figures.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from sarto.measure.evidence import Evidence, guarded, tried
from sarto.measure.power import Look, Traffic, days
from sarto.measure.verdict import Verdict, verdict
from sarto.vocabulary.measured import Sums

pytestmark = pytest.mark.slow
RUNS = int(os.environ.get("SARTO_RUNS", "40"))
SEED = int(os.environ.get("SARTO_SEED", "20261122"))
DAYS = 60
ARMS = ("control", "photo", "video")


def told(text: str) -> None:
    print(f"seed {SEED}, {RUNS} runs: {text}")  # noqa: T201 - the figures


@dataclass(frozen=True)
class World:
    booked: tuple[float, ...]
    left: tuple[float, ...]
    visitors: int = 400  # a day


def looks(world: World, random: np.random.Generator) -> Iterator[Verdict]:
    """Judge each day, until there is something to keep, or it is over."""
    arms = ARMS[: len(world.booked)]
    units, booked, left = (np.zeros(len(arms), int) for _ in range(3))
    for _ in range(DAYS):
        came = random.multinomial(world.visitors, [1 / len(arms)] * len(arms))
        units = units + came
        booked = booked + random.binomial(came, world.booked)
        left = left + random.binomial(came, world.left)
        goal, guard = (
            {
                arm: Sums(units=int(n), converted=int(x))
                for arm, n, x in zip(arms, units, done, strict=True)
            }
            for done in (booked, left)
        )
        found = verdict(
            Evidence(
                goal="booked",
                baseline="control",
                units=int(units[0]),
                converted=int(booked[0]),
                tried=tried(goal),
                guarded=guarded("left", guard, margin=0.01),
            )
        )
        yield found
        if found.kind == "keep":
            return


def ended(world: World) -> tuple[Counter[str], list[int]]:
    """Count what was ever kept, or what the last day said, and on which day."""
    random, found, days = np.random.default_rng(SEED), Counter[str](), []
    for _ in range(RUNS):
        *_, (day, last) = enumerate(looks(world, random), 1)
        found[f"keep {last.arm}" if last.kind == "keep" else last.kind] += 1
        days.append(day)
    told(f"{world}: {dict(found)} of {RUNS}, day {np.median(days):.0f}")
    return found, days


def most(chance: float) -> float:
    """What luck gives at the most, if something is wrong so often."""
    return stats.binom.ppf(0.999, RUNS, chance)


@pytest.mark.parametrize(
    "world",
    [
        World((0.1, 0.1), (0.05, 0.05)),
        World((0.01, 0.01), (0.05, 0.05)),
        World((0.1, 0.1, 0.1), (0.05, 0.05, 0.05)),
        World((0.1, 0.095), (0.05, 0.05)),
    ],
)
def test_what_is_no_better_is_kept_in_at_most_five_of_a_hundred(world):
    found, _ = ended(world)
    kept = sum(count for kind, count in found.items() if kind.startswith("keep"))
    assert kept <= most(0.05)


def test_what_makes_something_worse_is_kept_as_rarely():
    found, _ = ended(World((0.1, 0.14), (0.05, 0.062)))
    assert found["keep photo"] <= most(0.05)


def test_what_is_better_is_found_and_nothing_else_is_kept():
    found, days = ended(World((0.1, 0.14, 0.1), (0.05, 0.05, 0.05), visitors=1500))
    assert found["keep photo"] >= 0.8 * RUNS
    assert found["keep video"] + found["baseline"] <= most(0.05)
    assert np.median(days) < DAYS


def test_what_is_worse_is_dropped():
    found, _ = ended(World((0.1, 0.07), (0.05, 0.05)))
    assert found["baseline"] >= 0.9 * RUNS


def test_a_difference_shows_in_the_days_that_were_told():
    traffic = Traffic(units_a_day=600, share=0.1)
    limit = days(traffic, 0.03, Look())
    assert limit
    random, found = np.random.default_rng(SEED), []
    for _ in range(RUNS):
        came = random.multinomial(600, [0.5, 0.5], size=limit)
        done = random.binomial(came, [0.1, 0.13]).cumsum(0)
        came = came.cumsum(0)
        looked = (
            tried(
                {
                    a: Sums(units=int(n), converted=int(x))
                    for a, n, x in zip(ARMS, *pair, strict=False)
                }
            )
            for pair in zip(came, done, strict=True)
        )
        found.append(
            next(
                (day for day, (arm,) in enumerate(looked, 1) if arm.interval[0] > 0),
                None,
            )
        )
    shown = [day for day in found if day]
    told(
        f"within {limit} days {len(shown) / RUNS:.1%}, half of them by day {np.median(shown):.0f}"
    )
    assert len(shown) >= stats.binom.ppf(0.001, RUNS, 0.8)
