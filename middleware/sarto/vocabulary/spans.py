"""How the conditions on a clock and a calendar are written.

Windows of the day, days of the week, days of the calendar.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sarto.vocabulary import patterns
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import (
    ConditionError,
    Toml,
    did_you_mean,
    each,
    each_text,
    shown,
    text_or_list,
)

CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALLED = {"weekend": "sat-sun", "weekday": "mon-fri", "weekdays": "mon-fri"}
HOUR = 60
DAY = 24 * HOUR


def minutes(text: str) -> int:
    found = CLOCK.fullmatch(text.strip())
    total = int(found[1]) * HOUR + int(found[2]) if found else -1
    if not found or int(found[2]) >= HOUR or total > DAY:
        raise ConditionError(
            f"{shown(text.strip())} is not a time of day", "write it like 18:00"
        )
    return total


@dataclass(frozen=True, slots=True)
class Clock:
    """Windows of the day, "18:00-23:00": start in, end out; may pass midnight."""

    def value(self, text: str) -> time:
        return time(*divmod(minutes(text) % DAY, HOUR))

    def window(self, text: str) -> tuple[int, int]:
        start, dash, end = text.partition("-")
        if not dash:
            hint = 'write it like "18:00-23:00"'
            raise ConditionError(f"{shown(text)} is no window", hint)
        window = (minutes(start) % DAY, minutes(end))
        if window[0] == window[1]:
            message = f"{shown(text)} starts where it ends, so it never holds"
            raise ConditionError(message, 'the whole day is "00:00-24:00"')
        return window

    def pattern(self, raw: Toml) -> Pattern:
        windows = each_text(raw, 'a window like "18:00-23:00"', self.window)
        return patterns.Times(tuple(windows))

    @property
    def schema(self) -> dict[str, object]:
        one: dict[str, object] = {
            "type": "string",
            "pattern": r"^\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*$",
        }
        return text_or_list(one)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week: "mon", "mon-fri" (may wrap), or a list."""

    def value(self, text: str) -> str:
        day = text.strip()
        if day not in WEEK:
            short = CALLED.get(day.lower(), day[:3].lower())
            is_meant = short in WEEK or short in CALLED.values()
            hint = f"did you mean {short!r}?" if is_meant else did_you_mean(day, WEEK)
            raise ConditionError(f"{shown(day)} is not a day of the week", hint)
        return day

    def span(self, text: str) -> tuple[str, ...]:
        start, dash, end = text.partition("-")
        short = [each.strip()[:3].lower() for each in (start, end)]
        if dash and {start.strip(), end.strip()} - {*WEEK} and {*short} <= {*WEEK}:
            hint = f"did you mean '{'-'.join(short)}'?"
            raise ConditionError(f"{shown(text)} are no days of the week", hint)
        first = WEEK.index(self.value(start))
        last = WEEK.index(self.value(end)) if dash else first
        count = (last - first) % len(WEEK) + 1
        return tuple(WEEK[(first + step) % len(WEEK)] for step in range(count))

    def pattern(self, raw: Toml) -> Pattern:
        spans = each_text(raw, 'days like "mon-fri"', self.span)
        days = {day for span in spans for day in span}
        return patterns.OneOf(tuple(day for day in WEEK if day in days))

    @property
    def schema(self) -> dict[str, object]:
        day = rf"\s*({'|'.join(WEEK)})\s*"
        one: dict[str, object] = {"type": "string", "pattern": f"^{day}(-{day})?$"}
        return text_or_list(one)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the calendar: "2026-12-01..2026-12-26", both in; or one day."""

    def value(self, text: str) -> date:
        day = text.strip()
        try:
            # fromisoformat reads weeks and bare digits as well, which nobody expects
            return date.fromisoformat(day if re.fullmatch(ISO, day) else "")
        except ValueError:
            hint = "write it like 2026-12-24"
            raise ConditionError(f"{shown(day)} is not a date", hint) from None

    def span(self, text: str) -> tuple[date, date]:
        start, dots, end = text.partition("..")
        span = (self.value(start), self.value(end) if dots else self.value(start))
        if span[0] > span[1]:
            message = f"{shown(text)} ends before it starts, so it never holds"
            raise ConditionError(message, f'write "{span[1]}..{span[0]}"')
        return span

    def item(self, raw: Toml) -> tuple[date, date]:
        """Read one span, or a date that TOML has read already."""
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return raw, raw
        if not isinstance(raw, str):
            hint = 'write dates like "2026-12-01..2026-12-26"'
            raise ConditionError(f"{shown(raw)} is not a date", hint)
        return self.span(raw)

    def pattern(self, raw: Toml) -> Pattern:
        return patterns.Dates(tuple(each(raw, "a date", self.item)))

    @property
    def schema(self) -> dict[str, object]:
        day = rf"\s*{ISO}\s*"
        one: dict[str, object] = {"type": "string", "pattern": rf"^{day}(\.\.{day})?$"}
        return text_or_list(one)
