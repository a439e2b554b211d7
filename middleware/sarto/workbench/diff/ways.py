"""Ways: all that a place can show in one version of a site, the first that holds.

Where a place may stand is a way like any other, and so is the route that a page is
swapped for: then two versions are two lists, to be laid side by side.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sarto.compose.arranging import REST
from sarto.decide.conditions import (
    All,
    Capped,
    Leaf,
    Named,
    Node,
    Not,
    Window,
    parts_of,
)
from sarto.decide.program import Choose, Program
from sarto.decide.rules import EVERYONE, Outcome, Place
from sarto.site.sights import OWN, Sight, Sights
from sarto.site.site import Site
from sarto.workbench.reasoning.reasoner import on_pages

SWAPS = "pages"  # all of them together decide which route a page is swapped for


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that may be seen of a place, and what holds of who sees it."""

    node: Node
    sight: Sight
    where: str = ""  # the rule's line; nothing: no rule says so
    audience: str | None = None


AWAY = Way(node=EVERYONE, sight=OWN)


@dataclass(frozen=True)
class Ways:
    """The ways of one place, top to bottom; the last holds for everybody."""

    listed: tuple[Way, ...]

    @cached_property
    def choose(self) -> Choose:
        """Tell which way it goes for a visit."""
        return Program(tuple(way.node for way in self.listed)).choose

    @cached_property
    def forms(self) -> tuple[Hashable, ...]:
        """Say what each asks, comparable with what another file's ask."""
        known: dict[int, Hashable] = {}
        return tuple(form(way.node, known) for way in self.listed)


def form(node: Node, known: dict[int, Hashable]) -> Hashable:
    """Spell what a node asks; nodes of one form hold for the same visitors."""
    if isinstance(node, Leaf | Window | Capped):
        return node.key
    if id(node) not in known:
        parts = tuple(form(part, known) for part in parts_of(node))
        known[id(node)] = parts[0] if isinstance(node, Named) else (type(node), parts)
    return known[id(node)]


@dataclass(frozen=True)
class Version:
    """One version of a site, with the ways of its places."""

    site: Site

    @cached_property
    def sights(self) -> Sights:
        return Sights(self.site)

    @cached_property
    def places(self) -> Mapping[str, Ways]:
        """List the places by their keys; `pages` is the swapping of pages."""
        site = self.site
        found = {
            each.key: Ways(tuple(self.of(each)))
            for each in (*site.slots, *site.regions)
        }
        if site.swaps:
            found[SWAPS] = Ways((*self.swapped(), AWAY))
        return found

    def ways(self, key: str) -> Ways:
        """Give the ways of a place; of one that is not there, the page's own."""
        return self.places.get(key) or Ways((AWAY,))

    def of(self, place: Place) -> Iterator[Way]:
        globs = self.globs(place)
        if globs == ():
            yield AWAY
            return
        if globs is not None:
            yield Way(node=Not(on_pages(globs)), sight=OWN)
        for outcome in place.outcomes:
            yield self.way(place, outcome, outcome.node)
        yield Way(node=EVERYONE, sight=self.sights.of(place, None))

    def globs(self, place: Place) -> tuple[str, ...] | None:
        toml = self.site.config.toml
        table = toml.slots if place.kind == "slots" else toml.layouts
        pages = table[place.name].pages
        return None if pages is None else tuple(pages)

    def swapped(self) -> Iterator[Way]:
        """List what pages are swapped for: of swaps for one page, the first says so."""
        for place in self.site.swaps:
            here = on_pages((place.name,))
            for outcome in place.outcomes:
                yield self.way(place, outcome, All((here, outcome.node)))

    def hiding(self, place: str) -> Iterator[Node]:
        """List what must fail, so that surely nothing keeps a place from being seen."""
        slot = place.removeprefix("slots.")
        for key, ways in self.places.items() if place != SWAPS else ():
            is_region = key.startswith("layouts.") and place.startswith("slots.")
            for way in ways.listed if is_region or key == SWAPS else ():
                if not self.keeps(key, way, slot):
                    yield way.node if key == SWAPS else All((self.here(key), way.node))

    def keeps(self, key: str, way: Way, slot: str) -> bool:
        """Whether a slot surely stays on the page, whatever is shown by that way."""
        if way.sight.name is None or key == SWAPS:
            return way.sight.name is None
        if self.site.layouts.is_extended(way.sight.name):
            return True
        made = self.site.layouts.of(way.sight.name, lambda: "").constant
        return made is not None and not {slot, REST}.isdisjoint(made[1::2])

    def here(self, key: str) -> Node:
        """Say on which pages a region may change."""
        pages = self.site.config.toml.layouts[key.removeprefix("layouts.")].pages
        return EVERYONE if pages is None else on_pages(tuple(pages))

    def way(self, place: Place, outcome: Outcome, node: Node) -> Way:
        return Way(
            node=node,
            sight=self.sights.of(place, outcome),
            where=outcome.rule.where,
            audience=outcome.target.name,
        )


def alike(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """Count how many of the first forms are the same."""
    pairs = zip(old, new, strict=False)
    return next(
        (at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new))
    )
