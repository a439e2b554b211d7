"""An explanation says what was really served, and each near miss is one.

Random sites are asked by random visitors, by their real headers (with consent and
without) and pinned. What the JSON says is held against the bytes that Sarto served;
every near miss is granted and served, and facts that another mind chose are granted one
at a time, so that nobody is told of two facts where one is enough.
"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from support.explained_trial import Trial

SEED = int(os.environ.get("SARTO_SEED") or Random().randrange(1 << 32))  # noqa: S311 - no secret
VISITORS = 8
EVERY_DAY = 12
SITES = int(os.environ.get("SARTO_SITES", "48"))  # 640: 10,240 requests


def tried(folder: Path, sites: int, seed: int = SEED) -> Counter[str]:
    """Try so many sites; say what was met."""
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    found: Counter[str] = Counter()
    for number in range(seed, seed + sites):
        trial = Trial(number, folder)
        trial.run(VISITORS)
        found += trial.counts
    print(dict(found))  # noqa: T201 - the figures are what it is for
    assert all(found[each] for each in ("ruled", "near", "of 1", "of 2", "singles"))
    return found


def test_what_is_explained_is_what_was_served(tmp_path: Path) -> None:
    assert tried(tmp_path, EVERY_DAY)["requests"] == EVERY_DAY * VISITORS * 2


@pytest.mark.slow
def test_what_is_explained_is_what_was_served_many_times(tmp_path: Path) -> None:
    found = tried(tmp_path, SITES, SEED + EVERY_DAY)
    assert found["requests"] == SITES * VISITORS * 2
