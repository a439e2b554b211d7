"""Worlds for bandits: shares by day, visitors by day, outcomes that come late.

The product's own weights split the visitors. What is regretted is what the best arm of
the day would have brought more, in expectation, so that luck in outcomes counts for none.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from sarto.measure.account import Account, account
from sarto.measure.bandit import FLOOR, weights
from sarto.vocabulary.measured import Sums

ARMS: Final = ("one", "two", "three", "four", "five")
WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    shares: Callable[[int], Sequence[float]]  # of a day, arm by arm
    visitors: int = 500  # a day
    delay: int = 0  # days until the outcomes of a day are known
    floor: float = FLOOR
    is_even: bool = False  # the split that a bandit is held against

    @property
    def arms(self) -> tuple[str, ...]:
        return ARMS[: len(self.shares(0))]


@dataclass(slots=True)
class Life:
    """What happened: a cohort for each day, and the regret by its end."""

    world: World
    cohorts: list[Mapping[str, Sums]] = field(default_factory=list)
    regret: list[float] = field(default_factory=list)

    @property
    def settled(self) -> Account | None:
        return account(self.cohorts, self.world.arms)

    @property
    def account(self) -> Account:
        found = self.settled
        assert found
        return found

    @property
    def gained(self) -> float:
        """What the split was to bring more than an even one, as only a world knows."""
        return sum(
            (sums.units - self.world.visitors / len(cohort)) * share
            for day, cohort in enumerate(self.cohorts)
            for share, sums in zip(self.world.shares(day), cohort.values(), strict=True)
        )

    @property
    def plain(self) -> float:
        """The difference of the first two arms, counted as if nothing had moved."""
        one, two = (
            sum(c[arm].converted for c in self.cohorts)
            / sum(c[arm].units for c in self.cohorts)
            for arm in ARMS[:2]
        )
        return two - one


def lived(world: World, days: int, random: np.random.Generator) -> Life:
    life, regret = Life(world), 0.0
    for day in range(days):
        truth = np.array(world.shares(day))
        known = [] if world.is_even else life.cohorts[: max(0, day - world.delay)]
        split = np.array([*weights(known, world.arms, floor=world.floor).values()])
        units = random.multinomial(world.visitors, split / split.sum())
        done = random.binomial(units, truth)
        life.cohorts.append(
            {
                arm: Sums(units=int(n), converted=int(x), x=int(x), xx=int(x))
                for arm, n, x in zip(world.arms, units, done, strict=True)
            }
        )
        regret += float((truth.max() - truth) @ units)
        life.regret.append(regret)
    return life


def lives(world: World, days: int, runs: int, seed: int) -> list[Life]:
    random = np.random.default_rng(seed)
    return [lived(world, days, random) for _ in range(runs)]


def regret(found: Sequence[Life]) -> list[float]:
    """Give the mean regret by the end of each day."""
    return [float(each) for each in np.mean([life.regret for life in found], axis=0)]


def steady(*shares: float) -> Callable[[int], Sequence[float]]:
    return lambda _day: shares


def weekly(day: int) -> Sequence[float]:
    """Everybody books more at the end of the week."""
    return (0.06, 0.08) if day % WEEK < 5 else (0.15, 0.17)


def falling(day: int) -> Sequence[float]:
    """A good season ends: what is left of each share is a sixth."""
    return (0.30, 0.33) if day < 10 else (0.05, 0.055)


def turning(day: int) -> Sequence[float]:
    """What was better is worse after a month."""
    return (0.10, 0.13) if day < 32 else (0.13, 0.10)


TWO = World(shares=steady(0.10, 0.13))
WORLDS: Final = {
    "two arms": TWO,
    "no difference": World(shares=steady(0.10, 0.10)),
    "five arms": World(shares=steady(0.05, 0.05, 0.05, 0.05, 0.07)),
    "late by a week": replace(TWO, delay=7),
    "few visitors": replace(TWO, visitors=40),
    "weekends": World(shares=weekly),
    "a season's end": World(shares=falling),
    "turned round": World(shares=turning),
}


def bound(worse: float, best: float) -> float:
    """Give what regret grows by with ln t, at the least (Lai and Robbins 1985)."""
    apart = worse * math.log(worse / best)
    apart += (1 - worse) * math.log((1 - worse) / (1 - best))
    return (best - worse) / apart
