"""Every target for some seconds, and every input that was kept of longer runs.

The kept ones are few: what broke a promise once, by a name that says which, and what
reaches most of the code. `python tests/fuzz/run.py TARGET` goes on from there.
"""

import os
import random
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
TARGETS = sorted(file.stem for file in (HERE / "targets").glob("*.py"))
KEPT = sorted(file for file in (HERE / "corpus").glob("*/*") if file.is_file())
SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
EXAMPLES = int(os.environ.get("SARTO_FUZZ") or 300)
SECONDS = 10  # of one target, at most
LONGEST = 120  # bytes of an input
MOST_KEPT, LARGEST = 200, 200_000  # files, bytes of all


def exactly(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


def target(name: str) -> Callable[[bytes], None]:
    found: Callable[[bytes], None] = import_module(f"fuzz.targets.{name}").fuzz
    return found


@pytest.mark.fuzz
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_every_promise_holds(name: str) -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    until, fuzz, broken = monotonic() + SECONDS, target(name), list[bytes]()

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, LONGEST).flatmap(exactly))
    def holds(data: bytes) -> None:
        if broken or monotonic() < until:
            broken.append(data)
            fuzz(data)
            broken.pop()

    holds()


@pytest.mark.fuzz
@pytest.mark.parametrize(
    "file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_what_was_kept_keeps_every_promise(file: Path) -> None:
    target(file.parent.name)(file.read_bytes())


def test_what_is_kept_is_small() -> None:
    assert len(KEPT) <= MOST_KEPT
    assert sum(file.stat().st_size for file in KEPT) <= LARGEST
    assert {file.parent.name for file in KEPT} <= set(TARGETS)
