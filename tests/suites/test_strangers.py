"""Visitors nobody expected: a million different ones, and headers of a megabyte.

`SARTO_STRANGERS=1000000` gives the closing figure; fewer show the same, for whatever is
remembered of strangers is full long before.
"""

import asyncio
import gc
import os
from ipaddress import IPv4Address
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

import pytest

from sarto import Sarto
from sarto.context.finders import FINDERS
from sarto.site.meeting import visitor
from support.play import html, play, scope_of

STRANGERS = int(os.environ.get("SARTO_STRANGERS", "20000"))
MOST_GROWTH = 8_000_000  # bytes
LONGEST = 0.05  # seconds of this thread; a few thousandths are usual
DATABASE = Path(__file__).parents[1] / "data" / "geoip" / "GeoIP2-City-Test.mmdb"
CONFIG = f"""
languages = ["en", "fa", "ar", "pl"]
[location]
database = "{DATABASE}"
headers = ["cf-ipcountry"]
trusted_proxies = ["10.0.0.0/8"]
[language]
cookie = "lang"
path = "/{{language}}/*"
[slots.hero]
show = [
  {{ when = {{ device = "tv", browser = "Firefox", os = "iOS" }}, fragment = "hero.html" }},
  {{ when = {{ language = "pl", daypart = "evening" }}, fragment = "hero.html" }},
  {{ when = {{ country = "GB" }}, attrs = {{ class = "gb" }} }},
  {{ when = {{ channel = "email", campaign.source = "news*" }}, attrs = {{ class = "letter" }} }},
]
"""
CONFIG += "".join(  # pages of many kinds, each decided by itself
    f'[slots.s{n}]\npages = "*{n}"\nshow = [{{ when.device = "mobile", attrs.id = "a" }}]\n'
    for n in range(10, 40)
)
PAGE = '<p data-sarto="hero">own</p>'


def resident() -> int:
    """Tell how many bytes of this process are in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def stranger(number: int) -> dict[str, Any]:
    """Make a request nobody made before: agent, languages, address, referrer, query."""
    agent = f"Mozilla/5.0 (Linux; Android {number % 17}; SM-{number}) Chrome/{number}.0 Mobile"
    tags = f"{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}-{number % 10**6:06},pl;q=0.{number % 9 + 1}"
    headers = [
        ("User-Agent", agent),
        ("Accept-Language", tags),
        ("Referer", f"https://site{number}.example/{number}"),
        ("Cookie", f"lang=x{number}"),
    ]
    address = str(IPv4Address(number * 2477 % 2**32))
    path = f"/page/{number % 40}?utm_source=n{number}&q={number}"
    return scope_of(path, headers=headers, client=address)


async def nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def unheard(message: dict[str, Any]) -> None:
    del message


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="nobody tells the memory here"
)
def test_strangers_without_end_leave_little_behind(folder) -> None:
    app = Sarto(html(PAGE), config=folder(CONFIG, hero="hello"))

    async def visited(start: int, count: int) -> None:
        for number in range(start, start + count):
            await app(stranger(number), nothing, unheard)

    asyncio.run(visited(0, 100))
    gc.collect()
    before = resident()
    started = perf_counter()
    asyncio.run(visited(100, STRANGERS))
    took = (perf_counter() - started) / STRANGERS * 1e6
    gc.collect()
    growth = resident() - before
    print(f"{STRANGERS} strangers: {growth / 1e6:.1f} MB, {took:.0f} µs each")  # noqa: T201 - the figure
    assert growth <= MOST_GROWTH


HEADERS = (
    "accept-language",
    "cf-ipcountry",
    "cookie",
    "forwarded",
    "host",
    "referer",
    "save-data",
    "sec-ch-prefers-color-scheme",
    "sec-ch-ua",
    "sec-ch-ua-form-factors",
    "sec-ch-ua-mobile",
    "sec-ch-ua-model",
    "sec-ch-ua-platform",
    "sec-fetch-site",
    "user-agent",
    "x-forwarded-for",
    "x-requested-with",
)
PARTS = (
    "a",
    "(",
    ",",
    ";",
    '"',
    "=",
    "a;",
    'for="',
    "1.2.3.4, ",
    "en-",
    "en;q=0.5,",
    "\\",
    " ",
    "lang=",
    "%",
    "../",
    "Mozilla/5.0 (",
    ":",
    "[",
    "\xff",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", HEADERS)
def test_a_header_of_a_megabyte_costs_little(folder, name) -> None:
    app = Sarto(html(PAGE), config=folder(CONFIG, hero="hello"))
    play(app, "/")
    longest = 0.0
    for part in PARTS:
        value = part * (1_000_000 // len(part))
        longest = max(
            longest,
            cost(app, scope_of("/", headers=[(name, value)], client="10.0.0.1")),
        )
    print(f"{name}: {longest * 1e3:.2f} ms")  # noqa: T201 - the figure
    assert longest <= LONGEST


@pytest.mark.slow
@pytest.mark.parametrize("part", ["a=1&", "utm_source=", "%", "&", "a"])
def test_a_query_of_a_megabyte_costs_little(folder, part) -> None:
    app = Sarto(html(PAGE), config=folder(CONFIG, hero="hello"))
    query = (part * (1_000_000 // len(part))).encode()
    assert cost(app, scope_of("/", query_string=query)) <= LONGEST


def cost(app: Sarto, scope: dict[str, Any]) -> float:
    """Tell the best of three times that a request takes and every fact is found."""

    async def once() -> float:
        started = thread_time()
        await app(scope.copy(), nothing, unheard)
        assert app.current is not None
        facts = visitor({"sarto": app.current.site.meet(scope)}).facts
        for name in FINDERS:
            _ = facts[name.replace("*", "a")]
        return thread_time() - started

    return min(asyncio.run(once()) for _ in range(3))
