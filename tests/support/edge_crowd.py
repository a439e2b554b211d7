"""A site that fits behind a cache, and a crowd before it: how much is asked in vain.

Its rules tell apart by device, language, country and time of day, nothing else. What
each visitor must see is said by hand beside what they send.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import Any, Literal

from sarto import Config, Sarto
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.vocabulary.edges import Edge
from support.edge_rules import SECRET
from support.edge_running import RunningClock, asked_of
from support.edge_site import answered, page

NOON = 1_774_526_400.0  # Thursday 2026-03-26 12:00 UTC, 13:00 on the site's clock
SITE = {  # the slots of each page
    "/": ("hero", "place", "hours"),
    **{f"/menu/{n}": ("hero", "hours") for n in range(8)},
    **{f"/offers/{n}": ("place", "hours") for n in range(6)},
    **{f"/news/{n}": ("place",) for n in range(5)},
}
TOML = """
version = 1
languages = ["en", "fa", "pl"]
timezone = "Europe/Warsaw"
site_timezone = "Europe/Warsaw"
[cache]
edge = "{edge}"
cookies = []
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1/32"]
[consent]
source = "cookieyes"
map = {{ personalization = "functional" }}
[slots.hero]
pages = ["/", "/menu/*"]
show = [
  {{ when = {{ device = "mobile" }}, fragment = "touch.html" }},
  {{ when = {{ language = "fa" }}, fragment = "desk.html" }},
]
[slots.place]
pages = ["/", "/offers/*", "/news/*"]
show = [
  {{ when = {{ country = ["IR", "AF"] }}, fragment = "far.html" }},
  {{ when = {{ country = ["PL", "DE"] }}, fragment = "near.html" }},
]
[slots.hours]
pages = ["/", "/menu/*", "/offers/*"]
show = [{{ when = {{ time = "12:00-22:00" }}, fragment = "dinner.html" }}]
"""
CLASSES = {
    "hero": 2 * 2,
    "place": 3,
    "hours": 1,
}  # of what the rules of a slot can tell
SHOWN = {
    "hero": ("touch", "desk", "own hero"),
    "place": ("far", "near", "own place"),
    "hours": ("dinner",),
}
COUNTRIES = [
    *("IR", "AF", "PL", "DE", "US", "GB", "FR", "IT"),
    *("ES", "SE", "FI", "JP", "IN", "BR", "CA"),
]
PHONES = [
    f"Mozilla/5.0 (iPhone; CPU iPhone OS {n}_{m} like Mac OS X) AppleWebKit/605.1.15 "
    f"(KHTML, like Gecko) Version/{n}.{m} Mobile/15E148 Safari/604.1"
    for n, m in product(range(13, 19), range(5))
]
ANDROIDS = [
    f"Mozilla/5.0 (Linux; Android {n}; Pixel {n - 5}) AppleWebKit/537.36 (KHTML, like "
    f"Gecko) Chrome/{m}.0.0.0 Mobile Safari/537.36"
    for n, m in product(range(11, 15), range(120, 128))
]
DESKS = [
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Chrome/{n}.0.0.0 Safari/537.36"
    for n, system in product(
        range(120, 149), ["X11; Linux x86_64", "Windows NT 10.0; Win64; x64"]
    )
]
AGENTS = {
    **dict.fromkeys([*PHONES, *ANDROIDS], "touch"),
    **dict.fromkeys(DESKS, "desk"),
}
LANGUAGES = {
    f"{first}{rest}": first.partition("-")[0]
    for first, rest in product(
        ("en", "en-GB", "fa", "fa-IR", "pl"),
        ("", ",*;q=0.1", ";q=0.9", *(f",{x};q=0.{n}" for x, n in product(("de", "fr"), (3, 5)))),
    )
} | {f"{x},fa;q=0.7,en;q=0.{n}": "fa" for x, n in [("ar", 5)]} | {
    f"{x},pl;q=0.8": "pl" for x in ("uk", "cs", "sk", "lt")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Who looks at pages, and what they send."""

    agent: str
    speaks: str
    country: str
    cookie: str = ""

    @property
    def headers(self) -> dict[str, str]:
        said = {
            "host": "bistro.example",
            "user-agent": self.agent,
            "accept-language": self.speaks,
            "cf-ipcountry": self.country,
        }
        return {**said, "cookie": self.cookie} if self.cookie else said

    def parts(self, path: str) -> tuple[str, ...]:
        """Say what they must see: their decisions, on one page."""
        hero = "touch" if AGENTS.get(self.agent) == "touch" else "own hero"
        if hero == "own hero" and LANGUAGES.get(self.speaks) == "fa":
            hero = "desk"
        near = {"IR": "far", "AF": "far", "PL": "near", "DE": "near"}
        said = {
            "hero": hero,
            "place": near.get(self.country, "own place"),
            "hours": "dinner",
        }
        return tuple(said[slot] for slot in SITE[path])


