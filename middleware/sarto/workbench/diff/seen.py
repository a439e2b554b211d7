"""Looking: one visitor is put to both versions, and what each shows is compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sarto.site.answer import Answer
from sarto.site.site import Site
from sarto.vocabulary.kinds import Choice, Flag, Kind
from sarto.vocabulary.numbers import Count
from sarto.workbench.diff.ways import SWAPS, Ways
from sarto.workbench.gallery.guests import Guest
from sarto.workbench.reasoning import Found, Reasoner

SAMPLES: Final = {Flag: (True, False), Count: (0, 1, 2, 5, 20, 100)}
WORDS: Final = ("sarto", "")


@dataclass(frozen=True, slots=True)
class Looking:
    """Two versions of a site, and whoever looks at both with the same facts."""

    old: Site
    new: Site
    reasoner: Reasoner

    def guest(self, found: Found) -> Guest:
        """Let somebody who was found be met by both alike."""
        both = replace(found, others=(found.pins,))
        return Guest(
            pins=found.pins, moment=found.moment, found=both, reasoner=self.reasoner
        )

    def differs(self, place: str, found: Found) -> bool:
        """Whether what they see of a place is not the same in both."""
        guest = self.guest(found)
        old, new = (shown(s, guest, place, found.path) for s in (self.old, self.new))
        return old != new

    def goes(self, found: Found, ways: Ways, site: Site) -> int:
        """Tell which way a place goes for them."""
        return ways.choose(self.guest(found).meet(site, found.path).visit)

    def others(self, place: str, found: Found) -> Iterator[Found]:
        """List visitors who differ in one fact that templates of the place ask for."""
        for name in sorted(asked(self.old, place) | asked(self.new, place)):
            kind = self.old.config.dictionary.kind(name)
            for value in samples(kind):
                yield replace(found, pins={**found.pins, name: value})


def asked(site: Site, place: str) -> frozenset[str]:
    """Name the facts that templates of a place ask for."""
    places = (each for each in (*site.slots, *site.regions) if each.key == place)
    return frozenset[str]().union(*(each.shown for each in places))


def samples(kind: Kind | None) -> tuple[object, ...]:
    """List values of a kind that a template may well tell apart."""
    if isinstance(kind, Choice):
        return kind.words
    return next((each for of, each in SAMPLES.items() if isinstance(kind, of)), WORDS)


def shown(site: Site, guest: Guest, place: str, path: str) -> object:
    """Give what somebody sees of a place; `None`: what the page has of its own."""
    visitor = guest.meet(site, path)
    if place == SWAPS:
        return visitor.serve()
    answer = Answer(site, visitor, guest.scope(site, path))
    table, _, name = place.partition(".")
    swap = answer.arranged(name) if table == "layouts" else answer.swap(name)
    if swap is None:
        return None
    html = swap.render() if swap.render else None
    is_own = html is None and not swap.attrs
    return None if is_own else (swap.attrs, swap.language if html else None, html)
