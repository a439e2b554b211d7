"""What came of one experiment: all of its figures, and the verdict on them.

In: a plan, and what a store answers to its questions. Nothing is asked for twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from sarto.measure.account import Account, account
from sarto.measure.breakdown import Breakdown, breakdowns
from sarto.measure.epochs import cohorts
from sarto.measure.factors import Term, terms
from sarto.measure.report.figures import Adjusted, Against, Arm, Look, Split
from sarto.measure.report.looks import looks
from sarto.measure.report.metrics import Metric, adjusted, metrics
from sarto.measure.report.plan import Plan
from sarto.measure.statistics.balance import (
    Crossing,
    crossing,
    sample_ratio,
    sample_ratio_any_time,
)
from sarto.measure.statistics.proportions import Count, wilson
from sarto.measure.totals import grouped, of_arms
from sarto.measure.verdict import Verdict
from sarto.vocabulary.measured import Cell, Day, Sums
from sarto.vocabulary.ports import EventStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a store knows of an experiment."""

    cells: Sequence[Cell]  # of the goal
    days: Sequence[Day]
    crossed: int
    guards: Mapping[str, Mapping[str, Sums]]  # by signal and arm
    account: Account | None = None

    @classmethod
    def of(cls, store: EventStore, plan: Plan, now: int) -> Self:
        """Ask the store; may raise what it raises."""
        question, arms = plan.question, plan.arms
        is_bandit = plan.is_bandit
        settled = cohorts(store, question, arms, until=now) if is_bandit else ()
        goal, *guards = store.outcomes(*plan.questions)
        return cls(
            cells=goal.cells,
            days=goal.days,
            crossed=store.crossed(question),
            guards={
                signal: of_arms(found.cells, arms)
                for signal, found in zip(plan.guardrails, guards, strict=True)
            },
            account=account(settled, arms) if is_bandit else None,
        )

    def sums(self, arms: Sequence[str]) -> Mapping[str, Sums]:
        return of_arms(self.cells, arms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One experiment, told in full."""

    plan: Plan
    arms: tuple[Arm, ...]  # the baseline first
    against: tuple[Against, ...]
    adjusted: tuple[Adjusted, ...]  # none without a time before
    split: Split
    crossing: Crossing
    crossed: int  # units that saw several arms; they count for none
    looks: tuple[Look, ...]
    terms: tuple[Term, ...]
    breakdowns: tuple[Breakdown, ...]
    account: Account | None  # of a bandit, once days are over for good
    strangers: Mapping[str, int]  # units of arms that the file does not have
    verdict: Verdict

    @property
    def units(self) -> int:
        return sum(each.units for each in self.arms)

    @property
    def baseline(self) -> Arm:
        return self.arms[0]

    @property
    def guarded(self) -> tuple[Against, ...]:
        return tuple(each for each in self.against if each.is_guardrail)

    @property
    def aimed(self) -> tuple[Against, ...]:
        """The comparisons by the goal, and by its values."""
        return tuple(each for each in self.against if not each.is_guardrail)


def result(plan: Plan, answers: Answers, judged: Verdict) -> Result:
    """Put an experiment's figures together."""
    sums = answers.sums(plan.arms)
    found = metrics(plan.goal, sums, answers.guards)
    units = sum(each.units for each in sums.values())
    facts = () if plan.is_bandit else plan.breakdown
    return Result(
        plan=plan,
        arms=tuple(arms(plan, sums, found)),
        against=tuple(each for metric in found for each in metric.comparisons()),
        adjusted=tuple(adjusted(plan.goal, sums)),
        split=split(plan, sums),
        crossing=crossing(answers.crossed, units + answers.crossed),
        crossed=answers.crossed,
        looks=looks(answers.days, plan.arms),
        terms=terms(sums, plan.factors),
        breakdowns=told(breakdowns(answers.cells, facts, plan.arms)) if units else (),
        account=answers.account,
        strangers=strangers(plan, answers.cells),
        verdict=judged,
    )


def told(found: Sequence[Breakdown]) -> tuple[Breakdown, ...]:
    """Leave out facts of which there are not two rows to be held side by side."""
    return tuple(
        each for each in found if sum(not row.is_withheld for row in each.rows) > 1
    )


def arms(
    plan: Plan, sums: Mapping[str, Sums], found: Sequence[Metric]
) -> Iterator[Arm]:
    every = {metric.name: metric.estimates() for metric in found}
    for name, weight in plan.weights.items():
        count = Count.of(sums[name])
        yield Arm(
            name=name,
            weight=weight,
            units=sums[name].units,
            done=sums[name].converted,
            share=count.share,
            interval=wilson(count),
            metrics={metric: each[name] for metric, each in every.items()},
        )


def split(plan: Plan, sums: Mapping[str, Sums]) -> Split:
    """Check the split; arms that were closed, by a weight of 0, are left out."""
    if plan.is_bandit:
        return Split(p=None, is_right=True)
    weights = {arm: weight for arm, weight in plan.weights.items() if weight > 0}
    seen = {arm: sums[arm].units for arm in weights}
    found = sample_ratio(seen, weights)
    running = sample_ratio_any_time(seen, weights)
    return Split(p=found.p, is_right=found.is_right, any_time=running.p)


def strangers(plan: Plan, cells: Sequence[Cell]) -> Mapping[str, int]:
    found = grouped(cells, lambda cell: cell.variant)
    return {arm: sums.units for arm, sums in found.items() if arm not in plan.weights}
