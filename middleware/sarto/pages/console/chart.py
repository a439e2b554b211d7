"""Pages of the last minutes as a thin line, and the numbers that stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from sarto.site.recent import MINUTE, MINUTES

WIDTH: Final = 600
HEIGHT: Final = 120
STEPS: Final = (1, 2, 5)  # of ten, what an axis ends at


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """One minute, as its clock says it, and how many pages were answered in it."""

    at: str
    pages: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is drawn: points from left to right, and where the axis ends."""

    minutes: tuple[Minute, ...]
    top: int

    @property
    def line(self) -> str:
        return " ".join(f"{each.x:g},{each.y:g}" for each in self.minutes)

    @property
    def ticks(self) -> tuple[tuple[str, Minute], ...]:
        """Give the minutes that are named, and how their names are set."""
        first, *_, last = self.minutes
        middle = self.minutes[len(self.minutes) // 2]
        return ("start", first), ("middle", middle), ("end", last)

    @property
    def total(self) -> int:
        return sum(each.pages for each in self.minutes)

    @property
    def told(self) -> str:
        """Say in a sentence what is seen."""
        most = max(self.minutes, key=lambda each: each.pages)
        if not most.pages:
            return f"No page in the last {MINUTES} minutes."
        said = f"{self.total} pages in the last {MINUTES} minutes"
        return f"{said}, at most {most.pages} a minute, at {most.at}."


def chart(counts: Mapping[int, int], now: datetime, zone: tzinfo) -> Chart:
    """Draw what was counted, up to the minute that runs."""
    last = int(now.timestamp()) // MINUTE
    found = [counts.get(last - back, 0) for back in range(MINUTES - 1, -1, -1)]
    top = ceiling(max(found))
    step = WIDTH / (MINUTES - 1)
    minutes = tuple(
        Minute(
            at=f"{clock(last - MINUTES + 1 + number, zone):%H:%M}",
            pages=pages,
            x=round(number * step, 1),
            y=round(HEIGHT - pages / top * HEIGHT, 1),
        )
        for number, pages in enumerate(found)
    )
    return Chart(minutes=minutes, top=top)


def clock(minute: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(minute * MINUTE, UTC).astimezone(zone)


def ceiling(most: int) -> int:
    """Find the round number that an axis ends at."""
    ten = 1
    while True:
        for step in STEPS:
            if step * ten >= most:
                return step * ten
        ten *= 10
