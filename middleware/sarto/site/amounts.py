"""Numbers and clocks as people say them: `at least 3`, `18:00 and 23:00`."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from sarto.speech.speech import speech
from sarto.vocabulary.spans import WEEK

RUN: Final = 3  # days of the week that are said as `from … to …`
HOUR: Final = 60  # minutes
DAY: Final = 24 * HOUR
EVER: Final = (1, math.inf)


def amount(low: float, high: float) -> str:
    """Say a span of numbers, both its ends in it, as it was written."""
    above, below = open_end(low, -math.inf), open_end(high, math.inf)
    if low == high:
        return number(low)
    if high == math.inf:
        return (
            f"more than {number(above)}"
            if above is not None
            else f"at least {number(low)}"
        )
    if low == -math.inf:
        return (
            f"fewer than {number(below)}"
            if below is not None
            else f"at most {number(high)}"
        )
    return f"{number(low)} to {number(high)}"


def number(value: float) -> str:
    """Write a number with all its figures."""
    return str(int(value)) if value == int(value) else repr(value)


def counted(said: str, word: str) -> str:
    """Say what is counted: `1 visit`, `at least 2 visits`."""
    is_one = said.endswith(" 1") or said == "1"
    is_span = said.endswith(" to 1")
    return f"{said} {word}" if is_one and not is_span else f"{said} {word}s"


def listed(said: Sequence[str]) -> str:
    """Write alternatives: `a, b or c`."""
    *first, last = said
    return f"{', '.join(first)} or {last}" if first else last


def open_end(number: float, towards: float) -> float | None:
    """Give the number that an end lies just beside, for `>3` and `<3`."""
    beside = math.nextafter(number, towards)
    is_beside = math.isfinite(number) and len(f"{beside!r}") < len(f"{number!r}")
    return beside if is_beside else None


def worded(low: float, high: float) -> str:
    """Say how often something was done."""
    if (low, high) == EVER:
        return "at least once"
    if high < 1:
        return "never"
    times = counted(amount(low, high), "time")
    is_once = times.endswith(" time")
    return f"{times.removesuffix('1 time')}once" if is_once else times


def clock(start: int, end: int) -> str:
    """Say a window of the day, in minutes since midnight."""
    return f"{hour(start)} and {hour(end)}"


def hour(minute: int) -> str:
    return f"{minute // HOUR:02}:{minute % HOUR:02}"


def day(when: date) -> str:
    """Say a day of the calendar: `1 December 2026`."""
    return f"{when.day} {when:%B} {when.year}"


def span(first: date, last: date) -> str:
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def weekdays(days: Sequence[str]) -> str:
    """Say days of the week; a run of them by its ends."""
    at = [WEEK.index(each) for each in days]
    names = [speech("en").weekday(each) for each in days]
    if len(at) >= RUN and at == list(range(at[0], at[-1] + 1)):
        return f"from {names[0]} to {names[-1]}"
    return f"on {listed(names)}"
