"""The four languages of the site: catalogues, numerals, dates, and whose turn it is."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request

from sarto import visitor

FOLDER = Path(__file__).parent / "texts"
LEAP_YEAR, HALF_YEAR = 366, 6 * 31
LANGUAGES = ("en", "fa", "ar", "pl")  # the first is the default


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str
    words: dict[str, Any]
    dishes: dict[str, dict[str, str]]

    @property
    def name(self) -> str:
        return str(self.words["language"]["name"])

    @property
    def direction(self) -> str:
        return str(self.words["language"]["direction"])

    def digits(self, text: object) -> str:
        """Write the digits of a text in this language's numerals."""
        return str(text).translate(
            str.maketrans("0123456789", self.words["language"]["digits"])
        )

    @staticmethod
    def aside(text: str) -> str:
        """Let somebody's own words run their own way inside our sentence."""
        return f"\u2068{text}\u2069"

    def money(self, amount: int, house: str) -> str:
        money = self.words["money"]
        grouped = f"{amount:,}".replace(",", money["thousands"])
        return self.digits(money[house].format(amount=grouped))

    def weekday(self, number: int) -> str:
        return str(self.words["language"]["weekdays"][number])

    def day(self, day: date) -> str:
        """Write a day as people say it, in their calendar: "Sunday 22 November"."""
        grammar = self.words["language"]
        month, number = day.month, day.day
        if grammar["calendar"] == "jalali":
            _, month, number = jalali(day)
        written = grammar["date"].format(
            weekday=self.weekday(day.weekday()),
            day=number,
            month=grammar["months"][month - 1],
        )
        return self.digits(written)


@cache
def language(code: str) -> Language:
    return Language(
        code=code,
        words=tomllib.loads((FOLDER / f"{code}.toml").read_text("utf-8")),
        dishes=tomllib.loads((FOLDER / f"dishes.{code}.toml").read_text("utf-8")),
    )


def language_of(request: Request) -> Language:
    """What the visitor chose, else what the browser asks for, else English.

    Who told Sarto a language, on its page of preferences, reads all of the site in it.
    """
    told = visitor(request).facts["preference.language"]
    chosen = told or request.cookies.get("lang", "")
    if chosen in LANGUAGES:
        return language(chosen)
    asked = ",".join(request.headers.getlist("accept-language"))
    return language(best_language(asked))


def best_language(accept: str) -> str:
    """Read Accept-Language (RFC 9110 §12.5.4); what cannot be read does not count."""
    wanted: list[tuple[float, str]] = []
    for part in accept.split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        code = tag.strip().lower().split("-")[0]
        if code in LANGUAGES and quality > 0:
            wanted.append((-quality, code))
    # Sorting is stable: of two equal wishes the one named first is taken.
    return min(wanted, key=lambda wish: wish[0])[1] if wanted else LANGUAGES[0]


def jalali(day: date) -> tuple[int, int, int]:
    """Turn a day into year, month, day of the Persian calendar.

    Leap years follow the 33-year rule, right from 1925 to 2088.
    """
    days = day.toordinal() + 356_032
    year = 33 * (days // 12_053) - 1595  # 33 years, eight of them leap years
    days %= 12_053
    year += 4 * (days // 1461)  # four years, the first a leap year
    days %= 1461
    if days >= LEAP_YEAR:
        year += (days - 1) // 365
        days = (days - 1) % 365
    if days < HALF_YEAR:  # six months of 31 days, then months of 30
        return year, 1 + days // 31, 1 + days % 31
    days -= HALF_YEAR
    return year, 7 + days // 30, 1 + days % 30
