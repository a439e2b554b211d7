"""The rest of a chapter: for whom, by which factor, a bandit, and is it right."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from sarto.measure.account import Account
from sarto.measure.breakdown import OTHERS, UNKNOWN, Breakdown, Row
from sarto.measure.factors import Term
from sarto.measure.report.result import Result
from sarto.measure.statistics.normal import LEVEL
from sarto.pages.console.reports.numerals import Numerals, P
from sarto.pages.console.reports.parts import Chart, Part, Table, present
from sarto.pages.console.reports.whiskers import EFFECTS, Mark, whiskers
from sarto.speech.speech import Speech

TWO: Final = 2  # arms: of more the rows are too many to be drawn


def further(result: Result, say: Speech) -> Iterator[Part]:
    """Tell what else is known."""
    if result.terms:
        yield factors(result.terms, say)
    if result.adjusted:
        yield before(result, say)
    for each in result.breakdowns:
        yield broken(each, result.plan.arms, say)
    if result.account:
        yield bandit(result.account, say)
    yield trust(result, say)


def factors(terms: Sequence[Term], say: Speech) -> Part:
    """Tell what each factor does, and what two of them do together."""
    write, title = Numerals(say), say("By factor")
    found = [(named(e.levels.items(), say), e) for term in terms for e in term.effects]
    marks = [
        Mark(
            name=name,
            said=write.change(e.difference, "share"),
            dot=e.difference,
            once=e.interval,
        )
        for name, e in found
    ]
    rows = [
        (
            name,
            write.change(e.difference, "share"),
            write.changes(e.interval, "share"),
            write.chance(e.corrected),
        )
        for name, e in found
    ]
    head = (say("Level"), say("Change"), write.percent(LEVEL, 0), P)
    note = say(
        "A level against the first of its factor, evenly over all others; of two "
        "levels, what they do together beyond what each does."
    )
    table = Table(caption=title, head=head, rows=tuple(rows))
    return Part(
        title=title, said=(note,), charts=effects(title, marks, write), tables=(table,)
    )


def named(levels: Iterable[tuple[str, str]], say: Speech) -> str:
    return " + ".join(f"{say.name(each)}: {say.name(level)}" for each, level in levels)


def effects(title: str, marks: Sequence[Mark], write: Numerals) -> tuple[Chart, ...]:
    """Draw differences of shares."""
    named_at = partial(write.tick, kind="share")
    return present(whiskers(title, marks, named_at, EFFECTS))


def before(result: Result, say: Speech) -> Part:
    """Tell the same, less what visitors were like before."""
    write, title = Numerals(say), say("With what was done before")
    rows = [
        (
            each.arm,
            each.metric,
            write.change(each.difference, "value"),
            write.changes(each.interval, "value"),
            write.chance(each.p),
            write.percent(each.reduction),
        )
        for each in result.adjusted
    ]
    head = (say("Arm"), say("Measure"), say("Change"), write.percent(LEVEL, 0), P)
    note = say(
        "Visitors differ, and part of that is known from what they did before they saw "
        "an arm. Taken out, less doubt is left."
    )
    table = Table(
        caption=title, head=(*head, say("Less doubt")), rows=tuple(rows), texts=2
    )
    return Part(title=title, said=(note,), tables=(table,))


def broken(found: Breakdown, arms: Sequence[str], say: Speech) -> Part:
    """Tell whether an arm does as much for everybody."""
    write, title = Numerals(say), say("By {fact}", fact=say.name(found.fact))
    marks = [
        Mark(
            name=value(row, say),
            said=write.change(each.difference, "share"),
            dot=each.difference,
            once=each.interval,
        )
        for row in found.rows
        for each in row.beside
        if len(arms) == TWO
    ]
    if found.is_uneven:
        note = say("It is not the same for all of them: more than luck has it.")
    else:
        note = say("Rows differ by luck, too; nothing says that it is more than that.")
    less = (say("{arm}: change", arm=say.name(arm)) for arm in arms[1:])
    table = Table(
        caption=title,
        head=(say("Value"), say("Visitors"), *arms, *less),
        rows=tuple(row_of(row, arms, say) for row in found.rows),
    )
    charts = effects(title, marks, write)
    return Part(title=title, said=(note,), charts=charts, tables=(table,))


def value(row: Row, say: Speech) -> str:
    return {OTHERS: say("others"), UNKNOWN: say("unknown")}.get(row.value, row.value)


def row_of(row: Row, arms: Sequence[str], say: Speech) -> tuple[str, ...]:
    write = Numerals(say)
    begun = (value(row, say), write.count(row.units))
    if row.is_withheld:
        return *begun, *[say("too few")] * (2 * len(arms) - 1)
    changes = {each.arm: each.interval for each in row.beside}
    return (
        *begun,
        *(write.percent(row.averages.get(arm)) for arm in arms),
        *(write.changes(changes.get(arm), "share") for arm in arms[1:]),
    )


def bandit(found: Account, say: Speech) -> Part:
    """Tell what a bandit brought, and what it cost."""
    write = Numerals(say)
    low, high = (write.signed(end, 0) for end in found.interval)
    gained = say(
        "Of the days that are over: {gained} times more than an even split would have "
        "brought ({interval}).",
        gained=write.signed(found.gained, 0),
        interval=write.range(low, high),
    )
    worth = say(
        "What is known of the arms is worth {share} of what it would have been.",
        share=write.percent(found.worth, 0),
    )
    return Part(title=say("What the bandit did"), said=(gained, worth))


def trust(result: Result, say: Speech) -> Part:
    """Tell whether the figures themselves are right."""
    return Part(
        title=say("Are these figures right?"),
        said=tuple(checks(result, say)),
        is_warning=result.verdict.kind == "distrust",
    )


def checks(result: Result, say: Speech) -> Iterator[str]:
    write, split = Numerals(say), result.split
    p = write.stated(split.p)
    if split.p is None:
        yield say("The weights move, so nobody can say how many should be in each arm.")
    elif split.is_right:
        yield say("Visitors came to the arms as the weights say (p {p}).", p=p)
    else:
        yield say(
            "Visitors did not come to the arms as the weights say (p {p}): something "
            "keeps some away.",
            p=p,
        )
    yield say(
        "Shown several arms, and counted for none: {number} ({share}).",
        number=write.count(result.crossed),
        share=write.percent(result.crossing.share),
    )
    for arm, units in result.strangers.items():
        yield say(
            "{number} saw the arm {arm}, which is not in the file any more.",
            number=write.count(units),
            arm=say.name(arm),
        )
