"""`python tests/benchmarks/rules.py`: a hundred rules, compiled and walked as dicts.

Each rule is `a and (b or c)` of 25 different conditions; the visitor's facts are known
already, and no rule matches, so that all are asked.
"""

import sys
import tomllib
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sarto import Config
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.program import Program
from sarto.site.compile import compile_site

RULES, ROUNDS, TIMES = 100, 21, 500
VISITOR = {
    "device": "mobile",
    "browser": "Firefox",
    "os": "Android",
    "language": "fa",
    "country": "IR",
    "region": "IR-23",
    "continent": "AS",
    "channel": "email",
}
WORDS = {
    "device": ["mobile", "tablet", "desktop"],
    "browser": ["Firefox", "Chrome", "Safari"],
    "os": ["Android", "iOS", "Windows"],
    "language": ["fa", "en", "pl"],
    "country": ["IR", "PL", "US", "JP"],
    "region": ["IR-23", "US-WA", "PL-14"],
    "continent": ["AS", "EU", "NA"],
    "channel": ["email", "direct", "search"],
}
Table = dict[str, Any]


def tables(rng: Random) -> list[Table]:
    """Write rules that this visitor does not match, of conditions of both kinds."""
    yes = [(fact, VISITOR[fact]) for fact in WORDS]
    no = [
        (f, word) for f, words in WORDS.items() for word in words if word != VISITOR[f]
    ]
    made: list[Table] = []
    for _ in range(RULES):
        (a, x), (b, y), (c, z) = rng.sample(no, 3)
        if rng.random() < 0.5:
            a, x = rng.choice(yes)
        made.append({"all": [{a: x}], "any": [{b: y}, {c: z}]})
    return made


def walked(table: Table, facts: Table) -> bool:
    """Evaluate as is usual: walk the tables, look the facts up."""
    for key, said in table.items():
        if key == "all":
            if not all(walked(each, facts) for each in said):
                return False
        elif key == "any":
            if not any(walked(each, facts) for each in said):
                return False
        elif key == "not":
            if walked(said, facts):
                return False
        else:
            value = facts.get(key)
            accepted = said if isinstance(said, list) else [said]
            if value is None or value not in accepted:
                return False
    return True


def toml(made: list[Table]) -> str:
    def written(value: Any) -> str:
        if isinstance(value, dict):
            return (
                "{ " + ", ".join(f"{k} = {written(v)}" for k, v in value.items()) + " }"
            )
        if isinstance(value, list):
            return "[" + ", ".join(map(written, value)) + "]"
        return f'"{value}"'

    shows = ",\n".join(
        f'{{ fragment = "keep", when = {written(each)} }}' for each in made
    )
    return f'version = 1\nlanguages = ["en", "fa", "pl"]\n[slots.hero]\nshow = [\n{shows}\n]\n'


def timed(call: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(TIMES):
        call()
    return (perf_counter() - start) / TIMES * 1e6


def main() -> None:
    text = toml(tables(Random(1)))  # noqa: S311 - chance that can be repeated
    shows = tomllib.loads(text)["slots"]["hero"]["show"]
    (place,) = compile_site(
        Config.loads(text, folder=__import__("pathlib").Path())
    ).slots
    visit = Visit({"type": "http"}, Sources(), pins=VISITOR)
    assert not any(walked(each["when"], VISITOR) for each in shows)
    assert decide(visit, place).rule is None
    choose = place.program.choose
    cases: dict[str, Callable[[], object]] = {
        "a dict look-up": lambda: VISITOR["device"],
        "dicts, walked": lambda: next(
            (e for e in shows if walked(e["when"], VISITOR)), None
        ),
        "compiled, from a visit": lambda: choose(visit),
        "decide(), with its Decision": lambda: decide(visit, place),
        "compiled, from a dict": lambda: choose(Facts),
    }
    figures: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, call in cases.items():
            figures[name].append(timed(call))
    slow = median(figures["dicts, walked"])
    print(f"{RULES} rules of 3 conditions, none matches: median of {ROUNDS} × {TIMES}")
    for name, found in figures.items():
        print(
            f"  {name:<30}{median(found):8.2f} µs{slow / median(found):8.1f} × faster"
        )
    start = perf_counter()
    assert Program(place.program.nodes).choose is not None
    print(f"  compiled once, at start-up, in {(perf_counter() - start) * 1e3:.1f} ms")


class _Facts(dict[str, Any]):
    now = None


Facts = _Facts(VISITOR)

if __name__ == "__main__":
    sys.exit(main())
