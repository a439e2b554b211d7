"""One site in several versions, its origin and its clock, all in one process.

The clock moves as a test says; the versions are compiled once for all tests. The origin
counts what it is asked, and watches that an edge lets nothing through that it must not.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Literal
from urllib.parse import unquote

from sarto import Config, Sarto
from sarto.site.described import Described
from sarto.site.looking import Looking
from sarto.site.site import Site
from sarto.vocabulary.edges import Edge
from support.edge_oracle import PLACES, Oracle, Visitor
from support.edge_rules import SECRET, TEASER, TOML, TURNS, Origin, Texts
from support.edge_site import bistro, member
from support.model_http import Answered, Asked
from support.model_shelves import OURS, TOKEN, VERSION
from support.stores import MemoryStore

MINUTE, DAY = 60, 86_400
STARTS = ("2026-03-27T12:00", "2026-10-23T12:00", "2026-06-12T12:00")
DAYS = 5  # that a play may last
RAW = frozenset({"cookie", "authorization", "referer", "x-forwarded-for", "range"})


@dataclass
class Clock:
    """Seconds since 1970; `peak` is the latest that it ever showed."""

    now: float = 0.0
    peak: float = 0.0
    end: float = float("inf")  # it stands still then
    _told: tuple[float, datetime] = (-1.0, datetime.min.replace(tzinfo=UTC))

    def __call__(self) -> float:
        return self.now

    def utc(self) -> datetime:
        if self._told[0] != self.now:
            self._told = self.now, datetime.fromtimestamp(self.now, UTC)
        return self._told[1]

    def set(self, now: float, end: float) -> None:
        self.now, self.peak, self.end = now, now, end

    def on(self, seconds: float) -> None:
        """Go on; below nothing is back."""
        self.now = min(self.now + seconds, self.end)
        self.peak = max(self.peak, self.now)


@dataclass(frozen=True)
class Version:
    """What a site may be told otherwise, while it runs."""

    rules: str = "A"
    bands: bool = False


@dataclass
class World:
    """The application, behind Sarto, with the version of this moment."""

    kind: Literal["varnish", "nginx"]
    zone: str
    is_open: bool  # no cookie of the site's own keeps a page from being shared
    clock: Clock
    is_counting: bool = False  # how often somebody was shown something
    is_stored: bool = False  # what is remembered is in a store, not in cookies
    during: Callable[[], None] | None = None  # happens while the site makes a page
    versions: dict[Version, Site] = field(default_factory=dict[Version, Site])

    def __post_init__(self) -> None:
        self.store = MemoryStore() if self.is_stored else None
        self.sarto = self.opened(Version())
        self.origin = Origin(self.app)

    async def site(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the site does, a while later if something happens."""
        if self.during is not None:
            during, self.during = self.during, None
            during()
        await bistro({**scope, "path": unquote(scope["path"])}, receive, send)

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the path as servers do."""
        await self.sarto({**scope, "path": unquote(scope["path"])}, receive, send)

    def opened(self, version: Version) -> Sarto:
        said = {"edge": self.kind, "zone": self.zone, "bands": str(version.bands).lower()}  # fmt: skip
        text = TOML.format_map({**said, **TURNS[version.rules]})
        if self.is_counting:
            text += TEASER
        if self.is_open:
            text = text.replace("[cache]\n", "[cache]\ncookies = []\n")
        return Sarto(
            self.site,
            config=Config.loads(text, folder=Path(gettempdir())),
            secret=SECRET,
            fragments=Texts(version.rules),
            resolvers={"member": member},
            profiles=self.store,
            clock=self.clock.utc,
            budget=30.0,
        )

    def turn(self, version: Version) -> None:
        """Go on with another version."""
        if version not in self.versions:
            current = self.opened(version).current
            assert current is not None
            self.versions[version] = current.site
        assert self.sarto.current is not None
        self.sarto.current.site = self.versions[version]

    def edge(self) -> Edge:
        """Describe the version of this moment."""
        assert self.sarto.current is not None
        site = self.sarto.current.site
        assert site.sharing is not None
        looking = Looking(site=site, sharing=site.sharing)
        return Described(looking).edge("http://127.0.0.1:8000", "127.0.0.1:8080")


@dataclass
class Watched:
    """The origin, as it is reached; `counts` says what it was asked.

    `spoofed` counts what a client said and an edge passed on as its own word, or what
    it told of a visitor where it asks for a page by classes.
    """

    world: World
    token: str
    delay: Callable[[], float] = lambda: 0.0
    keys: set[str] = field(default_factory=set[str])
    counts: Counter[str] = field(default_factory=Counter[str])
    tokens: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    async def __call__(self, asked: Asked) -> Answered:
        kind = self.kind(asked)
        self.counts[kind] += 1
        self.counts["spoofed"] += self.is_spoofed(asked, kind)
        answer = await self.world.origin(asked)
        if kind == "look-up":
            for name, value in answer.headers.items():
                if name.startswith(OURS):
                    self.tokens.setdefault(name, set()).add(value)
        self.world.clock.on(self.delay())
        return answer

    def kind(self, asked: Asked) -> str:
        if asked.headers.get(TOKEN) != self.token:
            return "raw"
        if asked.target == "/_sarto/key":
            return "look-up"
        if asked.target.startswith("/_sarto/fragment/"):
            return "filled"
        return "keyed" if VERSION in asked.headers else "passed"

    def is_spoofed(self, asked: Asked, kind: str) -> bool:
        """Whether there is more in it than an edge may say."""
        if kind == "raw":
            return False
        ours = {name for name in asked.headers if name.startswith(OURS)} - {TOKEN}
        if kind != "keyed":
            return bool(ours)
        known = ours <= {"x-sarto-fill", VERSION, *self.keys}
        return not known or not RAW.isdisjoint(asked.headers)


@lru_cache(32)
def world(
    kind: Literal["varnish", "nginx"],
    zone: str,
    *,
    is_open: bool,
    is_counting: bool,
    is_stored: bool,
) -> World:
    """Give the world of these settings, compiled once."""
    return World(kind, zone, is_open, Clock(), is_counting, is_stored)


@lru_cache(8)
def moments(zone: str, start: float) -> Sequence[float]:
    """List when anything may look otherwise, by trying every minute."""
    oracles = [Oracle(rules, zone) for rules in TURNS]
    countries = PLACES if zone == "visitor" else ["PL"]
    people = [Visitor(country=each) for each in countries]
    found: list[float] = []
    before: list[list[str]] = []
    for minute in range(int(start), int(start) + (DAYS + 1) * DAY, MINUTE):
        now = [
            oracle.parts(who, page, minute)
            for oracle in oracles
            for who in people
            for page in ("/evening", "/offers")
        ]
        if now != before:
            found.append(float(minute))
        before = now
    return found
