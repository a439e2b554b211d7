"""How often simulations are run, what may be seen of a promise, and the figures told."""

import math
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
RUNS = int(os.environ.get("SARTO_RUNS", "400"))
ALL = 10_000  # runs, of which the promises are made; of fewer chance takes its share
SEQUENCES = max(RUNS // 5, 1)  # what is looked at a hundred times is run less often


def dice() -> Any:
    return np.random.default_rng(SEED)


def share_of(found: Sequence[bool]) -> float:
    return sum(found) / len(found)


def doubt(share: float, runs: int) -> float:
    """Say how far a share of so many runs may be off by chance."""
    return 4 * math.sqrt(share * (1 - share) / runs)


def at_most(promised: float) -> float:
    """Give what may be seen of a promise about sequences: of all just that."""
    few = 0.0 if SEQUENCES >= ALL // 5 else doubt(promised, SEQUENCES)
    return promised + few


def told(text: str, runs: int) -> None:
    print(f"\n{text} ({runs} runs, SARTO_SEED={SEED})")  # noqa: T201 - the figures are what it is for
