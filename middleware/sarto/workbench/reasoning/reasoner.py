"""`Reasoner`: is there a visitor for whom some things hold and others do not?

Exact over the classes of values that the conditions tell apart, and over what follows
of what (`listing`): "no" means that no such visitor can be, and each "yes" brings one,
on whom the very programs that decide for visitors have been tried.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sarto.config.audiences import Condition
from sarto.decide.conditions import Capped, Leaf, Named, Node, Window, parts_of, walked
from sarto.decide.program import NONE, Choose, Program
from sarto.site.site import Site
from sarto.vocabulary.patterns import Globs
from sarto.workbench.reasoning.atoms import ExhaustedError, Kept
from sarto.workbench.reasoning.found import NOBODY, UNDECIDED, Found
from sarto.workbench.reasoning.search import Goal, Search
from sarto.workbench.reasoning.telling import Telling
from sarto.workbench.reasoning.witness import Witness
from sarto.workbench.reasoning.world import World

STEPS: Final = 200_000  # of one search: a second or so


@dataclass(frozen=True, slots=True)
class Meant(Named):
    """A node as one of several sites means it."""

    site: int = 0


class Wish(NamedTuple):
    """A node that is to hold, or not to, as one of the sites means it."""

    node: Node
    holds: bool
    site: int = 0


@dataclass(frozen=True)
class Reasoner:
    """Reasons about the visitors of one site, or of several at once."""

    world: World
    steps: int = STEPS
    _programs: dict[object, tuple[Node, Choose]] = field(
        default_factory=dict[object, "tuple[Node, Choose]"]
    )

    @classmethod
    def of(cls, *sites: Site) -> "Reasoner":
        """Make ready to reason about these sites' visitors."""
        made = cls(World(sites))
        for number, site in enumerate(sites):
            places = (*site.slots, *site.regions, *site.swaps)
            nodes = (way.node for place in places for way in place.outcomes)
            made.register(number, *nodes, *made.world.journeys[number].nodes)
        return made

    def register(self, site: int, *nodes: Node) -> None:
        """Number all conditions inside, so that theories are made for all of them."""
        for node in walked(*nodes):
            part = self.world.journeys[site].opened(node)
            if part is not node and not isinstance(part, Kept):
                self.register(site, part)
            elif isinstance(node, Leaf | Window | Capped):
                self.world.number(node, site)

    def asked(self, site: Site, node: Node) -> Node:
        """Give a node as one of the sites means it; else the first site does."""
        number = next(at for at, each in enumerate(self.world.sites) if each is site)
        return Meant(name="", node=node, reads=node.facts(), site=number)

    def find(
        self,
        holds: Iterable[Node],
        fails: Iterable[Node] = (),
        *,
        pages: tuple[str, ...] | None = None,
    ) -> Found:
        """Find a visitor for whom all of `holds` holds and nothing of `fails` does.

        `pages` are globs of which his path must match one; `None`: any path.
        """
        asked = [*((node, True) for node in holds), *((node, False) for node in fails)]
        on = () if pages is None else ((on_pages(pages), True),)
        wishes = [wish(node, is_so) for node, is_so in (*on, *asked)]
        try:
            for each in wishes:
                self.register(each.site, each.node)
            goals = [Goal(each.node, each.holds, each.site) for each in wishes]
            state = Search(self.world, self.steps).found(goals)
            if state is None:
                return NOBODY
            found = Telling(self.world, state).found()
        except (ExhaustedError, RecursionError):
            return UNDECIDED
        return found if self.is_proven(found, wishes) else UNDECIDED

    def is_proven(self, found: Found, wishes: Iterable[Wish]) -> bool:
        """Whether the programs that decide for visitors say the same of this one."""
        visits = [self.visit(found, site) for site in self.world.sites]
        return all(
            (self.program(each.node)(visits[each.site]) != NONE) is each.holds
            for each in wishes
        )

    def visit(self, found: Found, site: Site) -> Witness:
        """Make the visit of one who was found to one of the sites."""
        number = next(at for at, each in enumerate(self.world.sites) if each is site)
        return Witness.of(found, site, (found.pins, *found.others)[number])

    def program(self, node: Node) -> Choose:
        """Compile a node, each once."""
        known = self._programs.get(name := key(node))
        if known is None:
            known = self._programs[name] = (node, Program((node,)).choose)
        return known[1]


def wish(node: Node, holds: bool) -> Wish:  # noqa: FBT001 - a pair, taken apart
    """Say of a node which site means it: the first, unless it was asked for another."""
    if isinstance(node, Meant):
        return Wish(node.node, holds, node.site)
    return Wish(node, holds)


def on_pages(pages: tuple[str, ...]) -> Leaf:
    written = f"path = {json.dumps(pages, ensure_ascii=False)}"
    return Leaf(Condition(fact="path", pattern=Globs(pages), written=written))


def key(node: Node) -> object:
    """Name a node by what it asks; audiences are the same where they are one node."""
    if isinstance(node, Leaf | Window | Capped):
        return node.key
    if isinstance(node, Named):
        return id(node)
    return type(node), tuple(map(key, parts_of(node)))
