"""Machines that have different versions of one site, and whoever looks for a mixture.

All are in this process, each a `Sarto` of its own, and each request goes to any of them
by chance, as by a balancer that knows nobody.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sarto import Config, Sarto, visitor
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.vocabulary.edges import Edge

SECRET = "a secret that all machines have"  # noqa: S105 - it guards nothing
NAMES = {"session=1": "Anna", "session=2": "Bob"}
TOML = """
[cache]
edge = "{edge}"
cookies = []
[slots.hero]
pages = "/*"
default = "hero.html"
show = [{{ when = {{ device = "mobile" }}, fragment = "phone.html" }}]
[slots.guest]
pages = "/*"
default = "nobody.html"
show = [{{ when = {{ signed_in = true }}, fragment = "guest.html" }}]
[slots.foot]
pages = "/*"
show = [{{ fragment = "foot.html" }}]
"""
GUEST = "Dear {{ visitor.facts['traits.name'] }}"
TEXTS = {"hero": "wide", "phone": "narrow", "nobody": "Stranger", "guest": GUEST}
PAGE = "".join(
    f'<p data-sarto="{name}">own</p>' for name in ("hero", "guest", "foot")
).encode()
PART = re.compile(r'<p data-sarto="(\w+)">([^<]*?) v(\d+)</p>')
KEPT = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"public, max-age=600"),
]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"


@dataclass(frozen=True, slots=True)
class Version:
    """The fragments of a version, each with its number."""

    number: int

    def names(self) -> frozenset[str]:
        return frozenset(f"{name}.html" for name in (*TEXTS, "foot"))

    def text(self, name: str) -> str:
        text = TEXTS.get(name.removesuffix(".html"), "foot")
        return f"{text} v{self.number}"


async def site(scope: Any, _receive: Any, send: Any) -> None:
    """Answer with a page that caches may keep; say who is signed in."""
    jar = dict(scope["headers"]).get(b"cookie", b"").decode()
    if name := NAMES.get(jar):
        visitor(scope).identify(jar, name=name)
    await send({"type": "http.response.start", "status": 200, "headers": KEPT})
    await send({"type": "http.response.body", "body": b"<!doctype html>" + PAGE})


def machine(number: int, edge: str, folder: Path) -> Sarto:
    """Start one, with a version of the site."""
    toml = TOML.format(edge=edge) + f"# version {number}\n"
    return Sarto(
        site,
        config=Config.loads(toml, folder=folder),
        fragments=Version(number),
        secret=SECRET,
        budget=30.0,
    )


@dataclass
class Cluster:
    """Machines behind one address."""

    machines: list[Sarto]
    seed: int
    asked: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)  # noqa: S311 - any order will do

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        kind = scope["path"].partition("/_sarto/")[2].partition("/")[0]
        self.asked[kind or "page"] += 1
        await self._dice.choice(self.machines)(scope, receive, send)

    def edge(self, origin: str, listen: str) -> Edge:
        current = self.machines[0].current
        assert current is not None
        sharing = current.site.sharing
        assert sharing is not None
        looking = Looking(site=current.site, sharing=sharing)
        return Described(looking).edge(origin, listen)


@dataclass
class Judge:
    """Looks at pages: each is of one version, and nobody is another."""

    counts: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def look(self, text: str, session: str | None, agent: str) -> None:
        found = {slot: (said, number) for slot, said, number in PART.findall(text)}
        versions = {number for _, number in found.values()}
        self.counts["pages"] += 1
        self.counts[f"v{'+'.join(sorted(versions))}"] += 1
        if faults := [*self.faults(found, versions, session, agent)]:
            self.wrong.append(f"{faults} {session} {text}")

    def faults(
        self, found: Any, versions: set[str], session: str | None, agent: str
    ) -> Iterator[str]:
        if set(found) != {"hero", "guest", "foot"} or len(versions) != 1:
            yield "mixed, or not whole"
            return
        if found["hero"][0] != ("narrow" if agent == PHONE else "wide"):
            yield "another device"
        greeted = f"Dear {NAMES[session]}" if session else "Stranger"
        said = found["guest"][0]
        self.counts["greeted"] += said == greeted and session is not None
        self.counts["as a stranger"] += said == "Stranger" != greeted
        if said not in (greeted, "Stranger"):
            yield "somebody else"
