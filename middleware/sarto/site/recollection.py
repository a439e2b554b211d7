"""What a request does to memory: what code tells, what was shown, what goes out.

Before the answer starts all of it counts. After that a cookie cannot be set any more:
what is told then needs a store, and without one it is counted and dropped.
"""

from asyncio import Task, create_task, wait
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import cast

from sarto.choices.preferences import UndeclaredError, is_kept
from sarto.context.visit import Visit
from sarto.decide.decision import Decision
from sarto.errors import Failures
from sarto.headers import cookie
from sarto.memory.cookies import profile_cookie
from sarto.memory.memory import Memory
from sarto.memory.noticed import WRONG
from sarto.memory.stored import StoredMemory
from sarto.site.answered import Answered
from sarto.site.plan import Plan
from sarto.site.steady import ground, key_of

YEAR = 365 * 86_400  # seconds
LATE = "What was told after the answer had started was dropped: that needs a store"
MISUSED = "The site's code tells a visitor what is no text and no number"
UNDECLARED = "The site's code tells of what sarto.toml does not declare"


@dataclass(slots=True)
class Recollection:
    """One visitor's memory, as the request that it belongs to goes on."""

    visit: Visit
    plan: Plan
    failures: Failures
    is_closed: bool = False  # the answer has started
    is_flushed: bool = False  # something is kept already: its key has to go out
    is_told: bool = False  # a preference was told: its cookie goes out
    _spent: float = 0.0  # seconds that the page waited for the store
    _saving: Task[bool] | None = None

    @property
    def memory(self) -> Memory | None:
        return cast("Memory | None", self.visit.memory)

    @property
    def stored(self) -> StoredMemory | None:
        """The memory, if it is in a store."""
        return self.memory if isinstance(self.memory, StoredMemory) else None

    def signal(self, name: str, value: float | None) -> None:
        with self.heard():
            number = None if value is None else float(value)
            if self.memory is None:
                return
            if self.is_late(is_stored=True):
                self.memory.happens(name, number)  # to be measured it is not too late
                return
            if not self.memory.signal(name, number):
                self.failures.tell("undeclared", UNDECLARED)
            elif self.is_closed:
                self.memory.close(is_visit=False)

    def identify(self, user: object, traits: dict[str, object]) -> None:
        """Note who is signed in; `None`: nobody is any more."""
        with self.heard():
            self.visit.identify(None if user is None else traits)
            if self.memory is None or self.is_late():
                return
            if user is None:
                self.memory.split()
            else:
                self.memory.identify(str(user))

    def prefer(self, name: str, value: str | Iterable[str]) -> None:
        """Note what the visitor chose; what is not declared is told, and dropped."""
        with self.heard():
            declared = self.visit.sources.preferences
            if declared is None or self.is_late():
                return
            said = value if isinstance(value, str) else ",".join(value)
            self.visit.tell(declared.changed(self.visit.told, [(name, said)]))
            self.is_told = True

    @contextmanager
    def heard(self) -> Generator[None]:
        """Tell an author of what cannot be understood; the visitor gets the page."""
        try:
            yield
        except UndeclaredError:
            self.failures.tell("undeclared", UNDECLARED)
        except (TypeError, ValueError, OverflowError):
            self.failures.tell("misused", MISUSED)

    def is_late(self, *, is_stored: bool = False) -> bool:
        """Whether it is too late to tell anything; that is told, too.

        `is_stored`: a store is enough for it, and no cookie is needed.
        """
        is_late = self.is_closed and not (is_stored and self.stored is not None)
        if is_late:
            self.failures.tell("late", LATE)
        return is_late

    def close(
        self, answer: Answered, decided: Iterable[Decision], *, may_take: bool
    ) -> None:
        """Sum the request up, now that its answer starts.

        `may_take`: nobody else is given this answer, so that cookies can go along.
        """
        memory, self.is_closed = self.memory, True
        if memory is None:
            return
        memory.notice(answer.status, self.plan.signs, is_page=answer.is_page)
        is_seen = answer.is_page and answer.status < WRONG
        if is_seen and self.visit.scope.get("method") == "GET":
            for decision in decided:
                self.remember(memory, decision, answer)
        memory.may_take = may_take
        memory.close(is_visit=answer.is_visit)

    def cookies(self) -> list[bytes]:
        """Write the `Set-Cookie` values that the answer takes along; the last ones."""
        found = [self.preferences_cookie()] if self.is_told else []
        if self.memory is None:
            return found
        profile = profile_cookie(self.memory)
        self.memory.may_take &= profile is not None
        return found if profile is None else [*found, profile]

    def remember(self, memory: Memory, decision: Decision, answer: Answered) -> None:
        """Note that something was shown, if that matters later."""
        is_shown = answer.has_shown(decision.place.key, decision.fragment)
        if decision.rule and decision.rule.cap and is_shown:
            memory.show(decision.rule.cap.rule)
        if decision.place.is_stable:
            memory.pick(decision.place.key, key_of(decision), ground(self.visit))

    def preferences_cookie(self) -> bytes:
        """Write our cookie of choices; it lasts as long as it was asked to."""
        visit, declared = self.visit, self.visit.sources.preferences
        names = visit.sources.jar.names(visit.scope)
        is_long = is_kept(cookie(visit.headers, names.preferences))
        value = declared.written(visit.told, is_kept=is_long) if declared else ""
        if not value:
            return names.gone(names.preferences)
        seconds = YEAR if is_long else None
        return names.written(names.preferences, value, seconds=seconds)

    @property
    def is_pressing(self) -> bool:
        """Whether something must be in the store before the answer starts."""
        stored = self.stored
        if stored is None or not stored.is_due:
            return False
        return bool(stored.changes or stored.owner)

    async def open(self) -> None:
        """Take back what may not be kept any more; load what this page needs."""
        if (stored := self.stored) is not None:
            with self.harmless(), self.timed():
                await stored.open(is_needed=self.is_asked(stored))

    def is_asked(self, stored: StoredMemory) -> bool:
        """Whether the rules of this page, or the site's own code, need a memory."""
        asked_on = stored.keeping.asked_on
        is_read = asked_on is not None and bool(asked_on.fullmatch(self.visit.path))
        return self.plan.remembers or is_read

    async def settle(self) -> None:
        """Take over the profile of who signed in, before anything is decided."""
        if (stored := self.stored) is not None:
            with self.harmless(), self.timed():
                await stored.settle()

    async def press(self) -> None:
        """Put what changed into the store, as far as this page still has time.

        What takes longer goes on, and `save` waits for it once the page is out.
        """
        if self.stored is None or self.memory is None:
            return
        self._saving = create_task(self._save(self.stored))
        left = self.memory.keeping.budget - self._spent
        await wait({self._saving}, timeout=max(left, 0))

    async def flush(self) -> bool:
        """Make durable what was told so far; `True`: it is, or goes by cookie."""
        if self.memory is not None and not self.is_closed:
            self.memory.close(is_visit=False)
            self.is_flushed = self.stored is not None
        return await self.save()

    async def save(self) -> bool:
        """Put what changed into the store; `True`: it is there, or goes by cookie."""
        if self.stored is None:
            return True
        if self._saving is not None:
            await wait({self._saving})
        return await self._save(self.stored)

    async def _save(self, stored: StoredMemory) -> bool:
        with self.harmless():
            return await stored.save()
        return False

    @contextmanager
    def timed(self) -> Generator[None]:
        """Count the time that this page waits for the store."""
        began = monotonic()
        try:
            yield
        finally:
            self._spent += monotonic() - began

    @contextmanager
    def harmless(self) -> Generator[None]:
        """Note what fails, and go on: the visitor gets the page."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the law
            self.failures.note("remember", error)
