"""What would have to be otherwise for a node to hold: facts, each with other values.

In come a node and a visit, out come ways: the answers that the conditions inside would
have to give, those ways first that ask least. Nothing is tried here: whoever grants a
wish has to look what comes of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, product
from typing import TypeAlias

from sarto.context.visit import KEPT, Visit
from sarto.decide.conditions import (
    All,
    Asked,
    Capped,
    Leaf,
    Named,
    Node,
    Not,
    Window,
)
from sarto.decide.why import value_of

MOST = 16  # ways kept of one node
DAY = timedelta(days=1)
CONSENT = "consent"
DATE = "date"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition, whether it is to hold, and whether it does so now."""

    asked: Asked
    is_so: bool
    is_met: bool

    @property
    def fact(self) -> str:
        """The fact that can be wished for: a window is met by another day."""
        if isinstance(self.asked, Leaf):
            return self.asked.condition.fact
        return DATE if isinstance(self.asked, Window) else CONSENT


Way: TypeAlias = tuple[Wanted, ...]


def cost(way: Way) -> int:
    """Count the facts that it asks to be otherwise."""
    return len({wanted.fact for wanted in way if not wanted.is_met})


def fewest(ways: Iterable[Way]) -> list[Way]:
    """Keep those that ask least, each once, in their order."""
    return sorted(dict.fromkeys(ways), key=cost)[:MOST]


@dataclass(frozen=True, slots=True)
class Ways:
    """Lists the ways in which nodes would answer a visit."""

    visit: Visit

    def of(self, node: Node, *, is_so: bool = True) -> list[Way]:
        """List the ways for a node to hold, or not to; a few of many."""
        if isinstance(node, Leaf | Window | Capped):
            return [(Wanted(node, is_so, self.holds(node) is is_so),)]
        if isinstance(node, Not):
            return self.of(node.part, is_so=not is_so)
        if isinstance(node, Named):
            return self.of(node.node, is_so=is_so)
        found = (self.of(part, is_so=is_so) for part in node.parts)
        return (
            joined(found) if isinstance(node, All) is is_so else fewest(chain(*found))
        )

    def holds(self, asked: Asked) -> bool:
        """Whether a condition holds now."""
        visit = self.visit
        if isinstance(asked, Leaf):
            return asked.accepts(value_of(asked, visit))
        if isinstance(asked, Capped):
            return visit.may_show(asked.rule, asked.times, asked.per)
        return is_open(asked, visit)


def is_open(window: Window, visit: Visit) -> bool:
    """Whether a window is open at the moment of a visit."""
    is_begun = window.start is None or window.start <= visit.now
    return is_begun and (window.until is None or visit.now < window.until)


def joined(found: Iterable[list[Way]]) -> list[Way]:
    """List the ways for several parts to be so at once."""
    ways: list[Way] = [()]
    for some in found:
        ways = fewest(tuple(dict.fromkeys((*a, *b))) for a, b in product(ways, some))
    return ways


def grouped(way: Way) -> Mapping[str, tuple[Wanted, ...]]:
    """Gather by fact what a way wants of those that have to change."""
    facts = dict.fromkeys(each.fact for each in way if not each.is_met)
    return {fact: tuple(w for w in way if w.fact == fact) for fact in facts}


def days_for(window: Window, visit: Visit) -> Iterator[date]:
    """List the days around the ends of a window, in the site's zone."""
    for end in (window.start, window.until):
        day = end.astimezone(visit.sources.site_zone).date() if end else None
        if day and date.min < day < date.max:
            yield from (day, day + DAY, day - DAY)


def granted_for_cap(visit: Visit) -> frozenset[str]:
    """Say what would have to be granted for anybody to be counted."""
    row = visit.sources.law.row(KEPT)
    purpose = {row.purpose} - {None} if row else set[str | None]()
    return visit.consent.granted | {str(each) for each in purpose}
