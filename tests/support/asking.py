"""Resolvers asked for one visitor of a page that reads all their facts."""

import asyncio
import time

from sarto import Config
from sarto.site.compile import compile_site
from sarto.site.resolving import Resolving
from support.play import scope_of

BUDGET = 0.2  # where somebody is late
ROOMY = 5.0  # where nobody is
MARGIN = 0.5  # what a busy machine adds


class Asking:
    def __init__(self, folder, resolvers, config, budget):
        self.budget = budget
        self.resolving = Resolving.of(resolvers, budget)
        shows = [
            f'{{ when = {{ facts.{n} = "x" }}, attrs = {{ a = "b" }} }}'
            for n in resolvers
        ]
        slot = f"[slots.hero]\npages = ['/']\nshow = [{', '.join(shows)}]\n"
        read = Config.loads(slot + config, folder=folder)
        self.site = compile_site(read, declared=self.resolving.declared)

    @property
    def told(self):
        return dict(self.site.failures.counts)

    async def visitor(self, path="/", *, is_page=True, **more):
        scope = scope_of(path, **more)
        visitor = self.site.meet(scope)
        await self.resolving.resolve(self.site, visitor, scope, is_page=is_page)
        return visitor

    async def facts(self, path="/", **more):
        visitor = await self.visitor(path, **more)
        names = [
            f"facts.{each.declaration.name}" for each in self.resolving.callers.values()
        ]
        return [visitor.facts[name] for name in names]

    def run(self, path="/", **more):
        """Ask in a loop of its own; give the values, and how long it took."""

        async def timed():
            since = time.monotonic()
            found = await self.facts(path, **more)
            return found, time.monotonic() - since

        found, took = asyncio.run(timed())
        assert took < self.budget + MARGIN
        return found


def sync(asked):
    return "rain"


async def soon(asked):
    await asyncio.sleep(0.001)
    return "rain"


async def hanging(asked):
    await asyncio.sleep(60)
