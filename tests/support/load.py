"""Many who ask a keeper all the time, and what became of each call."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from statistics import median
from types import TracebackType
from typing import Self

from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.vocabulary.ports import ProfileStore, Stored

BUDGET = 0.025
SLACK = 0.005  # seconds beyond the budget, for the 99th percentile
WINDOWS = 5

Step = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Call:
    began: float
    seconds: float
    what: str
    is_silent: bool
    is_answered: bool  # by the store, and with something: nobody else can have said it


class Load:
    """Visitors who load, save, and now and then erase; none may meet an error."""

    def __init__(self, store: ProfileStore, seed: int, *, visitors: int = 16) -> None:
        self.noted = Counter[str]()
        self.keeper = Keeper(store, budget=BUDGET, note=self._note)
        self.calls: list[Call] = []
        self.most_tasks = 0
        self._seed, self._visitors = seed, visitors
        self._tasks: list[asyncio.Task[None]] = []

    def _note(self, what: str, error: BaseException) -> None:
        self.noted[type(error).__name__] += 1

    async def __aenter__(self) -> Self:
        self._tasks = [
            asyncio.create_task(self._visit(Random(self._seed + number)))  # noqa: S311 - any visitor will do
            for number in range(self._visitors)
        ]
        await asyncio.sleep(0.3)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        ends = await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.keeper.close()
        assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends

    async def _visit(self, random: Random) -> None:
        while True:
            key = f"visitor {random.randrange(60)}"
            found = await self._timed("load", self.keeper.load(key))
            expected = found.version if found and found is not SILENCE else None
            if random.random() < 0.5:
                data = random.randbytes(300)
                save = self.keeper.save(key, data, expected=expected, seconds=60)
                await self._timed("save", save)
            elif random.random() < 0.02:
                await self._timed("erase", self.keeper.erase(key))
            await asyncio.sleep(random.uniform(0.005, 0.015))

    async def _timed(self, what: str, call):
        began = time.monotonic()
        found = await call
        is_silent = found in (SILENCE, Saved.SILENT) or (what == "erase" and not found)
        is_answered = isinstance(found, Stored) or found in (Saved.DONE, True)
        seconds = time.monotonic() - began
        self.calls.append(
            Call(began, seconds, what, is_silent=is_silent, is_answered=is_answered)
        )
        self.most_tasks = max(self.most_tasks, len(asyncio.all_tasks()))
        return found

    def p99(self, since: float, until: float, *, at_least: float = 0.0) -> float:
        """Give the median of several windows' 99th percentiles, in seconds."""
        step = (until - since) / WINDOWS
        windows: list[list[float]] = [[] for _ in range(WINDOWS)]
        for call in self.calls:
            if since <= call.began < until and call.seconds >= at_least:
                windows[int((call.began - since) / step)].append(call.seconds)
        return median(
            sorted(times)[int(len(times) * 0.99)] for times in windows if times
        )

    def answered(self, what: str, since: float, until: float = float("inf")) -> int:
        return sum(
            c.is_answered
            for c in self.calls
            if c.what == what and since <= c.began < until
        )

    def silent(self, since: float, until: float = float("inf")) -> int:
        return sum(c.is_silent for c in self.calls if since <= c.began < until)

    async def recovered(self, since: float, *, within: float = 2.0) -> float:
        """Wait until loads and saves are answered again; tell how long it took."""
        while not (self.answered("load", since) and self.answered("save", since)):
            assert time.monotonic() < since + within, self.noted
            await asyncio.sleep(0.002)
        return time.monotonic() - since

    async def settled(self, is_so: Callable[[], bool], *, within: float = 3.0) -> None:
        until = time.monotonic() + within
        while not is_so():
            assert time.monotonic() < until
            await asyncio.sleep(0.01)

    async def endure(
        self, begin: Step, end: Step, *, seconds: float, back: float
    ) -> None:
        """Let a fault begin and end; in `back` seconds from then on all is well."""
        assert self.silent(0.0) <= len(self.calls) / 20, self.noted
        since = time.monotonic()
        await begin()
        await asyncio.sleep(seconds)
        ending = time.monotonic()
        await end()
        over = time.monotonic()
        recovery = await self.recovered(over, within=back)
        await asyncio.sleep(max(0.0, over + back - time.monotonic()))
        settled = time.monotonic()
        await asyncio.sleep(0.5)
        assert self.silent(settled) <= self.answered("load", settled) / 50, self.noted
        p99 = self.p99(since, ending)
        longest = max(c.seconds for c in self.calls if since <= c.began < ending)
        tasks = f"{self.most_tasks} tasks"
        told("p99", p99, "longest", longest, "back in", recovery, tasks)
        assert p99 <= BUDGET + SLACK

    async def leave_nothing(self) -> None:
        """See that no task is left, and nothing to erase."""
        await self.settled(lambda: len(asyncio.all_tasks()) == 1)
        assert not self.keeper._erasures.left()


def told(*figures: object) -> None:
    """Print figures, times in ms."""
    texts = [
        f"{each * 1000:.1f} ms" if isinstance(each, float) else each for each in figures
    ]
    print(*texts)  # noqa: T201 - figures
