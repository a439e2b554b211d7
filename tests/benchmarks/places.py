"""`python tests/benchmarks/places.py [DATABASE]`: a look-up of ours, and geoip2's own.

Both read the same addresses of the same database, in turn, in one process; the figure
is the median of many rounds. Without a database of yours it is MaxMind's test one.
"""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from geoip2.database import Reader
from geoip2.errors import AddressNotFoundError
from maxminddb import MODE_MEMORY

from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto_adapters.location.maxmind import MaxMind

DATA = Path(__file__).parents[1] / "data/geoip"
CITY = DATA / "GeoIP2-City-Test.mmdb"
ROUNDS, TIMES = 31, 1000
FACTS = ("country", "region", "eu", "zone")


def addresses(database: Path) -> list[str]:
    """List those that the test database knows; of another, any of IPv4."""
    if database == CITY:
        lines = (DATA / "cases.jsonl").read_text("utf-8").splitlines()
        cases = (json.loads(line) for line in lines)
        known = [case["ip"] for case in cases if case["db"] == CITY.name]
        return (known * (TIMES // len(known) + 1))[:TIMES]
    random = Random(1)  # noqa: S311 - chance that can be repeated
    return [
        ".".join(str(random.randrange(1, 224)) for _ in "1234") for _ in "x" * TIMES
    ]


def ways(database: Path) -> dict[str, Callable[[str], object]]:
    """Name each way to look an address up."""
    ours = MaxMind(database)
    quick, pure = Reader(str(database)), Reader(str(database), mode=MODE_MEMORY)
    sources = Sources(locations=ours)

    def geoip2(reader: Reader) -> Callable[[str], object]:
        def city(address: str) -> object:
            try:
                return reader.city(address)
            except AddressNotFoundError:
                return None

        return city

    def facts(address: str) -> object:
        visit = Visit({"client": (address, 1), "headers": ()}, sources)
        return [visit[fact] for fact in FACTS]

    return {
        "geoip2.Reader.city": geoip2(quick),
        "geoip2.Reader.city, in memory": geoip2(pure),
        "ours": ours.location,
        f"ours, as {len(FACTS)} facts of a visit": facts,
    }


def timed(look_up: Callable[[str], object], asked: list[str]) -> float:
    """Time so many look-ups; give microseconds for each."""
    start = perf_counter()
    for address in asked:
        look_up(address)
    return (perf_counter() - start) / len(asked) * 1e6


def compared(database: Path) -> dict[str, float]:
    asked, looked = addresses(database), ways(database)
    figures: dict[str, list[float]] = {name: [] for name in looked}
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS + 1):
        for name, look_up in looked.items():
            figures[name].append(timed(look_up, asked))
    gc.enable()
    return {name: median(found[1:]) for name, found in figures.items()}


if __name__ == "__main__":
    database = Path(sys.argv[1]) if sys.argv[1:] else CITY
    figures = compared(database)
    theirs = figures["geoip2.Reader.city"]
    print(f"{database.name}: median of {ROUNDS} × {TIMES} look-ups")
    for name, figure in figures.items():
        print(f"  {name:<34}{figure:8.2f} µs{theirs / figure:8.2f} × as quick")
