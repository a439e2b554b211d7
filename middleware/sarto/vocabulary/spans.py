"""How the conditions on a fact are written where they speak of spans.

Windows of the day, days of the week and of the calendar, numbers.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sarto.vocabulary import patterns
from sarto.vocabulary.kinds import Flag, Words
from sarto.vocabulary.patterns import Pattern
from sarto.vocabulary.reading import ConditionError, did_you_mean, each, text_or_list

CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
COUNT = re.compile(r"(>=|<=|>|<|=)?\s*(-?\d+(?:\.\d+)?)")
SPAN = re.compile(r"(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOUR = 60
DAY = 24 * HOUR
NUMBER: dict[str, object] = {"type": ["number", "string"]}
BOOLEAN: dict[str, object] = {"type": "boolean"}


def minutes(text: str) -> int:
    found = CLOCK.fullmatch(text.strip())
    total = int(found[1]) * HOUR + int(found[2]) if found else -1
    if not found or int(found[2]) >= HOUR or total > DAY:
        raise ConditionError(
            f"{text.strip()!r} is not a time of day", "write it like 18:00"
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
            raise ConditionError(
                f"{text!r} is no window", 'write it like "18:00-23:00"'
            )
        window = (minutes(start) % DAY, minutes(end))
        if window[0] == window[1]:
            raise ConditionError(f"{text!r} starts where it ends, so it never holds")
        return window

    def pattern(self, raw: object) -> Pattern:
        windows = each(raw, 'a window like "18:00-23:00"', self.window)
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
            short = day[:3].lower()
            hint = f"did you mean {short!r}?" if short in WEEK else ""
            hint = hint or did_you_mean(day, WEEK)
            raise ConditionError(f"{day!r} is not a day of the week", hint)
        return day

    def span(self, text: str) -> tuple[str, ...]:
        start, dash, end = text.partition("-")
        first = WEEK.index(self.value(start))
        last = WEEK.index(self.value(end)) if dash else first
        count = (last - first) % len(WEEK) + 1
        return tuple(WEEK[(first + step) % len(WEEK)] for step in range(count))

    def pattern(self, raw: object) -> Pattern:
        spans = each(raw, 'days like "mon-fri"', self.span)
        days = {day for span in spans for day in span}
        return patterns.OneOf(tuple(day for day in WEEK if day in days))

    @property
    def schema(self) -> dict[str, object]:
        day = "(" + "|".join(WEEK) + ")"
        one: dict[str, object] = {"type": "string", "pattern": f"^{day}(-{day})?$"}
        return text_or_list(one)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the calendar: "2026-12-01..2026-12-26", both in; or one day."""

    def value(self, text: str) -> date:
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            hint = "write it like 2026-12-24"
            raise ConditionError(f"{text.strip()!r} is not a date", hint) from None

    def span(self, text: str) -> tuple[date, date]:
        start, dots, end = text.partition("..")
        span = (self.value(start), self.value(end) if dots else self.value(start))
        if span[0] > span[1]:
            raise ConditionError(f"{text!r} ends before it starts, so it never holds")
        return span

    def pattern(self, raw: object) -> Pattern:
        if isinstance(raw, date) and not isinstance(raw, datetime):
            return patterns.Dates(((raw, raw),))
        spans = each(raw, 'dates like "2026-12-01..2026-12-26"', self.span)
        return patterns.Dates(tuple(spans))

    @property
    def schema(self) -> dict[str, object]:
        day = r"\d{4}-\d{2}-\d{2}"
        one: dict[str, object] = {"type": "string", "pattern": rf"^{day}(\.\.{day})?$"}
        return text_or_list(one)


@dataclass(frozen=True, slots=True)
class Count:
    """Numbers: 3, ">=3", "<7", "2..5"; true and false where seen at all is enough."""

    seen: bool = False

    def value(self, text: str) -> float | bool:
        if self.seen and text in ("true", "false"):
            return float(text == "true")
        try:
            number = float(text)
        except ValueError:
            raise ConditionError(f"{text!r} is not a number") from None
        return int(number) if number.is_integer() else number

    def span(self, text: str) -> tuple[float, float]:
        if found := SPAN.fullmatch(text.strip()):
            low, high = float(found[1]), float(found[2])
            if low > high:
                raise ConditionError(
                    f"{text!r} ends before it starts, so it never holds"
                )
            return low, high
        if not (found := COUNT.fullmatch(text.strip())):
            hint = 'write it like 3, ">=3", "<7" or "2..5"'
            raise ConditionError(f"{text!r} is no comparison of numbers", hint)
        number = float(found[2])
        return {
            ">=": (number, math.inf),
            "<=": (-math.inf, number),
            ">": (math.nextafter(number, math.inf), math.inf),
            "<": (-math.inf, math.nextafter(number, -math.inf)),
        }.get(found[1] or "=", (number, number))

    def pattern(self, raw: object) -> Pattern:
        if self.seen and isinstance(raw, bool):
            return patterns.Counts(((1, math.inf) if raw else (-math.inf, 0),))
        items = raw if isinstance(raw, list) else [raw]
        numbers = [
            str(item)
            if isinstance(item, int | float) and not isinstance(item, bool)
            else item
            for item in items
        ]
        given = numbers if isinstance(raw, list) else numbers[0]
        spans = each(given, 'a number, or a comparison like ">=3"', self.span)
        return patterns.Counts(tuple(spans))

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(NUMBER, BOOLEAN)


@dataclass(frozen=True, slots=True)
class Own:
    """A fact of the site's own: a flag, words, or a comparison of numbers."""

    def value(self, text: str) -> object:
        if text in ("true", "false"):
            return text == "true"
        return Count().value(text) if COUNT.fullmatch(text) else text

    def pattern(self, raw: object) -> Pattern:
        if isinstance(raw, bool):
            return patterns.Is(raw)
        items = raw if isinstance(raw, list) else [raw]
        if not items:
            return Flag().pattern(raw)
        return patterns.Either(tuple(map(self.item, items)))

    def item(self, raw: object) -> Pattern:
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        compares = isinstance(raw, str) and re.match(r"[<>]|-?\d[\d.]*\.\.", raw)
        return Count().pattern(raw) if is_number or compares else Words().pattern(raw)

    @property
    def schema(self) -> dict[str, object]:
        return text_or_list(NUMBER, BOOLEAN)
