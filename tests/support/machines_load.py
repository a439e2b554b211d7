"""Visitors who ask all machines at once, and what each of them may be told.

The judge knows nothing of Sarto: a visitor is told of their own bookings, as many as
they were promised at least, or is a newcomer: while the store is away, and where it is
there and takes longer than it may, which is counted. Whatever else a page tells is
wrong; a page that does not come whole is failed.
"""

import http.client
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from typing import Self

from support.machines import Guest, Page

Address = tuple[str, int]
NEWCOMER = {"visits": "1", "level": "novice", "stage": "new", "booked": "0"}
LEVELS = ("novice", "regular", "expert")


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: when it was asked for, how long it took, whether it knew its visitor."""

    began: float
    seconds: float
    process: str
    is_known: bool


@dataclass
class Customer:
    """Somebody who books now and then; each booking has a mark of theirs alone."""

    mark: int
    places: Sequence[Address]
    faults: "Faults"
    is_stranger: bool = False
    seen: list[Seen] = field(default_factory=list[Seen])
    wrong: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    least: int = 0  # bookings they were promised are kept
    most: int = 0  # bookings they made
    late: int = 0  # pages that did not know them, though the store was there
    _life: int = 0

    def live(self, seed: int, until: threading.Event) -> None:
        dice, guest = Random(seed), Guest()  # noqa: S311 - any visitor will do
        if not self.is_stranger:
            guest.agree(self.places[0])
        while not until.is_set():
            is_booking = not self.is_stranger and dice.random() < 0.3
            path = f"/?book={self.mark}" if is_booking else "/"
            began = time.monotonic()
            try:
                page = guest.get(dice.choice(self.places), path)
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
                continue
            self.judge(page, began)
            if is_booking:
                self.booked(page, began)
            time.sleep(dice.uniform(0.005, 0.03))
        guest.close()

    def judge(self, page: Page, began: float) -> None:
        """Compare a page with what its visitor may be told."""
        if self._life != self.faults.lives:
            self._life, self.least = self.faults.lives, 0
        is_known = page.told.get("mark") == f"{self.mark}.0"
        self.seen.append(Seen(began, page.seconds, page.process, is_known))
        if page.status != 200 or page.text.count("</p>\n") != 4:
            self.failed.append(f"{page.status} {page.text}")
        elif not self.is_right(page.told):
            if not self.is_new(page.told):
                self.wrong.append(f"{self.least}..{self.most}: {page.told}")
            elif not self.faults.is_near(began):
                self.late += 1

    def is_right(self, told: dict[str, str]) -> bool:
        """Whether it is their own; they booked this often, and it was not forgotten."""
        count = int(told["booked"])
        is_own = told.get("mark") == (f"{self.mark}.0" if count else None)
        is_stage = told["stage"] == ("customer" if count else "new")
        return is_own and is_stage and self.least <= count <= self.most

    @staticmethod
    def is_new(told: dict[str, str]) -> bool:
        """Whether a newcomer is told so: the store was away, or took too long."""
        return NEWCOMER.items() <= told.items() and not told.get("mark")

    def booked(self, page: Page, began: float) -> None:
        self.most += 1
        if page.is_kept and not self.faults.is_forgetting(began):
            self.least += 1


@dataclass
class Faults:
    """What befalls the store: since when, until when, and what it forgets by that."""

    back: float = 2.0  # seconds until everybody knows that it is there again
    lives: int = 0  # how often all was forgotten
    began: float = float("inf")
    ended: float = float("inf")
    is_lossy: bool = False

    def begin(self, *, is_lossy: bool) -> None:
        self.began, self.ended, self.is_lossy = time.monotonic(), float("inf"), is_lossy

    def end(self) -> None:
        self.lives += self.is_lossy
        self.ended = time.monotonic()

    def is_near(self, began: float) -> bool:
        """Whether a page that was asked for then may have met it."""
        return time.monotonic() >= self.began and began < self.ended + self.back

    def is_forgetting(self, began: float) -> bool:
        """Whether what was promised then may have been forgotten by now."""
        is_met = time.monotonic() >= self.began and began < self.ended
        return self.is_lossy and is_met


class Crowd:
    """Customers and strangers, each in a thread."""

    def __init__(
        self, places: Sequence[Address], seed: int, *, many: int = 6, strangers: int = 2
    ) -> None:
        self.faults = Faults()
        self.customers = [
            Customer(n, places, self.faults) for n in range(11, 11 + many)
        ]
        self.strangers = [
            Customer(n, places, self.faults, is_stranger=True) for n in range(strangers)
        ]
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=each.live, args=(seed + number, self._stop))
            for number, each in enumerate(self.all)
        ]

    @property
    def all(self) -> list[Customer]:
        return [*self.customers, *self.strangers]

    def __enter__(self) -> Self:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_ends: object) -> None:
        self._stop.set()
        for each in self._threads:
            each.join(60)

    @property
    def wrong(self) -> list[str]:
        return [said for each in self.all for said in each.wrong]

    @property
    def failed(self) -> list[str]:
        return [said for each in self.all for said in each.failed]

    @property
    def late(self) -> float:
        """The share of pages for which the store, being there, took too long."""
        return sum(each.late for each in self.customers) / self.pages

    @property
    def pages(self) -> int:
        return sum(len(each.seen) for each in self.all)

    def known_again(self) -> dict[str, float]:
        """Tell how long each process took to know somebody again, in seconds."""
        ended = self.faults.ended
        found: dict[str, float] = {}
        for each in self.customers:
            for seen in each.seen:
                if seen.is_known and seen.began > ended:
                    after = seen.began + seen.seconds - ended
                    found[seen.process] = min(after, found.get(seen.process, after))
        return found

    def meanwhile(self) -> tuple[list[float], list[float]]:
        """Give how long pages took while the store was away: customers', strangers'."""
        faults = self.faults
        both = (self.customers, self.strangers)
        return tuple(during(some, faults.began, faults.ended) for some in both)  # type: ignore[return-value]


def during(some: Iterable[Customer], since: float, until: float) -> list[float]:
    spans = (seen for each in some for seen in each.seen)
    return [seen.seconds for seen in spans if since <= seen.began < until]


def summed(seconds: Sequence[float]) -> str:
    """Write the median and the 99th percentile, in milliseconds."""
    if len(seconds) < 2:
        return "none"
    return f"{median(seconds) * 1e3:.1f}/{quantiles(seconds, n=100)[98] * 1e3:.1f} ms"
