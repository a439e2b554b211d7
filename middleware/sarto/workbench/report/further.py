"""What else a report says at a terminal: checks, breakdowns, factors, a bandit."""

from collections.abc import Iterator, Sequence
from typing import Final

from sarto.measure.account import Account
from sarto.measure.breakdown import OTHERS, UNKNOWN, Breakdown, Row
from sarto.measure.factors import Term
from sarto.measure.report.figures import Adjusted
from sarto.measure.report.report import Report
from sarto.measure.report.result import Result
from sarto.measure.report.words import chance, change, changes, percent, stated
from sarto.workbench.report.columns import paragraph, table

SHARE: Final = "share"
NAMES: Final = {OTHERS: "others", UNKNOWN: "unknown"}
TOO_FEW: Final = "too few"
UNEVEN: Final = "It is not the same for all of them."


def further(result: Result) -> Iterator[str]:
    """Say all there is besides the comparisons."""
    if result.adjusted:
        yield ""
        head = ["with what was before", "", "change", "95 %", "p", "less doubt"]
        rows = [adjusted(each) for each in result.adjusted]
        yield table(head, rows, left=2)
    for part in (*map(broken, result.breakdowns), *map(term, result.terms)):
        yield ""
        yield part
    if result.account:
        yield ""
        yield paragraph(settled(result.account), "  ")
    yield ""
    yield from (paragraph(each, "  ") for each in checks(result))


def adjusted(each: Adjusted) -> list[str]:
    return [
        each.arm,
        each.metric,
        change(each.difference, "value"),
        changes(each.interval, "value"),
        chance(each.p),
        percent(each.reduction),
    ]


def broken(found: Breakdown) -> str:
    """Write a breakdown; of rows that are too small nothing is told."""
    arms = next((tuple(row.averages) for row in found.rows if row.averages), ())
    head = [f"by {found.fact}", "arm", "visitors", "share", "change"]
    text = table(
        head, [line for row in found.rows for line in lines(row, arms)], left=2
    )
    return f"{text}\n  {UNEVEN}" if found.is_uneven else text


def lines(each: Row, arms: Sequence[str]) -> Iterator[list[str]]:
    """Write a row: a line for each arm."""
    name, units = NAMES.get(each.value, each.value), f"{each.units:,}"
    if each.is_withheld:
        yield [name, TOO_FEW, units, "", ""]
        return
    changes_ = {beside.arm: changes(beside.interval, SHARE) for beside in each.beside}
    for at, arm in enumerate(arms):
        begun = ["", arm, ""] if at else [name, arm, units]
        yield [*begun, percent(each.averages[arm]), changes_.get(arm, "")]


def term(found: Term) -> str:
    """Write what a factor does, or what several do together."""
    head = [" and ".join(found.factors), "change", "95 %", "p"]
    rows = [
        [
            ", ".join(f"{factor} {level}" for factor, level in each.levels.items()),
            change(each.difference, SHARE),
            changes(each.interval, SHARE),
            chance(each.corrected),
        ]
        for each in found.effects
    ]
    return table(head, rows)


def settled(found: Account) -> str:
    low, high = found.interval
    return (
        f"The bandit, of the days that are over: {found.gained:+,.0f} times more than"
        f" an even split would have brought ({low:+,.0f} to {high:+,.0f}); what is"
        f" known of the arms is worth {percent(found.worth)} of what it would have been"
        " with one."
    )


def checks(result: Result) -> Iterator[str]:
    """Say whether the figures themselves are right."""
    split = result.split
    if split.p is not None:
        state = "as the weights say" if split.is_right else "NOT as the weights say"
        yield f"Visitors came to the arms {state} (p {stated(split.p)})."
    if result.crossed:
        share = percent(result.crossing.share)
        yield f"{result.crossed:,} saw several arms ({share}), and count for none."
    for arm, units in result.strangers.items():
        yield f"{units:,} saw the arm {arm}, which this file does not have."


def ledger(report: Report) -> Iterator[str]:
    """Say what became of the events, so that nobody trusts what lacks some."""
    losses = report.losses
    if losses.seen:
        lost = f"{losses.dropped:,} were lost" if losses.dropped else "none was lost"
        late = f", {losses.waiting:,} never arrived" if losses.waiting else ""
        yield f"Of {losses.seen:,} events {losses.stored:,} are stored, {lost}{late}."
    if report.gone:
        names = ", ".join(report.gone)
        yield paragraph(f"Events of experiments that the file does not have: {names}.")
