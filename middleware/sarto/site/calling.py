"""One resolver at work: called where it can do no harm, its answer checked.

An async one runs in the loop, any other in a thread. What it raises, or gives that is
no value, is told and counted, and the fact is unknown; no word of it is logged that
could be a visitor's.
"""

from asyncio import CancelledError, Task, current_task, get_running_loop
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from inspect import isawaitable

from sarto.context.resolved import Asked, UndeclaredError, UnusableError, checked
from sarto.errors import Failures
from sarto.site.resolvers import Declaration
from sarto.site.watched import watched
from sarto.site.workers import Job, Workers

MOST = 32  # calls that were given up, and did not end yet


@dataclass(frozen=True, slots=True)
class Turn:
    """The bounds that one request sets."""

    failures: Failures
    budget: float  # seconds
    until: float  # monotonic
    failed: set[str] = field(default_factory=set[str])  # who gave no answer


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """A resolver, and what of it is still under way."""

    declaration: Declaration
    is_async: bool
    workers: Workers = field(default_factory=Workers)
    behind: set[Task[object]] = field(default_factory=set[Task[object]])

    async def answer(self, asked: Asked, turn: Turn) -> object:
        """Ask, and give a value; `None`: there is none."""
        try:
            return checked(await self.found(asked, turn))
        except KeyboardInterrupt:  # in the loop it is somebody's Ctrl-C
            raise
        except GeneratorExit:  # the loop is gone, and all its tasks are let go
            return None
        except UndeclaredError as error:
            self.tell(turn, "undeclared", str(error))
        except UnusableError as error:
            self.tell(turn, "unusable", str(error))
        except BaseException as error:  # noqa: BLE001 - the law
            if not (isinstance(error, CancelledError) and is_given_up()):
                turn.failed.add(self.declaration.name)
                turn.failures.note(f"resolver {self.declaration.name}", error)
        return None

    async def found(self, asked: Asked, turn: Turn) -> object:
        if self.is_async:
            found = self.declaration.call(asked)
        else:
            found = await self.in_thread(asked, turn)
        if isawaitable(found):
            text = "it held the loop: let it be a plain function, and it gets a thread"
            told = partial(self.tell, turn, "blocks", text)
            return await watched(found, turn.budget, told)
        return found

    async def in_thread(self, asked: Asked, turn: Turn) -> object:
        """Call in a thread, in a copy of this context."""
        loop = get_running_loop()
        context, call = copy_context(), self.declaration.call
        job = Job(
            lambda: context.run(call, asked), turn.until, loop, loop.create_future()
        )
        if not self.workers.take(job):
            self.tell(turn, "busy", "its threads do not come back")
            return None
        try:
            found, error = await job.future
        finally:
            job.call = None
        if isinstance(error, Exception):
            raise error
        if error is not None:
            raise RaisedError from error
        return found

    def tell(self, turn: Turn, sort: str, text: str) -> None:
        """Count it, and say it once in a while."""
        name = self.declaration.name
        turn.failed.add(name)
        turn.failures.tell(f"resolver {name}: {sort}", f"`facts.{name}`: {text}")

    def may_start(self, turn: Turn) -> bool:
        """Whether few enough calls are behind; the rest are not worth a try."""
        if len(self.behind) < MOST:
            return True
        gone = {task for task in self.behind if task.get_loop().is_closed()}
        self.behind.difference_update(gone)
        if not gone:
            self.tell(turn, "busy", "its calls do not come back")
        return bool(gone)

    def leave(self, task: Task[object]) -> None:
        """Give up a call that did not end in time; it may end when it likes."""
        self.behind.add(task)
        task.add_done_callback(self.behind.discard)
        task.cancel()


class RaisedError(Exception):
    """Raised in the loop for what would end it, were it not raised in a thread."""


def is_given_up() -> bool:
    """Whether the call was cancelled by us, and did not raise that by itself."""
    task = current_task()
    return task is not None and task.cancelling() > 0
