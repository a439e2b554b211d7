"""A play of many households before one site and its caches; nothing wrong may be seen.

Most come through the model edge; some through a cache that knows nothing of it, before
the edge or in its place. The clock goes on, jumps to where something changes, and is
set back; the rules change; some say what only an edge may.
"""

from datetime import UTC, datetime
from random import Random
from typing import Any

from support.edge_people import MORE, TARGETS, Household, picked
from support.edge_report import Report, Settings
from support.edge_site import CANARY
from support.edge_truth import Truth
from support.edge_world import DAY, DAYS, Version, Watched, moments, world
from support.model_browser import SPOOFS
from support.model_cache import Cache, Key
from support.model_edge import ModelEdge
from support.model_http import Answered, Asked, Origin

HOUSEHOLDS = 60
SENT_BACK = (2.0, 60.0, 60.0, 3000.0)
FARTHEST = 3500  # seconds
TIMES = {  # what becomes of the clock, in 10,000 requests
    "still": 6500, "on": 3000, "pause": 430, "minute": 40, "near": 20, "hours": 4,
    "back": 6,
}  # fmt: skip


class Play:
    """One play; `run` it. `origin` stands between the caches and the site."""

    def __init__(self, seed: int, settings: Settings, origin: Any = None) -> None:
        self.rng = rng = Random(seed)  # noqa: S311 - a play can be repeated
        self.settings, self.report = settings, Report()
        self.targets = {**TARGETS, **MORE, "/teaser": 6 * settings.is_counting}
        self.world = world(
            settings.kind,
            settings.zone,
            is_open=settings.is_open,
            is_counting=settings.is_counting,
            is_stored=settings.is_stored,
        )
        self.clock = self.world.clock
        self.begin(settings.start)
        self.world.turn(Version("A", settings.bands))
        edge = self.world.edge()
        self.watched = Watched(self.world, edge.token, self.delay)
        self.watched.keys = {key.header.lower() for key in edge.keys}
        self.origin: Origin = origin(self.watched) if origin else self.watched
        between = Cache(self.origin, self.clock, guesses=True)
        is_between = rng.random() < 0.25
        self.edge = ModelEdge(
            edge,
            between.ask if is_between else self.origin,
            self.clock,
            kind=settings.kind,
            knows=settings.knows,
            faults=settings.faults,
        )
        before = Cache(self.edge.ask, self.clock, guesses=True)
        alone = Cache(self.origin, self.clock, guesses=rng.random() < 0.5)
        targeted = Cache(self.origin, self.clock, targeted=True)
        self.nets = [*[self.edge.ask] * 7, before.ask, alone.ask, targeted.ask]
        self.shared = [between, before, alone, targeted, self.edge.cache]
        for cache in self.shared:
            self.search(cache)
        self.count(self.edge.cache)
        self.people = [
            Household.of(rng, self.nets[n % 10], self.clock) for n in range(HOUSEHOLDS)
        ]
        for home in self.people if settings.is_stored else ():
            home.is_stored = True

    def begin(self, start: str) -> None:
        first = datetime.fromisoformat(start).replace(tzinfo=UTC).timestamp()
        self.moments = moments(self.settings.zone, first)
        self.clock.set(
            first + self.rng.random() * self.settings.spread * DAY, first + DAYS * DAY
        )
        self.truth = Truth(self.clock, self.settings.zone, self.moments)
        self.truth.known = self.truth.rules if self.settings.knows else None
        self.truth.counts = self.report.counts
        self.truth.wrong = self.report.wrong

    def search(self, cache: Cache) -> None:
        """Look for what is personal in all that a cache keeps for many."""
        keep = cache.keep

        def searched(asked: Asked, key: Key, answer: Answered) -> bool:
            is_kept = keep(asked, key, answer)
            if is_kept:
                self.report.counts["stored"] += 1
                self.report.counts["kept page"] += key[:1] == ("page",)
                self.report.counts["personal"] += personal(asked, answer)
            return is_kept

        cache.keep = searched

    def count(self, cache: Cache) -> None:
        """Count what the edge asks its store for."""
        ask = cache.ask

        async def counted(asked: Asked, key: Key = ()) -> Answered:
            self.report.counts[f"edge {key[0]}"] += 1
            return await ask(asked, key)

        cache.ask = counted

    async def run(self, requests: int) -> Report:
        """Let so many requests come."""
        for _ in range(requests):
            home = self.rng.choice(self.people)
            dice = self.rng.random()
            if dice < 0.07:
                await home.change()
            elif dice < 0.08:
                await self.ours(home)
            else:
                await self.page(home)
            self.happen()
        self.report.counts.update(self.watched.counts)
        self.report.counts["requests"] += requests
        return self.report

    async def page(self, home: Household) -> None:
        target = picked(self.rng, self.targets)
        since = self.clock.now
        more = self.spoofs() if self.rng.random() < 0.15 else {}
        tags = self.truth.tags.get(target, [])
        some = [f"W/{each}" for each in self.rng.sample(tags, min(len(tags), 2))]
        asked, answer = await home.look(target, more, some)
        backs = home.backs(asked, since)
        home.remember(asked, since)
        self.truth.judge(home.who, backs, asked, answer, since)
        self.report.hear(answer)
        if asked.method == "GET" and answer.status != 304:
            length = answer.headers.get("content-length", str(len(answer.body)))
            self.report.counts["mismeasured"] += length != str(len(answer.body))

    async def ours(self, home: Household) -> None:
        """Ask for what is no page of the site's."""
        name = self.rng.choice(["privacy", "privacy?page=/", "key", "fragment/hero?x"])
        answer = await home.browser.visit(f"/_sarto/{name}", self.spoofs())
        self.report.counts["wrong"] += (answer.status == 200) != ("privacy" in name)
        self.report.hear(answer)

    def spoofs(self) -> dict[str, str]:
        """Say what only an edge may: what it said lately, or nothing that is true."""
        told = self.watched.tokens
        lately = {name: self.rng.choice(sorted(told[name])) for name in told}
        odd = {name: self.rng.choice(["spoofed", ""]) for name in told}
        known = self.rng.choice([SPOOFS, lately, {**SPOOFS, **lately}, odd])
        return dict(self.rng.sample([*known.items()], min(len(known), 6)))

    def delay(self) -> float:
        return self.rng.random() * 0.9 if self.rng.random() < 0.01 else 0.0

    def happen(self) -> None:
        """Let time go by, and perhaps something else."""
        rng, clock = self.rng, self.clock
        kind = "on" if self.settings.is_calm else picked(rng, TIMES)
        if kind == "on":
            clock.on(rng.expovariate(10) * self.settings.pace)
        elif kind == "pause":
            clock.on(rng.uniform(0, 3) * self.settings.pace)
        elif kind == "minute":
            clock.on(rng.uniform(25, 75))
        elif kind == "near":
            self.near()
        elif kind == "hours":
            clock.on(rng.uniform(1500, 6 * 3600))
        elif kind == "back":
            clock.on(-min(rng.uniform(0, rng.choice(SENT_BACK)), self.leeway))
        if rng.random() < 0.01:
            self.world.during = rng.choice([self.turn, self.wait, self.wait])
        if rng.random() < self.settings.turns:
            self.turn()
        if rng.random() < 0.002:
            self.reload()

    @property
    def leeway(self) -> float:
        """Tell how much more the clock may be set back: never by an hour in all.

        What is remembered of a visitor waits so long for a clock to come back.
        """
        return max(FARTHEST - (self.clock.peak - self.clock.now), 0)

    def near(self) -> None:
        """Go to just before something changes."""
        ahead = self.truth.between(self.clock.now, self.clock.end)
        if ahead:
            at = self.rng.choice(ahead[:3]) - self.rng.uniform(0, 4)
            self.clock.on(max(at - self.clock.now, 0))

    def wait(self) -> None:
        self.clock.on(self.rng.uniform(0, 8))

    def turn(self) -> None:
        """Let another version of the site come."""
        if self.settings.turns:
            is_other = self.rng.random() < 0.1
            bands = self.settings.bands is not is_other
            version = Version(self.rng.choice("AB"), bands)
            self.world.turn(version)
            self.truth.turned(version.rules)
            if self.rng.random() < 0.5:
                self.reload()

    def reload(self) -> None:
        """Let the edge hear of it."""
        edge = self.world.edge()
        self.watched.keys |= {key.header.lower() for key in edge.keys}
        self.edge.load(edge)
        self.truth.known = self.truth.rules if self.settings.knows else None


def personal(asked: Asked, answer: Answered) -> int:
    """Count the bytes that are somebody's own, in what is kept for many."""
    said = " ".join([*answer.headers.values(), *answer.cookies]).encode()
    found = (answer.body + said).lower().count(CANARY) * len(CANARY)
    is_ours = asked.target.startswith("/_sarto/") and asked.target != "/_sarto/key"
    return found + sum(map(len, answer.cookies)) + len(answer.body) * is_ours
