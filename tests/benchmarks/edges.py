"""`python tests/benchmarks/edges.py`: what it costs to stand behind a cache.

In one run, beside a bare Starlette page of 20 kB: the look-up of a stranger, of the same
stranger again, and of somebody who consented; a page that a cache asks for by keys; and
how a decision that was made before is found again.
"""

import asyncio
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from driver import request, run
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sarto import Config, Sarto

ROUNDS, TIMES = 15, 400
SECRET = "of a benchmark, and of nobody else's"  # noqa: S105 - as it says
TOML = """
languages = ["en", "fa", "ar"]
consent.source = "cookieyes"
cache.edge = "varnish"
location.headers = ["cf-ipcountry"]
location.trusted_proxies = ["127.0.0.1/32"]
[slots.hero]
pages = "/"
show = [
  { when = { device = "mobile", country = ["IR", "AF"] }, fragment = "hero.html" },
  { when = { language = "fa", time = "18:00-23:00" }, fragment = "hero.html" },
]
[slots.side]
pages = "/menu/*"
show = [{ when = { returning = true, level = "expert" }, fragment = "hero.html" }]
"""
CONSENT = b"cookieyes-consent=consentid:x,consent:yes,action:yes,functional:yes"
BODY = "<!doctype html>" + "<p>text</p>\n" * 1660 + '<p data-sarto="hero">own</p>'
CACHED = {"cache-control": "public, max-age=600", "etag": '"1"'}


async def page(_request: Any) -> HTMLResponse:
    return HTMLResponse(BODY, headers=CACHED)


def asking(path: str, *fields: tuple[bytes, bytes]) -> Any:
    def make() -> dict[str, Any]:
        scope = request()
        kept = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        raw = path.encode()
        return {**scope, "path": path, "raw_path": raw, "headers": [*kept, *fields]}

    return make


def strangers(*fields: tuple[bytes, bytes]) -> Any:
    """Make look-ups of which no two are alike."""
    number = 0

    def make() -> dict[str, Any]:
        nonlocal number
        number += 1
        own = (b"sec-ch-ua-platform", b'"%d"' % number)
        return asking("/_sarto/key", own, *fields)()

    return make


def keys(sarto: Sarto, proof: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Look somebody up."""
    told: list[Any] = []

    async def send(message: Any) -> None:
        told.append(message)

    asyncio.run(sarto(asking("/_sarto/key", proof)(), None, send))
    return [pair for pair in told[0]["headers"] if pair[0].startswith(b"x-sarto-")]


def found_again(sarto: Sarto) -> float:
    """Time how a decision is found that was made before, in microseconds."""
    site = sarto.current.site
    scope = asking("/")()
    cache, now = site.plan("/").cache, site.sources.clock()
    cache.put(cache.inputs.key(scope), now, now.replace(year=now.year + 1), "it")
    took: list[float] = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(TIMES):
            cache.get(cache.inputs.key(scope), now)
        took.append((perf_counter() - began) / TIMES * 1e6)
    return median(took)


def main() -> None:
    with TemporaryDirectory() as folder:
        fragment = Path(folder, "fragments", "hero.html")
        fragment.parent.mkdir()
        fragment.write_text("<b>hero</b>")
        Path(folder, "sarto.toml").write_text(TOML)
        bare = Starlette(routes=[Route("/", page)])
        sarto = Sarto(
            bare, config=Config.read(Path(folder, "sarto.toml")), secret=SECRET
        )
        proof = (b"x-sarto-edge", sarto.current.site.sharing.proof.token.encode())
        told = keys(sarto, proof)
        kinds = {
            "bare Starlette": (bare, asking("/")),
            "page, no edge": (sarto, asking("/")),
            "page, by keys": (sarto, asking("/", proof, *told)),
            "look-up, again": (sarto, asking("/_sarto/key", proof)),
            "look-up, new": (sarto, strangers(proof)),
            "look-up, consent": (
                sarto,
                asking("/_sarto/key", proof, (b"cookie", CONSENT)),
            ),
        }
        middle = run(kinds, rounds=ROUNDS, times=TIMES)
        one = middle["bare Starlette"]
        for name, took in middle.items():
            print(f"{name:<20} {took:8.1f} µs  {took / one:6.2f}x")
        again = found_again(sarto)
        print(f"{'decision, again':<20} {again:8.1f} µs  {again / one:6.2f}x")


if __name__ == "__main__":
    main()
