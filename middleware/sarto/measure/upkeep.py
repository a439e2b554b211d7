"""What is seen to now and then: weights that are learnt, and events that are too old.

Each hour a thread asks the store for the weights of the day, and once a day it sums up
what is older than a site keeps. Weights come of days that are over for good, so all
processes find the same ones; while a store is silent those of before hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Final

from sarto.config.experiment import Events
from sarto.config.model import SartoToml
from sarto.decide.assignment import Trials
from sarto.errors import Failures, wordless
from sarto.measure.epochs import current
from sarto.measure.report.plan import Plan, plans, questions
from sarto.vocabulary.measured import Question
from sarto.vocabulary.periods import period
from sarto.vocabulary.ports import EventStore

HOUR: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=1)  # until it is tried again
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Upkeep:
    """Looks after one version of a site; asked at each page whether it is time."""

    store: EventStore
    toml: SartoToml
    trials: Mapping[str, object]
    failures: Failures
    due: datetime = LONG_AGO
    tidied: int = 0  # the day when that was done last
    thread: Thread | None = field(default=None, repr=False)

    def look(self, now: datetime) -> None:
        """Let a thread see to it, where it is time; nobody waits."""
        if now < self.due:
            return
        self.due = now.replace(minute=0, second=0, microsecond=0) + HOUR
        thread = Thread(target=self.see, args=(now,), daemon=True, name="sarto-upkeep")
        try:
            thread.start()
        except RuntimeError as error:  # too many: it is tried again
            self.failed(now, error)
        else:
            self.thread = thread

    def wait(self, seconds: float) -> None:
        """Give it a moment, before the first visitor comes."""
        if self.thread is not None:
            self.thread.join(seconds)

    @property
    def is_learning(self) -> bool:
        """Whether weights move."""
        return any(each.is_bandit for each in self.toml.experiments.values())

    def see(self, now: datetime) -> None:
        """See to all of it, as of a moment; nothing is raised."""
        try:
            at = int(now.timestamp())
            if self.is_learning and isinstance(self.trials, Trials):
                self.trials.renew(self.weights(at))
            if now.toordinal() != self.tidied:
                self.tidy(at)
                self.tidied = now.toordinal()
        except Exception as error:  # noqa: BLE001 - the law
            self.failed(now, error)

    def failed(self, now: datetime, error: Exception) -> None:
        self.failures.note("events upkeep", wordless(error))
        self.due = min(self.due, now + SOON)

    def weights(self, at: int) -> dict[str, dict[str, float]]:
        """Ask for the weights of those experiments whose weights move."""
        moving = [each for each in plans(self.toml) if each.is_bandit]
        return {plan.name: self.learnt(plan, at) for plan in moving}

    def learnt(self, plan: Plan, at: int) -> dict[str, float]:
        """Weigh the arms; one that the file gives to nobody stays nobody's."""
        arms = [arm for arm, weight in plan.weights.items() if weight]
        found = current(self.store, plan.question, arms, now=at)
        return {**dict.fromkeys(plan.weights, 0.0), **found}

    def tidy(self, at: int) -> None:
        """Sum up what is older than it is kept, and erase it."""
        keep = period((self.toml.events or Events()).keep)
        keep_from = at - int(keep.total_seconds())
        self.store.tidy(keep_from=keep_from, questions=self.questions())

    def questions(self) -> tuple[Question, ...]:
        """List what is to be answered for ever: all that a report asks."""
        return tuple(questions(self.toml, self.store.subjects()))
