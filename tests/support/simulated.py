"""Experiments that never were: what visitors do is drawn, and summed up as stores do."""

from collections.abc import Callable
from itertools import accumulate
from typing import Any

import numpy as np

from sarto.measure.totals import added
from sarto.vocabulary.measured import Sums

LOOKS = 100  # at each simulated experiment, evenly until all have come


def summed(after: Any, *, times: Any = None, before: Any = None) -> Sums:
    """Sum values, one for each visitor; how often, and what was before, if it matters."""
    x = (after != 0).astype(float) if times is None else times
    c = np.zeros(len(after)) if before is None else before
    return Sums(
        units=len(after),
        converted=int((x > 0).sum()),
        x=x.sum(),
        xx=x @ x,
        v=after.sum(),
        vv=after @ after,
        xv=x @ after,
        c=c.sum(),
        cc=c @ c,
        vc=after @ c,
    )


def spending(dice: Any, size: Any, *, rate: float = 0.2, more: float = 0.0) -> Any:
    """Draw what visitors spend: most nothing, some a lot (a lognormal, skewed)."""
    spent = dice.lognormal(3, 0.8, size)
    return np.where(dice.random(size) < rate, spent * (1 + more), 0.0)


def shares(dice: Any, units: int) -> Sums:
    return summed((dice.random(units) < 0.1).astype(float))


def values(dice: Any, units: int) -> Sums:
    return summed(spending(dice, units))


def orders(dice: Any, units: int) -> Sums:
    """Draw visitors who order several times, each with a taste of their own."""
    times = dice.poisson(0.8, units).astype(float)
    taste = dice.lognormal(3, 0.5, units)
    return summed(times * taste * dice.gamma(4, 0.25, units), times=times)


def returning(dice: Any, units: int, *, more: float = 0.0) -> Sums:
    """Draw visitors who spend about what they spent before."""
    habit = spending(dice, units, rate=0.5)
    before, after = (habit * dice.gamma(4, 0.25, units) for _ in range(2))
    return summed(after * (1 + more), before=before)


def converted(dice: Any, runs: int, units: int, rate: float) -> Any:
    """Draw how many of an arm did it by each look: runs x looks."""
    each = dice.binomial(units // LOOKS, rate, (runs, LOOKS))
    return each.cumsum(axis=1)


def spent(dice: Any, runs: int, units: int, more: float = 0.0) -> tuple[Any, Any]:
    """Draw the sums, and sums of squares, that an arm's visitors spent by each look."""
    each = spending(dice, (runs, LOOKS, units // LOOKS), more=more)
    return each.sum(axis=2).cumsum(axis=1), (each**2).sum(axis=2).cumsum(axis=1)


def grown(draw: Callable[[Any, int], Sums], dice: Any, units: int) -> list[Sums]:
    """Draw an arm, whatever its visitors do, and sum it up at each look."""
    parts = [draw(dice, units // LOOKS) for _ in range(LOOKS)]
    return list(accumulate(parts, added))
