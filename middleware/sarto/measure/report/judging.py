"""The evidence of an experiment, gathered for its verdict."""

from collections.abc import Iterator, Mapping, Sequence

from sarto.measure import evidence as of
from sarto.measure.evidence import Evidence, Tried
from sarto.measure.remark import Remark
from sarto.measure.report.plan import Plan
from sarto.measure.report.result import Answers, split
from sarto.measure.statistics.balance import crossing
from sarto.measure.totals import of_arms
from sarto.measure.verdict import Verdict, verdict
from sarto.vocabulary.measured import Day, Ledger


def judged(
    plan: Plan, answers: Answers, ledgers: Sequence[Ledger], now: int
) -> Verdict:
    """Judge one experiment, as of a moment."""
    return verdict(evidence(plan, answers, ledgers, now))


def evidence(
    plan: Plan, answers: Answers, ledgers: Sequence[Ledger], now: int
) -> Evidence:
    sums = of_arms(answers.cells, plan.arms)
    first = sums[plan.baseline]
    return Evidence(
        goal=plan.goal,
        baseline=plan.baseline,
        units=first.units,
        converted=first.converted,
        tried=tuple(tried(plan, answers)),
        guarded=tuple(
            each
            for signal, seen in answers.guards.items()
            for each in of.guarded(signal, seen, margin=plan.margin)
        ),
        doubts=tuple(doubts(plan, answers, ledgers)),
        days=lasted(answers.days),
        is_over=plan.is_over(now),
        margin=plan.margin,
    )


def tried(plan: Plan, answers: Answers) -> Iterator[Tried]:
    """Hold the arms against the first one; a bandit's as its days allow."""
    sums = of_arms(answers.cells, plan.arms)
    if answers.account is None:
        yield from of.tried(sums)
        return
    for each in answers.account.comparisons:
        yield Tried(
            arm=each.arm,
            units=sums[each.arm].units,
            converted=sums[each.arm].converted,
            difference=each.difference,
            interval=each.any_time,
        )


def doubts(plan: Plan, answers: Answers, ledgers: Sequence[Ledger]) -> Iterator[Remark]:
    """Say what speaks against the figures themselves."""
    sums = of_arms(answers.cells, plan.arms)
    units = sum(each.units for each in sums.values())
    if not split(plan, sums).is_right:
        yield misplaced(plan, {arm: each.units for arm, each in sums.items()})
    if not crossing(answers.crossed, units + answers.crossed).is_right:
        yield of.crossed(answers.crossed, units + answers.crossed)
    if lost := of.lost(ledgers):
        yield lost


def misplaced(plan: Plan, units: Mapping[str, int]) -> Remark:
    """Name the arm that is farthest from its share."""
    weights = {arm: weight for arm, weight in plan.weights.items() if weight > 0}
    every = sum(units[arm] for arm in weights)
    meant = {arm: every * w / sum(weights.values()) for arm, w in weights.items()}
    worst = max(meant, key=lambda arm: abs(units[arm] - meant[arm]) / meant[arm] ** 0.5)
    return of.misplaced(worst, units[worst], meant[worst])


def lasted(seen: Sequence[Day]) -> int:
    """Count the days from the first on which somebody was shown an arm to the last."""
    days = [each.day for each in seen if each.units]
    return max(days) - min(days) + 1 if days else 0
