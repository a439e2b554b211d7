"""Asking a store in time: whoever is late is left behind, and nobody waits for it.

`asyncio.wait_for` keeps no budget where a call takes its time to be cancelled, so a
late one is told to end, kept by its name until it does, and not heard any more.
"""

from asyncio import Task, create_task, wait
from collections.abc import Awaitable, Callable
from enum import Enum
from time import monotonic
from typing import Final, TypeAlias, TypeVar

from sarto.memory.circuit import Circuit

MOST: Final = 64  # calls under way, with those that are left behind
LATE_WAKING: Final = 0.01  # seconds; by then it was not the store that was late
GRACE: Final = 0.003  # seconds for answers that waited in line while the loop stood

Found = TypeVar("Found")
Note: TypeAlias = Callable[[str, BaseException], None]


class Silence(Enum):
    """The answer of a store that gives none."""

    SILENCE = "silence"


SILENCE: Final = Silence.SILENCE


class StoreLateError(Exception):
    """A store did not answer in time."""


class StoreBusyError(Exception):
    """Too many calls of a store are under way."""


class StoreEndedError(Exception):
    """A store tried to end more than its own call."""


class Calls:
    """All calls of one store; `budget` is in seconds."""

    def __init__(self, budget: float, note: Note) -> None:
        self.budget = budget
        self.circuit = Circuit()
        self._note = note
        self._under_way: set[Task[object]] = set()

    async def ask(
        self,
        what: str,
        call: Callable[[], Awaitable[Found]],
        *,
        seconds: float | None = None,
    ) -> Found | Silence:
        """Ask in time, where it is worth a try; never raises an error.

        `seconds`: how long somebody waits for this one; by default the budget.
        """
        began = monotonic()
        if not self.circuit.may_pass(began):
            return SILENCE
        if not self._has_room():
            self._note(what, StoreBusyError(f"{MOST} calls are under way"))
            return SILENCE
        found = await self.within(
            self.budget if seconds is None else seconds, what, call
        )
        if found is SILENCE:
            self.circuit.silent(began, monotonic())
        else:
            self.circuit.answered()
        return found

    async def within(
        self, seconds: float, what: str, call: Callable[[], Awaitable[Found]]
    ) -> Found | Silence:
        """Ask within that time, at any rate."""
        task = create_task(contained(call))
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        due = monotonic() + seconds
        try:
            await wait({task}, timeout=seconds)
            if not task.done() and monotonic() > due + LATE_WAKING:
                await wait({task}, timeout=GRACE)
        finally:
            if not (task.done() or task.get_loop().is_closed()):
                task.cancel()
        error = failure(task, seconds)
        if error is None:
            return task.result()
        self._note(what, error)
        return SILENCE

    def _has_room(self) -> bool:
        """Whether few enough are under way; those of a closed loop never end."""
        if len(self._under_way) >= MOST:
            for task in list(self._under_way):
                if task.get_loop().is_closed():
                    self._under_way.discard(task)
        return len(self._under_way) < MOST

    def _ended(self, task: Task[object]) -> None:
        """Let go of a call; looked at, its error is not complained about."""
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()


async def contained(call: Callable[[], Awaitable[Found]]) -> Found:
    """Make the call; what it raises ends nothing but itself."""
    try:
        return await call()
    except SystemExit as error:  # in a task it would end the loop
        raise StoreEndedError from error


def failure(task: Task[object], seconds: float) -> BaseException | None:
    """Tell why there is no answer; `None`: there is one."""
    if not task.done():
        return StoreLateError(f"no answer in {seconds:g} s")
    if task.cancelled():
        return StoreEndedError("it cancelled itself")
    return task.exception()
