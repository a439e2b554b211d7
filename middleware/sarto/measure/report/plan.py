"""What a site's file wants to know: of each experiment, and of each place.

The questions are the very ones that a store is told of before it erases rows: whoever
tidies asks `questions`, and reports go on being right.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from sarto.config.experiment import Experiment
from sarto.config.model import SartoToml
from sarto.config.windows import window as span_of
from sarto.vocabulary.measured import EXPERIMENTS, Question
from sarto.vocabulary.periods import period

DAY: Final = 86_400  # seconds
POINT: Final = 0.01  # a percentage point
WINDOW: Final = 14 * DAY  # in which a signal counts for a place
FEW: Final = 3  # signals by which places are told apart, where there is no goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One experiment, as its figures are to be read; moments in seconds since 1970."""

    name: str
    weights: Mapping[str, float]  # by arm, the baseline first
    goal: str
    guardrails: tuple[str, ...] = ()
    window: int = WINDOW
    margin: float = POINT  # a share
    breakdown: tuple[str, ...] = ()
    factors: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    is_bandit: bool = False
    start: int | None = None
    until: int | None = None
    why: str | None = None
    owner: str | None = None

    @classmethod
    def of(cls, name: str, said: Experiment, toml: SartoToml) -> Self:
        """Read what the file says; it was checked before."""
        start, until = span_of(said, toml)
        return cls(
            name=name,
            weights=said.weights,
            goal=said.goal,
            guardrails=tuple(said.guardrails),
            window=int(period(said.window).total_seconds()),
            margin=said.margin * POINT,
            breakdown=tuple(said.breakdown),
            factors={each: tuple(levels) for each, levels in said.factors.items()},
            is_bandit=said.is_bandit,
            start=seconds(start),
            until=seconds(until),
            why=said.why,
            owner=said.owner,
        )

    @property
    def subject(self) -> str:
        return f"{EXPERIMENTS}.{self.name}"

    @property
    def arms(self) -> tuple[str, ...]:
        return tuple(self.weights)

    @property
    def baseline(self) -> str:
        return self.arms[0]

    @property
    def question(self) -> Question:
        """Ask for the goal, with what was done before as the covariate."""
        return self.asked(self.goal, before=self.window)

    def guard(self, signal: str) -> Question:
        return self.asked(signal)

    def asked(self, signal: str, before: int = 0) -> Question:
        """Ask for a signal; from a whole UTC day on, as sums of erased rows are."""
        return Question(
            subject=self.subject,
            signal=signal,
            window=self.window,
            before=before,
            since=max(self.start or 0, 0) // DAY * DAY,
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.question, *map(self.guard, self.guardrails)

    def is_over(self, now: int) -> bool:
        """Whether nobody is added any more, and all windows are closed."""
        return self.until is not None and now >= self.until + self.window


def plans(toml: SartoToml) -> tuple[Plan, ...]:
    """List a site's experiments, in the order of the file."""
    return tuple(Plan.of(name, said, toml) for name, said in toml.experiments.items())


def goals(toml: SartoToml) -> tuple[str, ...]:
    """Name the signals that places are judged by."""
    wanted = dict.fromkeys(each.goal for each in toml.experiments.values())
    return tuple(wanted) or tuple(toml.signals)[:FEW]


def of_place(subject: str, signal: str) -> Question:
    """Ask what came of a place, by a signal."""
    return Question(subject=subject, signal=signal, window=WINDOW)


def questions(toml: SartoToml, subjects: Iterable[str]) -> Iterator[Question]:
    """List all that a report asks; `subjects` are those that the store knows."""
    for plan in plans(toml):
        yield from plan.questions
    for subject in places(subjects):
        for signal in goals(toml):
            yield of_place(subject, signal)


def places(subjects: Iterable[str]) -> Iterator[str]:
    """Leave the experiments out."""
    return (each for each in subjects if not each.startswith(f"{EXPERIMENTS}."))


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
