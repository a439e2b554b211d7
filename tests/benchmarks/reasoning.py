"""`python tests/benchmarks/reasoning.py`: a hundred rules in twenty slots, reviewed.

Told beside what it takes to compile the same config: the ratio is what stays the same
from one machine to another.
"""

import sys
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sarto import Config
from sarto.site.compile import compile_site
from sarto.workbench.reasoning import reasoned

SLOTS, RULES, AUDIENCES, ROUNDS = 20, 5, 25, 5
CONDITIONS = (
    'device = "mobile"',
    'device = ["tablet", "desktop"]',
    'language = "fa"',
    'country = ["IR", "PL"]',
    'continent = "EU"',
    'time = "18:00-23:00"',
    'days = "sat-sun"',
    'date = "2027-03-20..2027-04-02"',
    "returning = true",
    'visits = ">=3"',
    'level = "expert"',
    'channel = "email"',
    'campaign.source = "news*"',
    'signals.booked = ">=1"',
    'stage = "guest"',
    "bot = true",
    'preference.view = "simple"',
)
HEAD = """
languages = ["en", "fa"]
[consent]
source = "form"
[preferences.view]
values = ["simple", "full"]
[signals.booked]
on = "POST /book"
points = 5
[journey]
stages = [ { name = "newcomer" }, { name = "guest", when = { signals.booked = ">=1" } } ]
"""


def text(rng: Random, slots: int) -> str:
    """Write a config of ordinary audiences, and rules that name them."""
    lines = [HEAD]
    for number in range(AUDIENCES):
        lines += [f"[audiences.a{number}]", *rng.sample(CONDITIONS, 2)]
    for slot in range(slots):
        lines.append(f'[slots.s{slot}]\npages = ["/", "/menu/*"]\nshow = [')
        for _ in range(RULES):
            when = rng.choice(CONDITIONS)
            to = rng.randrange(AUDIENCES)
            lines.append(
                f'  {{ to = "a{to}", when = {{ {when} }}, fragment = "keep" }},'
            )
        lines.append("]")
    return "\n".join(lines)


def main() -> None:
    """Print seconds and the ratio; the seed is the first argument."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261122
    config = Config.loads(text(Random(seed), SLOTS), folder=Path())  # noqa: S311 - chance that can be repeated
    made, seen, found = list[float](), list[float](), Counter[str]()
    for _ in range(ROUNDS):
        start = perf_counter()
        site = compile_site(config)
        between = perf_counter()
        found = Counter(each.code for each in reasoned(site))
        made.append(between - start)
        seen.append(perf_counter() - between)
    ratio = median(seen) / median(made)
    print(f"seed {seed}: {SLOTS * RULES} rules in {SLOTS} slots: {dict(found)}")
    print(f"first {seen[0]:.2f} s, then {median(seen):.2f} s")
    print(f"{ratio:.1f} times what it takes to compile them ({median(made):.3f} s)")


if __name__ == "__main__":
    main()
