"""An experiment as a chapter: the verdict, then each part of what it stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sarto.measure.report.figures import Against
from sarto.measure.report.result import Result
from sarto.measure.statistics.normal import LEVEL
from sarto.pages.console.reports.course import Course, Scale, axis_of, course, of_arm
from sarto.pages.console.reports.further import further
from sarto.pages.console.reports.numerals import Numerals, P
from sarto.pages.console.reports.parts import Chapter, Part, Table, present
from sarto.pages.console.reports.remarks import LABELS, spoken
from sarto.pages.console.reports.whiskers import (
    SHARES,
    Guides,
    Mark,
    Whiskers,
    whiskers,
)
from sarto.speech.speech import Speech


def chapter(result: Result, say: Speech) -> Chapter:
    """Tell one experiment."""
    plan, verdict = result.plan, result.verdict
    return Chapter(
        id=f"experiments-{plan.name}".replace(" ", "_"),
        name=plan.name,
        why=plan.why or "",
        owner=plan.owner or "",
        kind=verdict.kind,
        label=say(LABELS[verdict.kind]),
        verdict=spoken(verdict.remarks, Numerals(say)),
        parts=tuple(Told(result, say).parts()) if result.units else (),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """Makes the parts of one experiment."""

    result: Result
    say: Speech

    @property
    def numerals(self) -> Numerals:
        return Numerals(self.say)

    def parts(self) -> Iterator[Part]:
        yield self.arms()
        if len(self.result.looks) > 1:
            yield self.days()
        yield self.compared()
        if self.result.guarded:
            yield self.guards()
        yield from self.values()
        yield from further(self.result, self.say)

    def arms(self) -> Part:
        """Show who did what was wanted, arm by arm."""
        say, write, goal = self.say, self.numerals, self.result.plan.goal
        title = say("Who did it: {goal}", goal=say.name(goal))
        rows = [
            (
                arm.name,
                write.count(arm.units),
                write.count(arm.done),
                write.percent(arm.share),
                write.percents(arm.interval),
            )
            for arm in self.result.arms
        ]
        marks = [
            Mark(name=arm.name, said=rate, dot=arm.share, once=arm.interval)
            for arm, (*_, rate, _range) in zip(self.result.arms, rows, strict=True)
            if arm.units
        ]
        head = (
            say("Arm"),
            say("Visitors"),
            say("Did it"),
            say("Share"),
            write.percent(LEVEL, 0),
        )
        return Part(
            title=title,
            charts=present(
                whiskers(title, marks, partial(write.percent, fine=0), SHARES)
            ),
            tables=(Table(caption=title, head=head, rows=tuple(rows)),),
        )

    def compared(self) -> Part:
        """Show how far each arm is from the baseline."""
        say, aimed = self.say, self.result.aimed
        title = say("Against {arm}", arm=say.name(self.result.plan.baseline))
        return Part(
            title=title,
            said=(
                say(
                    "How many percentage points more. The thick line is for who looks "
                    "once, the thin one for who looks every day: verdicts go by it."
                ),
            ),
            charts=present(self.effects(title, aimed[: self.others])),
            tables=(self.table(title, aimed),),
        )

    @property
    def others(self) -> int:
        return len(self.result.arms) - 1

    def effects(
        self, title: str, found: Sequence[Against], limit: float | None = None
    ) -> Whiskers | None:
        """Draw differences, with the line of none."""
        write = self.numerals
        marks = [
            Mark(
                name=each.arm,
                said=write.change(each.difference, each.kind),
                dot=each.difference,
                once=each.interval,
                any_day=each.any_time.interval,
            )
            for each in found
            if each.difference is not None
        ]
        kind = found[0].kind if found else "share"
        named = partial(write.tick, kind=kind)
        return whiskers(title, marks, named, Guides(has_zero=True, limit=limit))

    def table(self, caption: str, found: Sequence[Against]) -> Table:
        say, write = self.say, self.numerals
        rows = [
            (
                each.arm,
                each.metric,
                write.change(each.difference, each.kind),
                write.changes(each.interval, each.kind),
                write.changes(each.any_time.interval, each.kind),
                write.chance(each.corrected.p),
            )
            for each in found
        ]
        head = (say("Arm"), say("Measure"), say("Change"), say("Looking once"))
        last = (say("Looking every day"), P)
        return Table(caption=caption, head=head + last, rows=tuple(rows), texts=2)

    def days(self) -> Part:
        """Show how the effect went, with how sure it was on each day."""
        say, title = self.say, self.say("Day by day")
        note = say(
            "What was known at the end of each day. The band is for who looks every "
            "day: once it leaves zero out, that is no luck."
        )
        looks, write = self.result.looks, self.numerals
        scale = Scale(axis_of(looks), partial(write.tick, kind="share"), write.day)
        courses: list[Course | None] = []
        for arm in self.result.plan.arms[1:]:
            found = of_arm(looks, arm)
            told = write.changes(found[-1][1].interval, "share") if found else ""
            name = f"{title}: {say.name(arm)}"
            courses.append(course(name, told, found, scale))
        table = self.by_day(title)
        return Part(
            title=title, said=(note,), charts=present(*courses), tables=(table,)
        )

    def by_day(self, caption: str) -> Table:
        say, write, arms = self.say, self.numerals, self.result.plan.arms
        rows: list[tuple[str, ...]] = []
        for look in self.result.looks:
            counts = [
                f"{write.count(look.done[a])}/{write.count(look.units[a])}"
                for a in arms
            ]
            known = {each.arm: each.interval for each in look.effects}
            effects = [write.changes(known.get(arm), "share") for arm in arms[1:]]
            rows.append((write.day(look.day), *map(write.kept, counts), *effects))
        less = (say("{arm}: change", arm=say.name(arm)) for arm in arms[1:])
        head = (say("Day"), *arms, *less)
        return Table(caption=caption, head=head, rows=tuple(rows[::-1]), is_folded=True)

    def guards(self) -> Part:
        """Show what must not get worse."""
        say, result = self.say, self.result
        title = say("What must not get worse")
        charts = [
            self.effects(
                say("{signal}: change", signal=say.name(signal)),
                [each for each in result.guarded if each.metric == signal],
                limit=result.plan.margin,
            )
            for signal in result.plan.guardrails
        ]
        allowed = self.numerals.change(result.plan.margin, "share")
        note = say(
            "The broken line is what is allowed: {points} points.", points=allowed
        )
        table = self.table(title, result.guarded)
        return Part(title=title, said=(note,), charts=present(*charts), tables=(table,))

    def values(self) -> Iterator[Part]:
        """Show what visitors brought, where values were seen."""
        say, write = self.say, self.numerals
        titles = {
            ".value": say("Value for each visitor"),
            ".mean": say("Value each time"),
        }
        for ending, title in titles.items():
            metric = self.result.plan.goal + ending
            found = [
                (arm.name, arm.metrics[metric])
                for arm in self.result.arms
                if metric in arm.metrics
            ]
            marks = [
                Mark(
                    name=name, said=write.amount(e.value), dot=e.value, once=e.interval
                )
                for name, e in found
                if e.value is not None
            ]
            if marks:
                rows = [
                    (n, write.amount(e.value), write.amounts(e.interval))
                    for n, e in found
                ]
                head = (say("Arm"), say("Value"), write.percent(LEVEL, 0))
                table = Table(caption=title, head=head, rows=tuple(rows))
                chart = whiskers(title, marks, write.mark)
                yield Part(title=title, charts=present(chart), tables=(table,))
