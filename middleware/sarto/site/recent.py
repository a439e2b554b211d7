"""The pages that were answered last, for the console: in memory alone, and few.

A watcher that outlives every version of the site. Its work is bounded, whatever comes:
so many pages are kept, so many a second looked at, and the others only counted.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

from sarto.site.naming import Naming
from sarto.site.seen import Seen, seen

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

MINUTES: Final = 30  # that pages are counted for
MINUTE: Final = 60  # seconds
RATE: Final = 5.0  # pages a second that are kept, once as many as there is room came


@dataclass(slots=True)
class Recent:
    """Keeps the last pages; called with the visitor of each when it was answered.

    Of pages that come faster than anybody could look at, some are only counted.
    """

    most: int = field(default=0, init=False)  # pages kept; `resize` says how many
    kept: deque[Seen] = field(default_factory=deque[Seen])
    minutes: Counter[int] = field(default_factory=Counter[int])
    passed: int = 0  # that came too fast to be kept
    number: int = 0  # of the last one that was kept
    naming: Naming = field(default_factory=Naming)  # of the file that is in force
    _room: float = 0.0
    _since: float = 0.0

    def resize(self, most: int) -> None:
        """Keep so many from now on; none: what was kept is forgotten."""
        if most != self.most:
            self.most, self._room = most, float(most)
            self.kept = deque([*self.kept][-most:] if most else (), most)
        if not most:
            self.minutes.clear()
            self.passed = 0

    def __call__(self, visitor: "Visitor") -> None:
        if not visitor.answered.is_page or visitor.visit.is_preview:
            return
        self.count(int(visitor.arrived.timestamp()) // MINUTE)
        if self.may_keep(monotonic()):
            self.number += 1
            self.kept.append(seen(visitor, self.number, self.naming))
        else:
            self.passed += 1

    def count(self, minute: int) -> None:
        """Count a page; those of long ago are forgotten."""
        if minute not in self.minutes and len(self.minutes) >= MINUTES:
            for old in [each for each in self.minutes if each <= minute - MINUTES]:
                del self.minutes[old]
            if len(self.minutes) > MINUTES:  # clocks may step back
                self.minutes.clear()
        self.minutes[minute] += 1

    def may_keep(self, now: float) -> bool:
        """Whether there is time to look at one more."""
        earned = (now - self._since) * RATE
        self._room = min(self._room + earned, float(self.most))
        self._since = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

    def found(self, number: int) -> Seen | None:
        """Give one that is still kept."""
        return next((each for each in self.kept if each.number == number), None)