def written(path: str, parts: Iterable[str]) -> bytes:
    pairs = zip(SITE[path], parts, strict=True)
    text = "".join(f'<p data-sarto="{slot}">{said}</p>' for slot, said in pairs)
    return page(path, text).encode()


@cache
def variants(path: str) -> frozenset[bytes]:
    """Write all that a page may say."""
    return frozenset(
        written(path, parts) for parts in product(*(SHOWN[slot] for slot in SITE[path]))
    )


def people(rng: Random, count: int) -> list[Person]:
    """Make a crowd; six in ten decided about cookies, each under a number of their own."""
    return [
        Person(
            rng.choice([*AGENTS]),
            rng.choice([*LANGUAGES]),
            rng.choice(COUNTRIES),
            consent(rng) if rng.random() < 0.6 else "",
        )
        for _ in range(count)
    ]


def consent(rng: Random) -> str:
    said = rng.choice(["yes", "no"])
    return (
        f"_ga=GA1.{rng.randrange(10**9)}; cookieyes-consent=consentid:"
        f"{rng.randrange(10**9)},consent:{said},action:yes,functional:{said}"
    )


def hostile(rng: Random) -> Person:
    """Make somebody who sends what nobody ever sent."""
    noise = f"{rng.getrandbits(64):x}"
    languages = f"{rng.choice(['fa', 'xx', 'q', noise[:3]])}-{noise[:4]},{noise[4:6]};q=0.{noise[:2]}"
    agent = rng.choice([noise, f"Mozilla/5.0 (iPhone; {noise})", f"Chrome/{noise}"])
    country = rng.choice([*COUNTRIES, noise[:2].upper(), noise])
    return Person(agent, languages, country, f"{noise[:5]}={noise}; lang={noise[5:7]}")


def zipf(rng: Random, things: Sequence[Any]) -> Iterator[Any]:
    """Draw the n-th thing 1/n as often as the first."""
    weights = [1 / rank for rank in range(1, len(things) + 1)]
    while True:
        yield from rng.choices(things, weights, k=1000)


class Crowded:
    """The site; `made` counts the pages that it made."""

    def __init__(self, kind: Literal["varnish", "nginx"]) -> None:
        self.clock = RunningClock(now=NOON, peak=NOON, end=NOON)
        self.clock.put(NOON)  # else it counts from when the machine was started
        self.made: Counter[str] = Counter()
        self.looked_up = 0
        self.sarto = Sarto(
            self.page,
            config=Config.loads(TOML.format(edge=kind), folder=Path(gettempdir())),
            secret=SECRET,
            fragments=Plain(),
            clock=self.clock.utc,
            budget=30.0,
        )

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        path = scope["path"]
        self.made[path] += 1
        own = "".join(f'<p data-sarto="{name}">own {name}</p>' for name in SITE[path])
        says = {"cache-control": "public, max-age=3600", "etag": f'"{path}"'}
        await answered(send, 200, says, page(path, own).encode())

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        self.looked_up += asked_of(scope).target == "/_sarto/key"
        await self.sarto(scope, receive, send)

    def described(self, origin: str, listen: str) -> Edge:
        assert self.sarto.current is not None
        site = self.sarto.current.site
        assert site.sharing is not None
        return Described(Looking(site=site, sharing=site.sharing)).edge(origin, listen)


class Plain:
    """A `FragmentSource` of words."""

    def names(self) -> frozenset[str]:
        words = ("touch", "desk", "far", "near", "dinner")
        return frozenset(f"{word}.html" for word in words)

    def text(self, name: str) -> str:
        return name.removesuffix(".html")
