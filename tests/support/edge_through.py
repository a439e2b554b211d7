"""A play of many households before one site and one real cache.

It goes in parts. In each the clock of the site runs as the cache's own, begun mostly a
little before something changes; between two, while nobody asks, it is put on to where
something else does, the cache is emptied, and perhaps told of new rules.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sarto.vocabulary.edges import Edge
from support.edge_course import INNER, OF_OURS, SPOOFED, Course
from support.edge_line import Line
from support.edge_people import RANGES, Household, picked
from support.edge_report import Report
from support.edge_running import Door, Fronted, RunningClock, served
from support.edge_site import CANARY
from support.edge_truth import Truth
from support.edge_world import DAY, DAYS, Version, World, moments
from support.model_browser import SPOOFS
from support.model_http import Answered, Asked

HOUSEHOLDS, AT_ONCE = 30, 6
DOUBTS = 40  # of what may be remembered of one household: it begins anew then


class Through:
    """One play; `run` it in a folder of its own."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.rng = Random(course.seed)  # noqa: S311 - a play can be repeated
        self.report = Report()
        self.clock = RunningClock()
        self.starts = list(course.starts)
        self.truth = Truth(self.clock, course.zone, ())
        self.truth.counts, self.truth.wrong = self.report.counts, self.report.wrong
        self.begin()
        self.world = World(
            course.kind, course.zone, is_open=course.is_open, clock=self.clock
        )
        self.world.turn(Version("A", course.bands))
        token = self.world.edge().token
        self.door = Door(self.world, token, self.delay, fault=course.fault)
        self.lines: list[Line] = []
        self.left = 0

    def begin(self) -> None:
        """Go to the next of the times of the year."""
        said = datetime.fromisoformat(self.starts.pop(0)).replace(tzinfo=UTC)
        first = said.timestamp()
        self.truth.moments = moments(self.course.zone, first)
        self.clock.end = first + DAYS * DAY
        self.clock.put(first)

    async def run(self, requests: int, folder: Path) -> Report:
        """Let so many requests come."""
        course = self.course
        async with AsyncExitStack() as stack:
            origin = await stack.enter_async_context(served(self.door.serve))
            self.front = Fronted(course.kind, origin, self.described, course.spoilt)
            running = self.front.running(folder)
            self.cache = await stack.enter_async_context(running)
            stack.push_async_callback(self.hung_up)
            self.people = [self.household(n) for n in range(HOUSEHOLDS)]
            while requests > 0:
                await self.part(min(requests, course.part))
                requests -= course.part
        self.report.counts.update(self.door.counts)
        return self.report

    def described(self, origin: str, listen: str) -> Edge:
        """Describe the site to the cache; only Varnish knows classes by itself."""
        self.truth.known = self.truth.rules if self.course.kind == "varnish" else None
        edge = replace(self.world.edge(), origin=origin, listen=listen)
        self.door.know(edge)
        return edge

    def household(self, number: int) -> Household:
        rng = Random(f"{self.course.seed} {number}")  # noqa: S311 - as above
        line = Line(self.front.port)
        self.lines.append(line)

        async def net(asked: Asked) -> Answered:
            self.report.counts["sent"] += 1
            headers = asked.headers
            if rng.random() < 0.2 and "range" not in headers:
                headers = {**headers, "accept-encoding": "gzip"}
            return await line(asked.but(headers))

        return Household.of(rng, net, self.clock)

    async def hung_up(self) -> None:
        for line in self.lines:
            await line.close()

    async def part(self, requests: int) -> None:
        """Play one part; nothing is on its way before it or after."""
        await self.between()
        self.left = requests
        pause = self.course.lasts * AT_ONCE / requests
        shares = [self.people[n::AT_ONCE] for n in range(AT_ONCE)]
        await asyncio.gather(*(self.played(share, pause) for share in shares))
        kept = await asyncio.to_thread(self.cache.kept)
        if kept is not None:
            canaries = kept.lower().count(CANARY.decode())
            self.report.counts["personal"] += canaries
            self.report.counts["searched"] += len(kept)

    async def between(self) -> None:
        """Put the clock on, empty the cache, and perhaps tell it of new rules."""
        self.near()
        if self.course.kind == "varnish" and self.rng.random() < 0.5:
            headers = {"host": "purge", "x-sarto-purge": "sarto"}
            headers["x-sarto-edge"] = self.door.token
            purged = await self.lines[0](Asked("/", headers, method="BAN"))
            assert purged.status == 200, purged
        else:
            await asyncio.to_thread(self.cache.empty)
        if self.course.turns and self.rng.random() < 0.3:
            await asyncio.to_thread(self.cache.load, self.front.files())
            self.report.counts["loaded"] += 1

    def near(self) -> None:
        """Go to a little before something changes, or to any time."""
        now = self.clock()
        ahead = [
            at - self.rng.uniform(0.4, 1) * self.course.ahead
            for at in self.truth.between(now + 10, self.clock.end - 60)[
                : self.course.among
            ]
        ]
        if ahead and self.rng.random() >= self.course.astray:
            self.clock.put(self.rng.choice(ahead))
        elif ahead:
            self.clock.put(now + self.rng.uniform(0, 1800))
        elif self.starts:
            self.begin()

    async def played(self, share: Sequence[Household], pause: float) -> None:
        """Let some households ask, one after the other, until all have asked enough."""
        loop = asyncio.get_running_loop()
        while self.left > 0:
            self.left -= 1
            next_at = loop.time() + pause
            home = self.rng.choice(share)
            dice = self.rng.random()
            if len(home.memories) > DOUBTS:
                await home.leave()
            elif dice < self.course.changed:
                await getattr(home, picked(home.rng, self.course.changes))()
            elif dice < self.course.changed + OF_OURS:
                await self.ours(home)
            else:
                await self.page(home)
            self.happen()
            if (left := next_at - loop.time()) > 0:
                await asyncio.sleep(left)

    async def page(self, home: Household) -> None:
        rng = home.rng
        target = picked(rng, self.course.targets)
        since = self.clock()
        more = self.spoofs(rng) if rng.random() < SPOOFED else {}
        tags = self.truth.tags.get(target, [])
        some = [f"W/{each}" for each in rng.sample(tags, min(len(tags), 2))]
        if rng.random() < 0.06:
            more = {**more, **home.referred(), "range": rng.choice(RANGES)}
            asked = home.browser.asked(target, more)
            answer = await home.browser.straight(target, more)
        else:
            asked, answer = await home.look(target, more, some)
        backs = home.backs(asked, since)
        home.remember(asked, since)
        self.clock.tick()
        self.report.counts["pages"] += 1
        self.truth.judge(home.who, backs, asked, answer, since)
        self.report.hear(answer)

    async def ours(self, home: Household) -> None:
        """Ask for what is no page of the site's."""
        names = ("privacy", "privacy?page=/", "key", "fragment/hero?x")
        name = home.rng.choice(names)
        answer = await home.browser.visit(f"/_sarto/{name}", self.spoofs(home.rng))
        self.report.counts["wrong"] += (answer.status == 200) != ("privacy" in name)
        self.report.hear(answer)

    def spoofs(self, rng: Random) -> dict[str, str]:
        """Say what only an edge may: what it said lately, or nothing that is true."""
        told = self.door.tokens
        lately = {name: rng.choice(sorted(told[name])) for name in told}
        odd = {name: rng.choice(["spoofed", ""]) for name in told}
        known = rng.choice(
            [SPOOFS, lately, {**SPOOFS, **lately}, odd, {**lately, **INNER}]
        )
        return dict(rng.sample([*known.items()], min(len(known), 6)))

    def happen(self) -> None:
        """Let another version of the site come, perhaps while it makes a page."""
        if self.course.turns and self.rng.random() < 0.002:
            if self.rng.random() < 0.5:
                self.world.during = self.turn
            else:
                self.turn()

    def delay(self) -> float:
        """Let an answer be on its way for a while, seldom."""
        return self.rng.random() * 0.9 if self.rng.random() < self.course.late else 0.0

    def turn(self) -> None:
        is_other = self.rng.random() < 0.1
        version = Version(self.rng.choice("AB"), self.course.bands is not is_other)
        self.world.turn(version)
        self.truth.turned(version.rules)
        self.report.counts["turned"] += 1
