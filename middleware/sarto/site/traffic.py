"""Recorded traffic: how often which facts met the rules of a page; never who.

A row is a page (`addresses`) and the facts that its conditions ask for, as classes
(`classes`). Never in it: a path that the file does not name letter by letter, addresses
of visitors, agents, cookies, ids, cities, what a site knows of who is signed in, free
text. What memory tells is told of those only who granted `analytics`. Who counts:
`counted`.
"""

from dataclasses import dataclass, field
from typing import Final

from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Window, walked
from sarto.decide.places import leaves, nodes
from sarto.decide.rules import Place
from sarto.site.addresses import Addresses
from sarto.site.classes import Classes, gathered
from sarto.site.counted import is_counted
from sarto.site.plan import Plan
from sarto.site.seen import COUNTING
from sarto.site.site import Site
from sarto.site.tally import Row, Tally
from sarto.site.visitor import Visitor
from sarto.vocabulary.facts import Tier
from sarto.vocabulary.reads import ReadSet

OTHER: Final[Row] = {"path": None, "facts": None}  # what there is no room for
NEVER: Final = frozenset({"path", "city", "host"})  # what says too much, or is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Counts what visitors of a site are like; a `Watcher`."""

    site: Site
    tally: Tally
    addresses: Addresses
    _known: dict[tuple[str, ...], dict[str, Classes]] = field(
        default_factory=dict[tuple[str, ...], "dict[str, Classes]"]
    )

    @classmethod
    def of(cls, site: Site, before: "Traffic | None") -> "Traffic | None":
        """Make what counts, if the file says where; it goes on with that before."""
        file = site.config.toml.traffic.file
        if file is None:
            return None
        path = site.config.folder / file
        if before is not None and before.tally.file == path:
            tally = before.tally
        else:
            tally = Tally(path, OTHER, site.failures.note)
        return cls(site=site, tally=tally, addresses=Addresses.of(site))

    def __call__(self, visitor: Visitor) -> None:
        """Count one request."""
        if is_counted(visitor):
            page = self.addresses.told(visitor.visit.path)
            self.tally.add({"path": page, "facts": self.facts(visitor)})

    def facts(self, visitor: Visitor) -> Row:
        """Give the facts that may be told of a visitor."""
        visit = visitor.visit
        is_known = COUNTING in visit.consent.granted
        found: dict[str, object] = {}
        for name, classes in self.classes(visitor.plan).items():
            if is_known or self.tier(name) is Tier.SEGMENT:
                told = classes.told(value(visit, name))
                if told is not None:
                    found[name] = told
        return found

    def classes(self, plan: Plan) -> dict[str, Classes]:
        """Tell which facts count on a page."""
        places = (*plan.slots.values(), *plan.regions.values(), *plan.swaps)
        key = tuple(place.key for place in places)
        if key not in self._known:
            self._known[key] = self.made(places, plan.reads)
        return self._known[key]

    def made(self, places: tuple[Place, ...], reads: ReadSet) -> dict[str, Classes]:
        kinds = self.site.config.dictionary
        asked: dict[str, list[Leaf]] = {**gathered(leaves(places))}
        if "language" in reads:
            asked.setdefault("language", [])
        if any(isinstance(node, Window) for node in walked(*nodes(places))):
            asked.setdefault("date", [])
            asked.setdefault("time", [])
        return {
            name: Classes.of(kinds.kind(name), asked[name])
            for name in sorted(asked)
            if name not in NEVER and self.tier(name) is not Tier.PERSONAL
        }

    def tier(self, name: str) -> Tier:
        return self.site.sources.declared.tier_of(name)


def value(visit: Visit, name: str) -> object:
    """Give a fact, so that nothing is recorded as read."""
    return visit.unrecorded(name)
