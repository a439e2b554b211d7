"""What a bandit saves and costs: `python tests/benchmarks/bandit.py [LIVES] [DAYS]`.

For each world: the regret of the bandit beside an even split's, in conversions; what its
account says it gained, and how often the account's interval holds what it gained; what
a comparison is worth; how far the difference of the first two arms is off, taken by days
and taken plainly; how often the sequential interval was ever wrong, looked at every day.
"""

import math
import sys
from itertools import pairwise

import numpy as np

sys.path.insert(0, "tests")
from support.bandits import WORLDS, Life, World, bound, lives, regret, steady

SEED = 20261122
HEAD = "regret   even  share   gained   said  held  worth  by days    plain  ever wrong"


def ever_wrong(life: Life, truth: float) -> bool:
    """Whether the interval for who looks every day ever left the truth out."""
    for day in range(2, len(life.cohorts) + 1):
        if each := Life(life.world, life.cohorts[:day]).settled:
            low, high = each.comparisons[0].any_time
            if not low <= truth <= high:
                return True
    return False


def line(name: str, found: list[Life]) -> str:
    world, days = found[0].world, len(found[0].cohorts)
    shares = np.array([world.shares(day) for day in range(days)])
    even = world.visitors * float((shares.max(1) - shares.mean(1)).sum())
    truth = float((shares[:, 1] - shares[:, 0]).mean())
    accounts = [life.account for life in found]
    held = [
        a.interval[0] <= life.gained <= a.interval[1]
        for a, life in zip(accounts, found, strict=True)
    ]
    wrong = np.mean([ever_wrong(life, truth) for life in found])
    is_steady = (shares[:, 1] - shares[:, 0]).std() < 1e-9
    cells = [
        f"{regret(found)[-1]:6.0f} {even:6.0f} {regret(found)[-1] / (even or math.inf):6.0%}",
        f"{np.mean([life.gained for life in found]):8.0f} {np.mean([a.gained for a in accounts]):6.0f}",
        f"{np.mean(held):5.0%} {np.mean([a.worth for a in accounts]):6.2f}",
        f"{100 * np.mean([a.comparisons[0].difference - truth for a in accounts]):+8.2f}",
        f"{100 * np.mean([life.plain - truth for life in found]):+8.2f}",
        f"{wrong:10.1%}" if is_steady else "         -",
    ]
    return f"  {name:<16}{' '.join(cells)}"


def growth(runs: int) -> str:
    """Say how regret grows without a floor: by as much in each doubling of the days."""
    shares = (0.10, 0.16)
    by_day = regret(lives(World(shares=steady(*shares), floor=0), 128, runs, SEED))
    ends = [by_day[2**n - 1] for n in range(3, 8)]
    grown = ", ".join(f"{after - before:.1f}" for before, after in pairwise(ends))
    least = bound(*shares) * math.log(2)
    return f"no floor, {shares}: each doubling from day 8 on adds {grown}; Lai and Robbins' in the long run {least:.1f}"


def main() -> int:
    runs, days = (
        int(each) for each in [*sys.argv[1:], *["60", "64"][len(sys.argv) - 1 :]]
    )
    print(
        f"{runs} lives of {days} days, seed {SEED}; differences in points\n  {'':<16}{HEAD}"
    )
    for name, world in WORLDS.items():
        print(line(name, lives(world, days, runs, SEED)))
    print(growth(runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
