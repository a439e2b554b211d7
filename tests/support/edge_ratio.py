"""Lets a crowd ask a real cache, several at once, and counts what it had to ask."""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from support.edge_caches import Kind
from support.edge_crowd import (
    CLASSES,
    SITE,
    Crowded,
    Person,
    hostile,
    people,
    variants,
    written,
    zipf,
)
from support.edge_line import Line
from support.edge_running import Fronted, served
from support.model_http import Asked

AT_ONCE, VISITORS = 8, 1000
Views = Iterable[tuple[Person, str]]
Right = Callable[[Person, str, bytes], bool]


@dataclass(frozen=True)
class Figures:
    """What came of it; `most` is the number of pages that nobody could do without."""

    views: int
    pages: int
    most: int
    look_ups: int
    wrong: int
    growth: float = 0.0  # of the time that a hit takes

    @property
    def share(self) -> float:
        """Give the hits, as a part of those that there can be."""
        return (self.views - self.pages) / (self.views - self.most)

    def __str__(self) -> str:
        hits, best = (1 - n / self.views for n in (self.pages, self.most))
        return (
            f"{self.views} views: hits {hits:.2%} of {best:.2%} ({self.share:.2%} of "
            f"them), {self.pages} pages made of {self.most}, {self.look_ups} look-ups "
            f"({1 - self.look_ups / self.views:.2%} saved), {self.wrong} wrong, "
            f"a hit takes {self.growth:+.0%} at the end"
        )


@dataclass
class Asking:
    """A crowd before one cache; `is_right` says whether they see what is theirs."""

    rng: Random
    lines: list[Line]
    is_right: Right
    wrong: int = 0

    async def all(self, views: Views) -> None:
        rest = iter(views)
        await asyncio.gather(*(self.some(line, rest) for line in self.lines))

    async def some(self, line: Line, rest: Views) -> None:
        for person, path in rest:
            headers = {**person.headers, **self.spoofs()}
            answer = await line(Asked(path, headers))
            self.wrong += answer.status != 200 or not self.is_right(
                person, path, answer.body
            )

    def spoofs(self) -> dict[str, str]:
        """Say what only an edge may, every third time."""
        if self.rng.random() > 1 / 3:
            return {}
        said = {"device": ["none", "mobile", "x"], "country": ["af_ir", ""]}
        said |= {
            "language": ["fa"],
            "version": ["x"],
            "pass": ["0", "1"],
            "edge": ["x"],
        }
        return {f"x-sarto-{name}": self.rng.choice(them) for name, them in said.items()}

    async def time(self, person: Person, times: int = 400) -> float:
        """Tell how long a hit takes, in seconds."""
        took: list[float] = []
        for _ in range(2 * times):
            began = time.perf_counter()
            await self.lines[0](Asked("/", {**person.headers, "host": "another"}))
            took.append(time.perf_counter() - began)
        return median(took[times:])


@dataclass(frozen=True)
class Occasion:
    """Who comes to one cache; `most` pages are needed for them all."""

    kind: Kind
    folder: Path
    views: list[tuple[Person, str]]
    most: int
    is_right: Right

    async def held(self, rng: Random) -> Figures:
        """Let them all come."""
        site = Crowded(self.kind)
        async with AsyncExitStack() as stack:
            origin = await stack.enter_async_context(served(site.serve))
            front = Fronted(self.kind, origin, site.described)
            await stack.enter_async_context(front.running(self.folder))
            lines = [Line(front.port) for _ in range(AT_ONCE)]
            for line in lines:
                stack.push_async_callback(line.close)
            asking = Asking(rng, lines, self.is_right)
            before = await asking.time(somebody := people(rng, 1)[0])
            site.made.clear()
            site.looked_up = 0
            await asking.all(self.views)
            counts = len(self.views), site.made.total(), self.most, site.looked_up
            growth = await asking.time(somebody) / before - 1
        return Figures(*counts, asking.wrong, growth)


async def crowd(kind: Kind, folder: Path, seed: int, views: int) -> Figures:
    """Let a crowd look around."""
    rng = Random(seed)  # noqa: S311 - it can be repeated
    some, pages = people(rng, VISITORS), list(SITE)
    who, where = zipf(rng, some), zipf(rng, pages)
    listed = [(next(who), next(where)) for _ in range(views)]
    distinct = {(path, person.parts(path)) for person, path in listed}
    return await Occasion(kind, folder, listed, len(distinct), is_theirs).held(rng)


async def flood(kind: Kind, folder: Path, seed: int, contexts: int) -> Figures:
    """Let so many come of whom no two are alike."""
    rng = Random(seed)  # noqa: S311 - it can be repeated
    pages = zipf(rng, list(SITE))
    listed = [(hostile(rng), next(pages)) for _ in range(contexts)]
    return await Occasion(kind, folder, listed, product_of_classes(), is_any).held(rng)


def product_of_classes() -> int:
    """Count all variants that there can be, by hand."""
    total = 0
    for slots in SITE.values():
        variants = 1
        for slot in slots:
            variants *= CLASSES[slot]
        total += variants
    return total


def is_theirs(person: Person, path: str, body: bytes) -> bool:
    return body == written(path, person.parts(path))


def is_any(_: Person, path: str, body: bytes) -> bool:
    return body in variants(path)
