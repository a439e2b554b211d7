"""Houses, tables, dishes and topics, and how to find them by a word."""

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from texts import LANGUAGES, Language, language

HERE = Path(__file__).parent
STEP = timedelta(minutes=30)
# What people type in several ways: the Arabic and the Persian yeh and kaf, teh marbuta
# or heh, the Polish ł (no mark on an l for Unicode). Joiners and tatweel do not count.
VARIANTS = str.maketrans(
    "\u064a\u0649\u0643\u0629ł", "\u06cc\u06cc\u06a9\u0647l", "\u200c\u200d\u0640"
)


@dataclass(frozen=True, kw_only=True)
class House:
    name: str
    zone: str
    first: str
    last: str
    close: str
    closed: int
    seats: int
    phone: str
    street: str
    place: str
    language: str
    dish: str

    def now(self, moment: datetime) -> datetime:
        """Read the clock on this house's wall (without a zone, like the book's)."""
        return moment.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    @property
    def times(self) -> tuple[str, ...]:
        """Every time a table is given, from "08:00" on."""
        moment, last = (
            datetime.strptime(at, "%H:%M")  # noqa: DTZ007  a time of day has no zone
            for at in (self.first, self.last)
        )
        times = []
        while moment <= last:
            times.append(f"{moment:%H:%M}")
            moment += STEP
        return tuple(times)


@dataclass(frozen=True, kw_only=True)
class Dish:
    name: str
    topics: tuple[str, ...]
    prices: dict[str, int]


_menu = tomllib.loads((HERE / "menu.toml").read_text("utf-8"))
_houses = tomllib.loads((HERE / "houses.toml").read_text("utf-8"))

TOPICS: tuple[str, ...] = tuple(_menu["topics"])
DISHES = tuple(
    Dish(name=name, topics=tuple(dish["topics"]), prices=dish["prices"])
    for name, dish in _menu["dishes"].items()
)
TABLES: dict[str, dict[str, int]] = _menu["tables"]  # by house, for one guest
HOUSES = {name: House(name=name, **house) for name, house in _houses.items()}
TIMES = tuple(sorted({time for house in HOUSES.values() for time in house.times}))


def dishes_of(*, topic: str = "", house: str = "") -> list[Dish]:
    return [
        dish
        for dish in DISHES
        if (not topic or topic in dish.topics) and (not house or house in dish.prices)
    ]


def find_dishes(query: str, spoken: Language) -> list[Dish]:
    """Find what holds every word: in the visitor's language, or a name in any."""
    words = plain(query).split()
    return [dish for dish in DISHES if words and _holds(_about(dish, spoken), words)]


def find_houses(query: str, spoken: Language) -> list[House]:
    words = plain(query).split()
    return [
        house
        for house in HOUSES.values()
        if words
        and _holds(plain(" ".join(spoken.words["houses"][house.name].values())), words)
    ]


def plain(text: str) -> str:
    """Fold case, accents, vowel signs and letter variants away, to compare words."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(VARIANTS))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def _about(dish: Dish, spoken: Language) -> str:
    topics = (spoken.words["topics"][topic]["name"] for topic in dish.topics)
    names = (language(code).dishes[dish.name]["name"] for code in LANGUAGES)
    return plain(" ".join((*names, spoken.dishes[dish.name]["text"], *topics)))


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)
