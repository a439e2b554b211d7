"""The site's own facts, resolved for one request, in time.

Those that the page can read are asked at once, before the application runs, and all of
them together have the budget. Who has not answered by then is given up: nobody waits
for it, and its fact is unknown on this page.
"""

import asyncio
from asyncio import Task, create_task
from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any

from sarto.asgi import Scope
from sarto.compose.uses import EVERYTHING
from sarto.context.visit import inside
from sarto.site.calling import Caller, Turn
from sarto.site.declaring import Resolvers, budget_of, declarations
from sarto.site.read import NOTHING, Names, read_by_application
from sarto.site.resolvers import Declaration
from sarto.site.site import Site
from sarto.site.visitor import Visitor
from sarto.vocabulary.declared import Declared

MOST = 1024  # sets of names whose resolvers are remembered


class Resolving:
    """The resolvers of one `Sarto`; they outlive every version of its site."""

    def __init__(self, given: Iterable[Declaration], budget: float) -> None:
        self.budget = budget
        self.callers = {each.fact.name: Caller(each, each.is_async) for each in given}
        rows = {name: each.declaration.fact for name, each in self.callers.items()}
        self.declared = Declared(rows)
        self._wanted: dict[Names, Mapping[str, Caller]] = {}

    @classmethod
    def of(cls, resolvers: Resolvers | None, budget: float) -> "Resolving | None":
        """Read the options; `None`: there is nothing to resolve."""
        given, seconds = declarations(resolvers or ()), budget_of(budget)
        return cls(given, seconds) if given else None

    async def resolve(
        self, site: Site, visitor: Visitor, scope: Scope, *, is_page: bool
    ) -> None:
        """Let the visitor know what can be read on this page, or by its application."""
        try:
            names = visitor.plan.reads.facts if is_page else NOTHING
            if site.config.toml.app.reads:
                names |= read_by_application(site.config.toml.app.reads, inside(scope))
            if callers := self.wanted(names):
                turn = Turn(site.failures, self.budget, monotonic() + self.budget)
                visitor.learn(await answers(callers, visitor, turn))
                visitor.visit.is_sound &= not turn.failed
        except Exception as error:  # noqa: BLE001 - the law
            site.failures.note("resolvers", error)

    def wanted(self, names: Names) -> Mapping[str, Caller]:
        """Choose the resolvers of these facts; where any may be read, all of them."""
        found = self._wanted.get(names)
        if found is None:
            is_open = EVERYTHING.facts <= names
            found = {
                name: caller
                for name, caller in self.callers.items()
                if is_open or name in names
            }
            if len(self._wanted) >= MOST:
                self._wanted.clear()
            self._wanted[names] = found
        return found


async def answers(
    callers: Mapping[str, Caller], visitor: Visitor, turn: Turn
) -> Mapping[str, object]:
    """Ask all at the same time; whoever is late, or may not be asked, says `None`."""
    found: dict[str, Any] = dict.fromkeys(callers)
    tasks: dict[str, Task[object]] = {}
    try:
        for name, caller in callers.items():
            asked = visitor.asked(caller.declaration.fact)
            if asked is not None and caller.may_start(turn):
                tasks[name] = create_task(caller.answer(asked, turn))
        if tasks:
            await asyncio.wait(tasks.values(), timeout=turn.until - monotonic())
        for name, task in tasks.items():
            if task.done() and not task.cancelled():
                found[name] = task.result()
            else:
                callers[name].tell(turn, "late", f"no answer in {turn.budget:g} s")
    finally:
        for name, task in tasks.items():
            if not task.done():
                callers[name].leave(task)
    return found
