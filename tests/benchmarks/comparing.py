"""What the statistics of a report cost, beside scipy and statsmodels.

`python tests/benchmarks/comparing.py` prints the microseconds of one call, the best of
a few rounds, of ours and of theirs, for two arms of some thousands of visitors.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from scipy import stats
from statsmodels.stats import proportion

from sarto.measure.statistics import (
    covariate,
    means,
    proportions,
    ratios,
    sequential,
    tables,
)
from sarto.measure.statistics.balance import sample_ratio, sample_ratio_any_time
from sarto.measure.statistics.proportions import Count
from support import simulated

ROUNDS, TIMES = 5, 100
Call = Callable[[], object]


def cases() -> dict[str, tuple[Call, Call | None]]:
    dice = np.random.default_rng(1)
    one, other = (simulated.returning(dice, 5000) for _ in range(2))
    pair, values = (
        (Count.of(one), Count.of(other)),
        (means.values(one), means.values(other)),
    )
    done, units = [round(c.done) for c in pair], [round(c.units) for c in pair]
    rows = [[d, n - d] for d, n in zip(done, units, strict=True)]
    seen, even = dict(zip("ab", units, strict=True)), {"a": 1, "b": 1}
    moments = [(m.value, m.variance**0.5, m.units) for m in values if m]

    def theirs() -> object:
        found = proportion.confint_proportions_2indep(
            done[1], units[1], done[0], units[0], method="newcomb"
        )
        return found, proportion.proportions_ztest(done, units)

    return {
        "shares": (lambda: proportions.compare(*pair), theirs),
        "shares, sequential": (lambda: sequential.of_shares(*pair), None),
        "shares, Fisher": (
            lambda: tables.fisher(*pair),
            lambda: stats.fisher_exact(rows),
        ),
        "means": (
            lambda: means.compare(means.values(one), means.values(other)),
            lambda: stats.ttest_ind_from_stats(
                *moments[0], *moments[1], equal_var=False
            ),
        ),
        "means, sequential": (lambda: sequential.of_means(*values), None),
        "ratios": (
            lambda: means.compare(*map(ratios.value_per_time, (one, other))),
            None,
        ),
        "means, corrected": (lambda: covariate.adjusted([one, other]), None),
        "sample ratio": (
            lambda: sample_ratio(seen, even),
            lambda: stats.chisquare(units),
        ),
        "sample ratio, sequential": (lambda: sample_ratio_any_time(seen, even), None),
    }


def timed(call: Call) -> float:
    began = perf_counter()
    for _ in range(TIMES):
        call()
    return (perf_counter() - began) / TIMES * 1e6


def main() -> None:
    print(f"{'':26}{'ours':>9}{'theirs':>12}")
    for name, (ours, theirs) in cases().items():
        mine = min(timed(ours) for _ in range(ROUNDS))
        others = theirs and min(timed(theirs) for _ in range(ROUNDS))
        beside = f"{others:9.0f} µs" if others else "        -"
        print(f"{name:26}{mine:6.0f} µs{beside}")


if __name__ == "__main__":
    main()
