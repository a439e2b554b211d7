"""`python tests/benchmarks/cold.py`: a decision about somebody never seen before.

Every User-Agent is a new one; 2 kB of cookies, an address to be looked up, a hundred
rules, nothing rendered. Beside it what is usually put together: user-agents, werkzeug,
geoip2, SimpleCookie, a signed cookie, rules as dicts that are walked.
"""

from collections.abc import Callable
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import user_agents
from driver import PHONE, request
from geoip2.database import Reader
from itsdangerous import URLSafeTimedSerializer
from rules import RULES, tables, toml, walked
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from sarto import Config
from sarto.site.compile import compile_site

DATABASE = Path(__file__).parents[1] / "data" / "geoip" / "GeoIP2-City-Test.mmdb"
ADDRESS = "2.125.160.216"  # of the test database: Boxford, GB
ROUNDS, TIMES = 15, 100
LANGUAGES = ["en", "fa", "pl"]
SERIALIZER = URLSafeTimedSerializer("benchmark")
PROFILE = SERIALIZER.dumps({"visits": 7, "signals": {"booked": 2}, "level": "regular"})
COOKIES = "; ".join([*(f"c{n}=" + "x" * 34 for n in range(49)), f"profile={PROFILE}"])
AGENTS = count()


def scope() -> dict[str, Any]:
    made = request(PHONE + b" Build/%d" % next(AGENTS))
    kept = [
        pair for pair in made["headers"] if pair[0] not in (b"cookie", b"cf-ipcountry")
    ]
    made["headers"] = [*kept, (b"cookie", COOKIES.encode())]
    made["client"] = (ADDRESS, 50000)
    return made


def usual(shows: list[dict[str, Any]]) -> Callable[[dict[str, Any]], object]:
    reader = Reader(DATABASE)

    def decide(asked: dict[str, Any]) -> object:
        headers = {name.decode(): value.decode() for name, value in asked["headers"]}
        agent = user_agents.parse(headers["user-agent"])
        accepted = parse_accept_header(headers["accept-language"], LanguageAccept)
        city = reader.city(asked["client"][0])
        cookies = SimpleCookie(headers["cookie"])
        profile = SERIALIZER.loads(cookies["profile"].value)
        facts = {
            "device": "mobile" if agent.is_mobile else "desktop",
            "browser": agent.browser.family,
            "os": agent.os.family,
            "language": accepted.best_match(LANGUAGES),
            "country": city.country.iso_code,
            "region": city.subdivisions.most_specific.iso_code,
            "continent": city.continent.code,
            "channel": "direct",
            **profile,
        }
        return next((each for each in shows if walked(each, facts)), None)

    return decide


def ours(text: str) -> Callable[[dict[str, Any]], object]:
    text = text.replace(
        "[slots.hero]",
        f'[location]\ndatabase = "{DATABASE.name}"\n[language]\ncookie = "lang"\n[slots.hero]',
    )
    site = compile_site(Config.loads(text, folder=DATABASE.parent))
    return lambda asked: site.meet(asked).decide("hero").fragment


def main() -> None:
    rules = tables(Random(1))  # noqa: S311 - chance that can be repeated
    cases = {"the usual stack": usual(rules), "Sarto": ours(toml(rules))}
    figures: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(ROUNDS):
        for name, decide in cases.items():
            scopes = [scope() for _ in range(TIMES)]
            start = perf_counter()
            for asked in scopes:
                decide(asked)
            figures[name].append((perf_counter() - start) / TIMES * 1e6)
    slow = median(figures["the usual stack"])
    print(f"an unseen visitor, {RULES} rules: median of {ROUNDS} × {TIMES}")
    for name, found in figures.items():
        print(
            f"  {name:<24}{median(found):9.1f} µs{slow / median(found):8.1f} × faster"
        )


if __name__ == "__main__":
    main()
