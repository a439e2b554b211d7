"""A decision: what one place shows this visitor, and the rule that said so."""

from dataclasses import dataclass, field
from datetime import datetime

from sarto.context.visit import Visit
from sarto.decide.rules import Outcome, Place, Rule
from sarto.decide.trace import Trace
from sarto.decide.until import until
from sarto.decide.why import Because, because
from sarto.vocabulary.reads import ReadSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided; `fragment` is `None` where the page keeps its own content."""

    place: Place
    outcome: Outcome | None = None  # None: no rule matched, the place's default holds
    fragment: str | None = None
    attrs: tuple[tuple[str, str], ...] = ()
    audience: str | None = None
    experiment: str | None = None
    arm: str | None = None
    visit: Visit = field(repr=False, compare=False)

    @property
    def rule(self) -> Rule | None:
        """The rule that matched; `None` where the place's default holds."""
        return self.outcome.rule if self.outcome else None

    @property
    def trace(self) -> Trace:
        """What was asked on the way, in order."""
        return Trace.of(self.place.program, self.visit)

    @property
    def because(self) -> tuple[Because, ...]:
        """The conditions of the rule that said so; none for the place's default."""
        return because(self.outcome, self.visit, self.trace) if self.outcome else ()

    @property
    def reads(self) -> ReadSet:
        """The facts this decision stands on; what it could read is `place.reads`."""
        is_visitors = self.visit.sources.clock_zone is None
        return ReadSet.of(self.trace.read, by_zone=is_visitors)

    @property
    def until(self) -> datetime | None:
        """The moment, in UTC, when one of the conditions asked answers otherwise.

        Until then the clock alone changes nothing here; `None`: it never will, or a
        preview holds it fast.
        """
        return until(self.visit, (leaf for leaf, _ in self.trace.asked.values()))

    @property
    def is_own(self) -> bool:
        """Whether the page stays as it is here."""
        return self.fragment is None and not self.attrs
