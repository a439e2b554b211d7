"""Numbers, days and hours as people say them."""

from datetime import date
from math import inf, nextafter

import pytest

from sarto.site.amounts import (
    amount,
    clock,
    counted,
    day,
    listed,
    span,
    weekdays,
    worded,
)

SPANS = [
    ((3, 3), "3", "3 times"),
    ((1, 1), "1", "once"),
    ((11, 11), "11", "11 times"),
    ((2, inf), "at least 2", "at least 2 times"),
    ((nextafter(1, inf), inf), "more than 1", "more than once"),
    ((-inf, 1), "at most 1", "at most once"),
    ((-inf, nextafter(1, -inf)), "fewer than 1", "never"),
    ((0, 1), "0 to 1", "0 to 1 times"),
    ((2, 5), "2 to 5", "2 to 5 times"),
    ((1, inf), "at least 1", "at least once"),
    ((0, 0), "0", "never"),
    ((1_234_567, inf), "at least 1234567", "at least 1234567 times"),
    ((0.25, 0.25), "0.25", "never"),
]


@pytest.mark.parametrize(("ends", "said", "often"), SPANS)
def test_a_span_is_said_with_all_its_figures(ends, said, often) -> None:
    assert amount(*ends) == said
    assert worded(*ends) == often


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("1", "1 visit"),
        ("at least 1", "at least 1 visit"),
        ("0 to 1", "0 to 1 visits"),
        ("11", "11 visits"),
        ("1 or 3", "1 or 3 visits"),
    ],
)
def test_of_one_there_is_one(said, words) -> None:
    assert counted(said, "visit") == words


def test_alternatives_stand_in_a_row() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"


def test_days_and_hours() -> None:
    assert clock(0, 24 * 60) == "00:00 and 24:00"
    assert day(date(2026, 12, 1)) == "1 December 2026"
    assert span(date(2026, 12, 1), date(2026, 12, 1)) == "on 1 December 2026"
    assert weekdays(["mon", "tue", "wed"]) == "from Monday to Wednesday"
    assert weekdays(["fri", "sat"]) == "on Friday or Saturday"
    assert weekdays(["sun"]) == "on Sunday"
