"""What one unseen User-Agent costs: `python tests/benchmarks/agents.py`.

Prints microseconds per User-Agent that nobody has seen before, for ours, for the
package `user-agents` as it comes and for `ua-parser` alone, in turn in one process,
and how many times sooner ours answers. Each round gives every text a new number, so
that no cache can know it.
"""

import gc
import json
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from ua_parser import BestAvailableResolver, Domain, load_lazy_builtins
from user_agents import parse

from sarto_adapters.device.user_agents import UserAgents

DATA = Path(__file__).parents[1] / "data/user-agents"
ROUNDS = 7


def texts() -> list[str]:
    lines = (DATA / "samples.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["ua"] for line in lines]


def timed(read: Callable[[str], object], unseen: list[str]) -> float:
    """Time so many User-Agents; give microseconds for each."""
    start = perf_counter()
    for text in unseen:
        read(text)
    return (perf_counter() - start) / len(unseen) * 1e6


def main() -> int:
    families = BestAvailableResolver(load_lazy_builtins())
    cases: dict[str, Callable[[str], object]] = {
        "sarto": UserAgents().device,
        "user-agents": parse,
        "ua-parser alone": lambda text: families(text, Domain.ALL),
    }
    given = texts()
    figures: dict[str, list[float]] = {name: [] for name in cases}
    turn = deque(cases.items())
    gc.disable()
    for number in range(ROUNDS):
        unseen = [f"{text[:500]} {number}" for text in given]
        for name, read in turn:
            figures[name].append(timed(read, unseen))
        gc.collect()
        turn.rotate()
    took = {name: median(found) for name, found in figures.items()}
    for name, figure in took.items():
        print(f"{name:16} {figure:8.1f} µs")
    print(f"sooner than user-agents by {took['user-agents'] / took['sarto']:.1f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
