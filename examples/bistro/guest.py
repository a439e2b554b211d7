"""One visitor of the month at their browser: what they ask for, and are shown.

What is written down here is the truth, seen from outside: a report that was made of
Sarto's events must come to the same figures.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final, TypeAlias

from starlette.types import ASGIApp

from booking import LARGEST_PARTY
from browser import Answer, Browser
from menu import HOUSES
from people import Person

CONSENT: Final = "/_sarto/consent"
HOUSE: Final = {"PL": "warsaw", "IR": "tehran", "GB": "london"}
PICTURES: Final = {"plate": "plate-evening.svg", "room": "table-evening.svg"}
SEAT: Final = re.compile(r"/static/seat-(\w+)\.svg")
PERSUADED: Final = 8  # times somebody looks for a table that is free
BROWSES: Final = 0.3  # of visits in which the menu is read

Shown: TypeAlias = tuple[str, str]  # an experiment, and an arm
Unit: TypeAlias = tuple[int, bool]  # a person, and whether they have signed in


@dataclass
class Clock:
    """Tells Sarto what time it is."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Truth:
    """What became of the month, as those who were there have it."""

    people: Counter[str] = field(default_factory=Counter[str])
    shown: defaultdict[Shown, set[Unit]] = field(
        default_factory=lambda: defaultdict[Shown, set[Unit]](set)
    )
    booked: defaultdict[Shown, set[Unit]] = field(
        default_factory=lambda: defaultdict[Shown, set[Unit]](set)
    )

    @property
    def told(self) -> str:
        """Tell it in a few lines."""
        came = ", ".join(f"{count} {who}" for who, count in sorted(self.people.items()))
        lines = [f"Who came: {came}."]
        for (experiment, arm), units in sorted(self.shown.items()):
            booked = len(self.booked[experiment, arm])
            lines.append(f"{experiment}, {arm}: {booked} of {len(units)} booked.")
        return "\n".join(lines)


@dataclass
class Guest:
    """A person, their browser, and what they have done so far."""

    person: Person
    app: ASGIApp
    clock: Clock
    dice: Random
    truth: Truth
    browser: Browser = field(init=False)
    visits: int = 0
    table: str = ""  # that they booked
    is_signed_in: bool = False
    takes_part: bool = False

    def __post_init__(self) -> None:
        self.browser = Browser(self.app, self.person.headers)
        self.truth.people[self.person.kind] += 1

    async def visit(self) -> None:
        """Come once: look, answer, book perhaps, and go."""
        self.visits += 1
        if self.person.is_ahead:
            await self.browser.get("/", sec_purpose="prefetch")
        page = await self.see("/")
        if self.visits == 1 and self.person.consent and not self.person.is_bot:
            page = await self.answer(page)
        if self.dice.random() < BROWSES:
            await self.see(f"/menu/{self.dice.choice(('soups', 'grill', 'fish'))}")
        if not self.table and self.is_decided and self.is_convinced(page):
            await self.book(page)

    async def see(self, path: str) -> Answer:
        self.clock.now += timedelta(seconds=self.dice.randrange(5, 60))
        page = await self.browser.get(path)
        if path == "/" and self.takes_part:
            self.note(page)
        return page

    def note(self, page: Answer) -> None:
        """Write down which arms are seen on the home page."""
        for name, picture in PICTURES.items():
            if self.person.is_at_desk and picture in page.text:
                self.truth.shown["hero-picture", name].add(self.unit)
        if not self.table:  # who has booked is in that no more
            self.truth.shown["table-order", order(page)].add(self.unit)

    @property
    def unit(self) -> Unit:
        return self.person.number, self.is_signed_in

    async def answer(self, page: Answer) -> Answer:
        """Answer the form of consent as it stands there, and see the page anew."""
        form = {**page.hidden(CONSENT), "choice": self.person.consent}
        await self.browser.post(CONSENT, form)
        self.takes_part = self.person.consent == "all"
        return await self.see("/")

    @property
    def is_decided(self) -> bool:
        """Whether they would book today: some sleep on it, if they come again."""
        comes_again = len(self.person.visits) > self.visits
        return not self.person.is_bot and not (self.person.sleeps and comes_again)

    def is_convinced(self, page: Answer) -> bool:
        return self.person.is_convinced(by_plate=PICTURES["plate"] in page.text)

    async def book(self, page: Answer) -> None:
        """Book a table, form and all; some think better of it, some sign in."""
        wanted = self.person.choice(is_lamp_first=order(page) == "lamp-first")
        for _ in range(PERSUADED):
            await self.see("/book")
            answer = await self.browser.post("/book", self.form(wanted))
            if answer.location:
                self.table = wanted
                self.count()
                await self.afterwards(answer.location)
                return

    def count(self) -> None:
        """Write down that they booked, for each arm that they were shown."""
        for shown, units in self.truth.shown.items():
            if self.unit in units:
                self.truth.booked[shown].add(self.unit)

    async def afterwards(self, place: str) -> None:
        await self.see(place)
        if self.person.cancels:
            await self.browser.post(f"{place}/cancel", {})
        elif self.person.signs_in:
            code = place.rpartition("/")[2]
            form = {"code": code, "email": self.person.email}
            await self.browser.post("/sign-in", form)
            self.is_signed_in = True

    def form(self, table: str) -> dict[str, str]:
        """Fill the form in, on a day when the house is open."""
        house = HOUSES[HOUSE[self.person.country]]
        days = [datetime.now(UTC).date() + timedelta(days=n) for n in range(2, 40)]
        day = self.dice.choice([d for d in days if d.weekday() != house.closed])
        return {
            "house": house.name,
            "table": table,
            "date": day.isoformat(),
            "time": self.dice.choice(house.times),
            "party": str(self.dice.randrange(1, LARGEST_PARTY // 2)),
            "name": f"Guest {self.person.number}",
            "email": self.person.email,
        }


def order(page: Answer) -> str:
    """Tell which table stands first on the home page."""
    first = SEAT.search(page.text)
    return "lamp-first" if first and first[1] == "lamp" else "usual"
