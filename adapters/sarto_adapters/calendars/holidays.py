"""Public holidays by the `holidays` package (extra `sarto[holidays]`).

It is released every month, for laws and moons change: `pip install -U holidays`.
"""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Protocol, cast

import holidays

ENGLISH = "en_US"


class Calendar(Protocol):
    """The holidays of one country."""

    def get_list(self, key: date) -> Collection[str]: ...


class Holidays:
    """A `HolidaySource`; a country's years are worked out when first asked for."""

    def __init__(self) -> None:
        self.calendar = lru_cache(maxsize=256)(self.made)

    @staticmethod
    def made(country: str) -> Calendar | None:
        """Make a country's calendar; `None` where the package has none."""
        try:
            made = holidays.country_holidays(country, language=ENGLISH)
        except NotImplementedError:
            return None
        return cast("Calendar", made)

    def names(self, country: str, day: date) -> tuple[str, ...] | None:
        """Name the holidays of a day in English, where the package does."""
        calendar = self.calendar(country)
        return None if calendar is None else tuple(calendar.get_list(day))
