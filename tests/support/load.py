"""Many who ask a keeper all the time, and what became of each call."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from statistics import median
from types import TracebackType
from typing import Self

from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.vocabulary.ports import ProfileStore, Stored
from support.sleepers import Sleepers

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
        self._sleepers = Sleepers(BUDGET)
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
        self._sleepers.close()
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

    async def keeps_the_budget(
        self, since: float, until: float, *, at_least: float = 0.0
    ) -> None:
        """See that the 99th percentile is the budget's, as long as a sleep takes here.

        Of several windows the median counts; of the calls those that took `at_least`.
        """
        spent = [(c.began, c.seconds) for c in self.calls if c.seconds >= at_least]
        slept = await asyncio.to_thread(self._sleepers.wake)
        times = windows(spent, since, until)
        longest = max(seconds for began, seconds in spent if since <= began < until)
        sleep = [max(BUDGET, each) for each in windows(slept, since, until)]
        told("p99", median(times), "longest", longest, "a bare sleep", median(sleep))
        late = [time - sleep for time, sleep in zip(times, sleep, strict=True)]
        slack = SLACK + median(sleep) - BUDGET  # a busy machine is late more than once
        assert median(late) <= slack, late

    def since(self, moment: float) -> Iterator[Call]:
        """Give the calls that began since then; they are listed as they end."""
        for call in reversed(self.calls):
            if call.began + call.seconds < moment:
                return
            if call.began >= moment:
                yield call

    def answered(self, what: str, since: float) -> int:
        return sum(c.is_answered for c in self.since(since) if c.what == what)

    def silent(self, since: float) -> int:
        return sum(c.is_silent for c in self.since(since))

    async def recovered(self, since: float, *, within: float = 2.0) -> float:
        """Wait until loads and saves are answered again; tell how long it took."""
        while not (self.answered("load", since) and self.answered("save", since)):
            assert time.monotonic() < since + within, self.noted
            await asyncio.sleep(0.002)
        return time.monotonic() - since

    def is_calm(self) -> bool:
        """Whether lately nearly all was answered; a busy machine is late at times."""
        since = time.monotonic() - 0.3
        silent = self.silent(since)
        return silent <= self.answered("load", since) / 20 and bool(
            self.answered("save", since)
        )

    async def settled(self, is_so: Callable[[], bool], *, within: float = 5.0) -> None:
        until = time.monotonic() + within
        while not is_so():
            assert time.monotonic() < until, self.noted
            await asyncio.sleep(0.01)

    async def endure(
        self, begin: Step, end: Step, *, seconds: float, back: float
    ) -> None:
        """Let a fault begin and end; in `back` seconds from then on all is well."""
        await self.settled(self.is_calm)
        since = time.monotonic()
        await begin()
        await asyncio.sleep(seconds)
        ending = time.monotonic()
        await end()
        over = time.monotonic()
        recovery = await self.recovered(over, within=back)
        await self.settled(self.is_calm, within=over + back - time.monotonic())
        told("back in", recovery, f"{self.most_tasks} tasks")
        await self.keeps_the_budget(since, ending)

    async def leave_nothing(self) -> None:
        """See that no task is left, and nothing to erase."""
        await self.settled(lambda: len(asyncio.all_tasks()) == 1)
        assert not self.keeper._erasures.left()


def windows(
    spent: Iterable[tuple[float, float]], since: float, until: float
) -> list[float]:
    """Give each window's 99th percentile, in seconds; where there is nothing, 0."""
    step = (until - since) / WINDOWS
    found: list[list[float]] = [[] for _ in range(WINDOWS)]
    for began, seconds in spent:
        if since <= began < until:
            found[int((began - since) / step)].append(seconds)
    return [sorted([0.0, *times])[int(len(times) * 0.99)] for times in found]


def told(*figures: object) -> None:
    """Print figures, times in ms."""
    texts = [
        f"{each * 1000:.1f} ms" if isinstance(each, float) else each for each in figures
    ]
    print(*texts)  # noqa: T201 - figures
