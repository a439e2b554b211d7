import math
from datetime import date, time
from itertools import product

import pytest

from sarto.cache.samples import samples
from sarto.vocabulary.patterns import (
    Among,
    AnyCase,
    Counts,
    Dates,
    Globs,
    Holds,
    Is,
    OneOf,
    Times,
)

CLOCK = [time(hour, minute) for hour, minute in product(range(24), range(60))]
DAYS = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(400)]
ALL = [
    ((Times(((60, 120),)), Times(((100, 1380),)), Times(((1380, 70), (90, 1440)))), CLOCK),
    ((Counts(((2, math.inf),)), Counts(((-math.inf, 5),)), Counts(((3, 3), (9, 12)))), range(-5, 40)),
    ((Dates(((date(2026, 2, 1), date(2026, 2, 9)),)), Dates(((date(2026, 2, 9), date(2026, 5, 1)),))), DAYS),
    ((Holds(frozenset({"a", "b"})), Holds(frozenset({"b", "c"}))), [frozenset(s) for s in ("", "a", "b", "c", "ab", "ac", "bc", "abc")]),
    ((Is(flag=True), Is(flag=False)), (True, False)),
    ((OneOf(("a", "b")), OneOf(("b",))), ("a", "b", "c")),
    ((AnyCase(("A", "b")), AnyCase(("B",))), ("a", "b", "c")),
]  # fmt: skip


@pytest.mark.parametrize(("patterns", "values"), ALL)
def test_the_samples_of_all_conditions_meet_every_class(patterns, values):
    def classes(some):
        return {tuple(each.holds(value) for each in patterns) for value in some}

    some = [value for each in patterns for value in samples(each)]

    assert classes(values) <= classes(some) | {(False,) * len(patterns)}


@pytest.mark.parametrize(
    "pattern",
    [Globs(("a*",)), Among(("a",)), Holds(frozenset("abcdefghi"))],
)
def test_what_cannot_be_listed_has_no_samples(pattern):
    assert samples(pattern) is None


def test_the_ends_of_the_calendar_have_no_days_beside_them():
    assert samples(Dates(((date.min, date.max),))) == ()
