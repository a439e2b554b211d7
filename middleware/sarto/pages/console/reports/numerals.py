"""Figures in a language of ours: its digits and marks, and no more than tell."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from sarto.measure.report.figures import Kind
from sarto.measure.report.words import LEAST, MINUS, NONE, digits, scaled
from sarto.measure.statistics.comparison import Interval
from sarto.speech.speech import ISOLATED, Speech

BEGIN: Final = date(1970, 1, 1)
P: Final = "p"  # as in all languages
TINY: Final = 1e-6
FINE: Final = 3  # decimals of a p


@dataclass(frozen=True, slots=True)
class Numerals:
    """Writes figures as one language does."""

    say: Speech

    def count(self, number: int) -> str:
        return self.say.number(number)

    def decimal(self, number: float, fine: int) -> str:
        """Write a number with so many decimals."""
        pattern = f"#,##0.{'0' * fine}" if fine else "#,##0"
        text = format_decimal(
            number,
            format=pattern,
            locale=self.say.locale,
            numbering_system="default",
        )
        return self.say.digits(text)

    def kept(self, text: str) -> str:
        """Keep a sign at its number where letters run from right to left."""
        return ISOLATED.format(text) if self.say.direction == "rtl" else text

    def percent(self, share: float | None, fine: int = 1) -> str:
        if share is None:
            return NONE
        mark = "٪" if self.say.language == "fa" else "%"
        return self.kept(f"{self.decimal(100 * share, fine)}\N{NO-BREAK SPACE}{mark}")

    def percents(self, interval: Interval | None) -> str:
        if interval is None:
            return NONE
        low, high = interval
        return self.range(self.decimal(100 * low, 1), self.percent(high))

    def amount(self, value: float | None) -> str:
        """Write a value of the site's own, whatever its unit."""
        if value is None:
            return NONE
        return self.kept(self.decimal(value, digits("value", value)))

    def amounts(self, interval: Interval | None) -> str:
        if interval is None:
            return NONE
        fine = digits("value", *interval)
        low, high = (self.kept(self.decimal(end, fine)) for end in interval)
        return self.range(low, high)

    def change(self, value: float | None, kind: Kind) -> str:
        """Write a difference with its sign; of shares in percentage points."""
        if value is None:
            return NONE
        return self.signed(scaled(value, kind), digits(kind, value))

    def changes(self, interval: Interval | None, kind: Kind) -> str:
        if interval is None:
            return NONE
        fine = digits(kind, *interval)
        low, high = (self.signed(scaled(end, kind), fine) for end in interval)
        return self.range(low, high)

    def signed(self, number: float, fine: int) -> str:
        text = self.decimal(abs(number), fine)
        if not round(number, fine):
            return text
        return self.kept(f"{MINUS if number < 0 else '+'}{text}")

    def range(self, low: str, high: str) -> str:
        return self.say("{low} to {high}", low=low, high=high)

    def tick(self, value: float, kind: Kind) -> str:
        """Name a tick of an axis of differences."""
        if kind == "value":
            return self.mark(value)
        return self.signed(100 * value, 0 if is_whole(100 * value) else 1)

    def mark(self, value: float) -> str:
        """Name a tick of an axis of values."""
        return self.kept(self.decimal(value, 0 if is_whole(value) else 2))

    def chance(self, p: float | None) -> str:
        """Write a p."""
        if p is None:
            return NONE
        if p < LEAST:
            return self.kept(f"<\N{NO-BREAK SPACE}{self.decimal(LEAST, FINE)}")
        return self.decimal(p, FINE)

    def stated(self, p: float | None) -> str:
        """Write a p as it stands after its letter."""
        said = self.chance(p)
        return said if p is None or p < LEAST else f"=\N{NO-BREAK SPACE}{said}"

    def day(self, day: int) -> str:
        """Name a day, counted since 1970, by its month and number."""
        found = BEGIN + timedelta(days=day)
        text = format_skeleton("MMMd", found, locale=self.say.locale)
        return self.say.digits(text)


def is_whole(number: float) -> bool:
    return abs(number - round(number)) < TINY
