"""The site of `edge_site`, asked in process: as visitors do, as an edge does.

What is numbered in the tests is found by their docstrings.
"""

import ast
import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TypeAlias

from sarto import Sarto
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.vocabulary.edges import Edge
from support.edge_oracle import MACHINES, PLACES, SPOKEN, Visitor
from support.edge_rules import Origin
from support.edge_site import PEOPLE
from support.edge_world import Clock, Version, World
from support.model_browser import Browser
from support.model_edge import ModelEdge
from support.model_http import Answered, Asked, names
from support.model_shelves import OURS, PASS, TOKEN

HOST = "bistro.example"
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
NUMBER = re.compile(r"Invariant (\d+)( ★)?: ")
REFERERS = (None, None, "https://www.google.com/search?q=tea", "https://blog.example/")
Fields: TypeAlias = Mapping[str, str]
NOTHING: Fields = MappingProxyType({})
PAGES = (  # that rules can touch
    *("/", "/menu/tea", "/menu/coffee", "/menu/gone", "/evening", "/offers", "/level"),
    *("/back", "/news", "/basket", "/mine", "/spoken", "/club", "/account", "/table"),
)


@dataclass
class Front:
    """A site behind Sarto, asked as visitors do and as an edge does."""

    sarto: Sarto
    clock: Clock
    kind: str = "varnish"
    edge: Edge = field(init=False)

    def __post_init__(self) -> None:
        assert self.sarto.current is not None
        site = self.sarto.current.site
        assert site.sharing is not None
        looking = Looking(site=site, sharing=site.sharing)
        listen = ("http://127.0.0.1:8000", "127.0.0.1:8080")
        self.edge = Described(looking).edge(*listen)
        self.origin = Origin(self.sarto)

    def ask(
        self, target: str, fields: Fields = NOTHING, method: str = "GET"
    ) -> Answered:
        asked = Asked(target, {"host": HOST, **fields}, method)
        return asyncio.run(self.origin(asked))

    def look(self, fields: Fields = NOTHING) -> Answered:
        return self.ask("/_sarto/key", {**fields, TOKEN: self.edge.token})

    def keys(self, fields: Fields = NOTHING) -> dict[str, str]:
        """Look a visitor up; give what is told of them."""
        told = self.look(fields).headers
        return {n: v for n, v in told.items() if n.startswith(OURS)}

    def keyed(self, target: str, keys: Fields, method: str = "GET") -> Answered:
        """Ask as an edge does that knows the classes."""
        fill = "ssi" if self.kind == "nginx" else "esi"
        kept = {n: v for n, v in keys.items() if n not in (PASS, "x-sarto-noted")}
        filled = {"x-sarto-fill": fill} if re.search(self.edge.filled, target) else {}
        return self.ask(target, {TOKEN: self.edge.token, **filled, **kept}, method)

    def browser(
        self, who: Visitor | None = None, *, is_behind: bool = False
    ) -> Browser:
        """Open a browser, before the model of an edge or before nothing."""
        edge = ModelEdge(self.edge, self.origin, self.clock, kind=self.kind)
        net = edge.ask if is_behind else self.origin
        return Browser(net, self.clock, (who or Visitor()).headers())


class Site(Front):
    """The site of `edge_site`, at a moment."""

    def __init__(
        self,
        kind: str = "varnish",
        *,
        is_open: bool = True,
        bands: bool = False,
        zone: str = "Europe/Warsaw",
        at: datetime = NOON,
    ) -> None:
        clock = Clock(at.timestamp())
        world = World(kind, zone, is_open, clock)
        world.turn(Version(bands=bands))
        super().__init__(world.sarto, clock, kind)
        self.world = world
        self.origin = world.origin


def people(rng: Random, count: int) -> Iterator[Visitor]:
    """Make visitors up, some of whom are signed in, or chose a language."""
    for _ in range(count):
        yield Visitor(
            machine=rng.choice([*MACHINES]),
            speaks=rng.choice([*SPOKEN]),
            country=rng.choice([*PLACES]),
            chose=rng.choice([None, None, None, "fa", "pl", "xx"]),
            session=rng.choice([None, None, *PEOPLE]),
            referer=rng.choice(REFERERS),
        )


def said(who: Visitor) -> dict[str, str]:
    """Write what such a visitor sends."""
    jar = {"lang": who.chose, "session": who.session}
    pairs = "; ".join(f"{name}={value}" for name, value in jar.items() if value)
    return {**who.headers(), **({"cookie": pairs} if pairs else {})}


def is_kept(answer: Answered) -> bool:
    """Whether the edge may keep an answer."""
    policy = answer.headers.get("cdn-cache-control", "max-age=0")
    return not policy.startswith("max-age=0")


def vary(answer: Answered) -> tuple[str, ...]:
    return names(answer.headers.get("vary", ""))


def numbered(folder: Path) -> Iterator[tuple[int, bool]]:
    """Give the number of each test that has one, and whether it is of real caches."""
    for file in sorted(folder.glob("test_caching_invariants*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found = NUMBER.match(ast.get_docstring(node) or "")
                if found:
                    yield int(found[1]), found[2] is not None
