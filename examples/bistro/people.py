"""Who comes to the bistro in a month, and what they do: made up, by chance.

What each of them would do is settled before they come: whether they book is a number
that is theirs, and what they see only moves the line it is held against. So it is known
how much each arm is worth, and the report can be held against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

PHONE: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
DESKTOP: Final = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/153.0.0.0 Safari/537.36"
)
ROBOT: Final = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
)

DAYS: Final = 30
HOMES: Final = (("PL", "pl", 1), ("IR", "fa", 3.5), ("GB", "en", 0), ("PL", "ar", 1))
DINNER, DAY = (17, 18, 19, 20, 21), (8, 9, 11, 12, 13, 14)  # hours of visits
BOOKS: Final = 0.12  # of those who come
PLATE: Final = 0.2  # so many more of those who see the plate at dinner
LAMP, FIRST = 0.15, 0.25  # who takes the lamp's table; so many more where it is first
WINDOW: Final = 0.4  # who takes that by the window
DINES: Final = 0.85  # who comes at the hour of dinner
SIGNS_IN, SLEEPS, AHEAD = 0.2, 0.3, 0.1
CANCELS: Final = 0.06  # of those who booked


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One visitor: where they sit, what they allow, and what chance has in store."""

    number: int
    agent: str
    country: str
    language: str
    consent: str  # all, none, or nothing: the form is left alone
    visits: tuple[datetime, ...]
    is_dinner: bool  # they come at the hour of dinner
    books: float  # they book where this is below what they see is worth
    table: float
    cancels: bool
    signs_in: bool
    sleeps: bool  # on it, before they book
    is_ahead: bool  # the browser fetches the page before they ask for it

    @property
    def is_bot(self) -> bool:
        return self.agent == ROBOT

    @property
    def is_at_desk(self) -> bool:
        return self.agent == DESKTOP

    @property
    def kind(self) -> str:
        """Say what they are to whoever counts."""
        if self.is_bot:
            return "robots"
        return {"all": "who take part", "none": "who refuse"}.get(
            self.consent, "who do not answer"
        )

    @property
    def headers(self) -> dict[str, str]:
        return {
            "user-agent": self.agent,
            "accept-language": self.language,
            "cf-ipcountry": self.country,
        }

    @property
    def email(self) -> str:
        return f"guest-{self.number}@example.com"

    def is_convinced(self, *, by_plate: bool) -> bool:
        """Whether they book, having seen one picture or the other."""
        return self.books < BOOKS + (PLATE if by_plate else 0)

    def choice(self, *, is_lamp_first: bool) -> str:
        """Give the table they take, having seen the tables in one order or another."""
        lamp = LAMP + (FIRST if is_lamp_first else 0)
        if self.table < lamp:
            return "lamp"
        return "window" if self.table < lamp + WINDOW else "long"


def people(dice: Random, count: int, last: datetime) -> Iterator[Person]:
    """Make everybody who comes in the month that ends then."""
    for number in range(count):
        country, language, offset = dice.choices(HOMES, (45, 20, 30, 5))[0]
        is_dinner = dice.random() < DINES
        yield Person(
            number=number,
            agent=dice.choices((DESKTOP, PHONE, ROBOT), (70, 25, 5))[0],
            country=country,
            language=language,
            consent=dice.choices(("all", "none", ""), (74, 14, 12))[0],
            visits=tuple(visits(dice, last, offset, DINNER if is_dinner else DAY)),
            is_dinner=is_dinner,
            books=dice.random(),
            table=dice.random(),
            cancels=dice.random() < CANCELS,
            signs_in=dice.random() < SIGNS_IN,
            sleeps=dice.random() < SLEEPS,
            is_ahead=dice.random() < AHEAD,
        )


def visits(
    dice: Random, last: datetime, offset: float, hours: tuple[int, ...]
) -> Iterator[datetime]:
    """Let somebody come once or a few times, at about the same hour of theirs."""
    day = dice.randrange(1, DAYS)
    for _ in range(dice.choices((1, 2, 3), (65, 25, 10))[0]):
        start = last.replace(hour=0, minute=0, second=0) - timedelta(days=DAYS - day)
        minutes = dice.choice(hours) * 60 + dice.randrange(60)
        yield start + timedelta(minutes=minutes - offset * 60)
        day += dice.randrange(1, 6)
        if day >= DAYS:
            return
