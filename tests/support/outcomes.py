"""What came of one unit that was shown one variant, and sums over many: word by word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sarto.vocabulary.measured import Exposure, Happened, Question, Sums

DAY = 86_400
LARGEST = 1e100  # a value beyond it is none


@dataclass(frozen=True)
class Outcome:
    """One unit, one variant."""

    variant: str
    audience: str
    facts: str
    at: int
    first: int | None = None  # when the first signal in the window came
    x: int = 0
    v: float = 0
    b: int = 0
    c: float = 0


def outcome(question: Question, row: Exposure, done: Iterable[Happened]) -> Outcome:
    """Look at all that the unit did."""
    wanted = [each for each in done if each.signal == question.signal]
    after = [e for e in wanted if row.at <= e.at < row.at + question.window]
    before = [e for e in wanted if row.at - question.before <= e.at < row.at]
    return Outcome(
        variant=row.variant,
        audience=row.audience,
        facts=row.facts,
        at=row.at,
        first=min((each.at for each in after), default=None),
        x=len(after),
        v=sum(map(valued, after)),
        b=len(before),
        c=sum(map(valued, before)),
    )


def valued(each: Happened) -> float:
    value = each.value
    if value is None or not -LARGEST <= value <= LARGEST:
        return 0.0
    return float(value)


def summed(outcomes: Sequence[Outcome]) -> Sums:
    return Sums(
        units=len(outcomes),
        converted=sum(each.x >= 1 for each in outcomes),
        x=sum(each.x for each in outcomes),
        xx=sum(each.x * each.x for each in outcomes),
        v=sum(each.v for each in outcomes),
        vv=sum(each.v * each.v for each in outcomes),
        xv=sum(each.x * each.v for each in outcomes),
        b=sum(each.b for each in outcomes),
        bb=sum(each.b * each.b for each in outcomes),
        xb=sum(each.x * each.b for each in outcomes),
        c=sum(each.c for each in outcomes),
        cc=sum(each.c * each.c for each in outcomes),
        vc=sum(each.v * each.c for each in outcomes),
    )


def by_day(each: Outcome) -> Outcome:
    """Forget the moments, not the days."""
    first = None if each.first is None else each.first // DAY * DAY
    return replace(each, at=each.at // DAY * DAY, first=first)


def is_within(question: Question, at: int) -> bool:
    return question.since <= at < question.until


def plain(question: Question) -> Question:
    """Leave the span out: what is summed up is asked for any."""
    return replace(question, since=0, until=2**62)
