"""`sarto report`, for people at a terminal: a sentence, then what it stands on."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from sarto.measure.report.figures import Against
from sarto.measure.report.places import Place, Shown
from sarto.measure.report.report import Report
from sarto.measure.report.result import Result
from sarto.measure.report.words import (
    amount,
    amounts,
    chance,
    change,
    changes,
    percent,
    percents,
)
from sarto.measure.verdict import Kind
from sarto.workbench.report.columns import paragraph, table
from sarto.workbench.report.further import further, ledger

Paint: TypeAlias = Callable[[str, str], str]

ROLES: Final[dict[Kind, str]] = {
    "keep": "help",
    "baseline": "note",
    "same": "note",
    "undecided": "warning",
    "distrust": "error",
}
HOW: Final = (
    "Differences of shares are in percentage points. Intervals are of 95 %: `once` for"
    " who looks once, at the end, `any day` for who looks every day, and for several"
    " arms; verdicts go by these. p is for who looks once, and for several arms."
)
APART: Final = (
    "Places, and what went together with them. Who sees what is for the rules to say,"
    " and not for chance, so these rates do not tell what a fragment did."
)
NOTHING: Final = (
    "There are no experiments in this file, and nobody has been shown anything yet."
)
UNSEEN: Final = "Nobody has been shown anything yet."


def as_text(report: Report, paint: Paint) -> str:
    """Write a report, coloured by whoever paints."""
    parts = ["\n".join(told(each, paint)) for each in report.results]
    if any(each.units for each in report.results):
        parts.append(paragraph(HOW))
    if report.places:
        parts.append("\n\n".join([paragraph(APART), *map(placed, report.places)]))
    if report.is_empty:
        parts.append(UNSEEN if report.results else NOTHING)
    parts += ledger(report)
    return "\n\n".join(parts)


def told(result: Result, paint: Paint) -> Iterator[str]:
    """Write one experiment."""
    plan, verdict = result.plan, result.verdict
    yield paint("message", plan.name)
    if plan.why:
        yield paragraph(plan.why, "  ")
    yield paint(ROLES[verdict.kind], paragraph(verdict.sentence, "  "))
    if result.units:
        yield ""
        yield arms(result)
        yield ""
        yield comparisons(result)
        yield from further(result)


def arms(result: Result) -> str:
    """Set out the arms, by the goal and by all else that is measured."""
    goal, *others = result.baseline.metrics
    rows = [
        [
            each.name,
            f"{each.units:,}",
            f"{each.done:,}",
            percent(each.share),
            percents(each.interval),
        ]
        for each in result.arms
    ]
    set_out = [table(["arm", "visitors", goal, "share", "95 %"], rows)]
    shares = {each.metric for each in result.against if each.kind == "share"}
    for metric in others:
        say, both = (percent, percents) if metric in shares else (amount, amounts)
        found = [(each.name, each.metrics[metric]) for each in result.arms]
        lines = [[name, say(one.value), both(one.interval)] for name, one in found]
        set_out.append(table([metric, "", "95 %"], lines))
    return "\n\n".join(set_out)


def comparisons(result: Result) -> str:
    head = [f"against {result.plan.baseline}", "", "change", "once", "any day", "p"]
    return table(head, map(compared, result.against), left=2)


def compared(each: Against) -> list[str]:
    return [
        each.arm,
        f"{each.metric} (guardrail)" if each.is_guardrail else each.metric,
        change(each.difference, each.kind),
        changes(each.interval, each.kind),
        changes(each.any_time.interval, each.kind),
        chance(each.corrected.p),
    ]


def placed(place: Place) -> str:
    """Write one place."""
    head = ["shown", "for", "visitors"]
    for signal in place.signals:
        head += [signal, "95 %"]
    rows = [
        [
            row.variant or "its own",
            row.audience or "others",
            f"{row.units:,}",
            *shares(row),
        ]
        for row in place.rows
    ]
    return f"{place.subject}\n{table(head, rows, left=2)}"


def shares(row: Shown) -> Iterator[str]:
    for rate in row.rates:
        yield percent(rate.share)
        yield percents(rate.interval)
