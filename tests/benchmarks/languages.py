"""`python tests/benchmarks/languages.py`: what a language costs, and which cache pays.

All cases run in turn in one process; ratios are to Sarto's answer without a cache.
werkzeug is measured where it is installed. Memory is what stays after a hundred
thousand headers and hosts that nobody sent before.
"""

import tracemalloc
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from timeit import repeat

from langcodes import closest_match

from sarto.context.accepted import ranges
from sarto.context.distance import likely, tongue
from sarto.context.language import direction, matcher, negotiated
from sarto.context.nearest import Spoken, spoken
from sarto.context.referrers import kind_of_host

OFFERED = ("en", "fa", "ar", "pl", "de", "fr", "es", "pt-BR", "zh-Hans", "zh-Hant")
SENT = (
    "en-US,en;q=0.9",
    "fa-IR,fa;q=0.9,en-US;q=0.8,en;q=0.7",
    "zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7",
    "de-CH,de;q=0.8,en;q=0.5",
    "uk,ru;q=0.9,pl;q=0.8",
)
ROUNDS, TIMES, STRANGERS = 7, 200, 100_000


def by_langcodes(header: str) -> str | None:
    """Ask langcodes tag by tag, at the distance that Sarto asks for."""
    for each in ranges(header):
        found, far = closest_match(each.tag, OFFERED, max_distance=10)
        if far < 1000:
            return found
    return None


def by_werkzeug(header: str) -> str | None:
    accept = import_module("werkzeug.datastructures").LanguageAccept
    parse = import_module("werkzeug.http").parse_accept_header
    found: str | None = parse(header, accept).best_match(OFFERED)
    return found


def cost(ask: Callable[[str], object]) -> float:
    """Time one header, in microseconds: the best round's mean over all of them."""
    best = min(repeat(lambda: [ask(h) for h in SENT], number=TIMES, repeat=ROUNDS))
    return best / TIMES / len(SENT) * 1e6


def cases() -> dict[str, Callable[[str], object]]:
    uncached = direction.__wrapped__
    found: dict[str, Callable[[str], object]] = {
        "Sarto, every header new": lambda header: negotiated(header, OFFERED),
        "Sarto, header seen before": matcher(OFFERED),
        "parsing alone": ranges,
        "one tag written out": lambda _header: tongue("zh-TW"),
        "the site's languages, kept": lambda _header: spoken(OFFERED),
        "the site's languages, anew": lambda _header: [*map(Spoken.of, OFFERED)],
        "a tag's likely rest, kept": lambda _header: likely("zh-TW"),
        "a tag's likely rest, anew": lambda _header: likely.__wrapped__("zh-TW"),
        "direction, kept": lambda _header: direction("fa"),
        "direction, anew": lambda _header: uncached("fa"),
        "langcodes, tag by tag": by_langcodes,
    }
    return found | ({"werkzeug": by_werkzeug} if find_spec("werkzeug") else {})


def kept() -> int:
    """Count the bytes that stay after many strangers."""
    choose = matcher(OFFERED)
    choose("en")
    kind_of_host("example.com")
    tracemalloc.start()
    for index in range(STRANGERS):
        choose(f"{'x' * 60}-{index:06}, qq-{index:06}, en;q=0.{index}")
        kind_of_host(f"{index}.example.com")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size


def main() -> None:
    figures = {name: cost(ask) for name, ask in cases().items()}
    floor = figures["Sarto, every header new"]
    print(f"{len(OFFERED)} languages, {len(SENT)} headers: best of {ROUNDS} × {TIMES}")
    for name, figure in figures.items():
        print(f"  {name:<28}{figure:8.2f} µs{figure / floor:8.2f} ×")
    print(f"  kept after {STRANGERS} strangers: {kept() / 1000:.0f} kB")


if __name__ == "__main__":
    main()
