"""Tables of two arms by done and not done: chi-square, Yates's, and Fisher's test."""

import math
from collections.abc import Callable

from sarto.measure.statistics.gamma import chi_square
from sarto.measure.statistics.proportions import Count, pooled_z

LARGEST = 10_000_000  # units, up to which Fisher's test is worked out
ALIKE = 1 + 1e-7  # two tables that are as likely, but for rounding


def pearson(baseline: Count, arm: Count) -> tuple[float, float]:
    """Give chi-square and its p: the square of the pooled z. Source: Pearson (1900)."""
    chi = pooled_z(baseline, arm) ** 2
    return chi, chi_square(chi, 1)


def yates(baseline: Count, arm: Count) -> tuple[float, float]:
    """Give the corrected chi-square and its p; 0 and 1 of an empty row or column.

    Source: Yates (1934), "Contingency tables involving small numbers".
    """
    both, every = baseline.done + arm.done, baseline.units + arm.units
    sides = [baseline.units / every, arm.units / every] if every else [0.0]
    expected = [both, every - both]
    least = math.prod(sides) * every * math.prod(expected)
    if not least:
        return 0.0, 1.0
    apart = abs(arm.done - arm.units * (both / every))
    chi = max(apart - 0.5, 0.0) ** 2 * every * every / least
    return chi, chi_square(chi, 1)


def fisher(baseline: Count, arm: Count) -> float | None:
    """Give the exact two-sided p: of all tables that are as unlikely or more.

    None above ten million units: chi-square then says the same. Source: Fisher (1935),
    "The logic of inductive inference".
    """
    units, every = round(arm.units), round(arm.units + baseline.units)
    both = round(arm.done + baseline.done)
    if every > LARGEST:
        return None
    first, end = max(0, both + units - every), min(both, units)
    mode = min(max((both + 1) * (units + 1) // (every + 2), first), end)

    def up(k: int) -> float:
        return (both - k) * (units - k) / ((k + 1) * (every - both - units + k + 1))

    chances = {mode: 1.0}
    walk(chances, range(mode, end), up, 1)
    walk(chances, range(mode - 1, first - 1, -1), lambda k: 1 / up(k), 0)
    seen = chances.get(round(arm.done), 0.0) * ALIKE
    kept = [each for each in chances.values() if each <= seen]
    return min(math.fsum(kept) / math.fsum(chances.values()), 1.0)


def walk(
    chances: dict[int, float],
    steps: range,
    ratio: Callable[[int], float],
    ahead: int,
) -> None:
    """Go from the likeliest table outwards, as far as chances are numbers at all."""
    chance = 1.0
    for k in steps:
        chance *= ratio(k)
        if not chance:
            break
        chances[k + ahead] = chance
