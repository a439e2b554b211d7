"""What a page shows somebody and why, told by the very same decisions.

In comes a page with the facts of a persona, or the visitor of a real request; out comes
what JSON can hold. Facts have their values and where they came from. No address, no
cookie and no User-Agent is ever told, and what is somebody's own only to themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sarto.asgi import Scope
from sarto.context.classed import ClassedVisit
from sarto.context.visit import Visit
from sarto.decide.conditions import Window
from sarto.decide.decision import Decision
from sarto.decide.why import Because, pinning, plain
from sarto.site.near import MANY, Miss, Near, Tries, is_shut
from sarto.site.site import Site
from sarto.site.unassigned import why_in_none
from sarto.site.visitor import PINS, Visitor
from sarto.vocabulary.facts import Tier

Json: TypeAlias = dict[str, Any]
Pins: TypeAlias = Mapping[str, object]

ARM: Final = "arm."
UNTOLD: Final = "their own"  # where a fact came from that is told to nobody else
LIVE: Final = 20_000  # decisions tried for all places of one page, by a running site


def scope_of(page: str, pins: Pins) -> Scope:
    """Make the request of a visitor of whom only the pinned facts are known."""
    path, _, query = page.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(errors="surrogateescape"),
        "query_string": query.encode(),
        "headers": [],
        PINS: pins,
    }


def explained(site: Site, page: str, pins: Pins) -> Json:
    """Explain a page in the contract's shape."""
    visitor = site.meet(scope_of(page, pins))
    return Explanation(site=site, visitor=visitor, is_their_own=True).json()


def explained_of(
    site: Site, visitor: Visitor, *, is_their_own: bool = False, tries: int = LIVE
) -> Json:
    """Explain what a visitor was shown; `is_their_own`: to that very visitor.

    At most so many decisions are tried for near misses, each place having its share.
    """
    plan = visitor.plan
    share = tries // max(len(plan.slots) + len(plan.regions), 1)
    told = Explanation(
        site=site, visitor=visitor, is_their_own=is_their_own, tries=share
    )
    return told.json()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One page and one visitor, to be explained."""

    site: Site
    visitor: Visitor
    is_their_own: bool
    tries: int = MANY  # for the near misses of each place

    @property
    def visit(self) -> Visit:
        return self.visitor.visit

    def json(self) -> Json:
        visitor, plan = self.visitor, self.visitor.plan
        slots = {name: self.part(visitor.decide(name)) for name in plan.slots}
        layouts = {name: self.part(visitor.arrange(name)) for name in plan.regions}
        facts = sorted({*plan.reads, *self.visit.pins})
        return {
            "path": self.visit.path,
            "facts": {name: self.fact(name) for name in facts},
            "slots": slots,
            "layouts": layouts,
            "serve": visitor.serve(),
        }

    def fact(self, name: str) -> Json:
        """Tell a fact's value, and where it came from."""
        if self.is_hidden(name):
            return {"value": None, "from": UNTOLD}
        value, source = self.visit.known(name)
        if value is None and name.startswith(ARM):
            source = why_in_none(self.visit, name) or source
        return {"value": plain(value), "from": source}

    def is_hidden(self, name: str) -> bool:
        """Whether a fact is the visitor's own, and somebody else asks."""
        tier = self.site.sources.declared.tier_of(name)
        return tier is Tier.PERSONAL and not self.is_their_own

    def part(self, decision: Decision) -> Json:
        """Explain a slot or a region."""
        shown = "layout" if decision.place.kind == "layouts" else "fragment"
        tries = Tries(self.tries)
        told: Json = {
            shown: decision.fragment,
            "audience": decision.audience,
            "experiment": decision.experiment,
            "arm": decision.arm,
            "attrs": dict(decision.attrs),
            "rule": decision.rule.where if decision.rule else None,
            "because": [self.because(each) for each in decision.because],
            "near": [self.miss(each, shown) for each in self.misses(decision, tries)],
            "reads": list(decision.reads),
            "until": decision.until and decision.until.isoformat(),
        }
        if tries.are_spent:
            told["more"] = True  # that may be near: they were too many to try
        return told

    def because(self, each: Because) -> Json:
        value = None if self.is_hidden(each.fact) else each.value
        return {"condition": each.condition, "value": value, "holds": each.holds}

    def misses(self, decision: Decision, tries: Tries) -> Iterator[Miss]:
        """List the near misses; of the classes that an edge tells there are none."""
        if not isinstance(self.visit, ClassedVisit):
            memory = self.visitor.memory
            yield from Near(
                site=self.site, decision=decision, memory=memory, tries=tries
            ).misses()

    def miss(self, miss: Miss, shown: str) -> Json:
        told: Json = {shown: miss.outcome.rule.shows, "would": pinning(miss.facts)}
        if is_shut(miss, self.visit):
            told["window"] = ends(miss.window)
        return told


def ends(window: Window) -> Json:
    """Tell when a rule holds at all."""
    told = {"from": window.start, "until": window.until}
    return {name: moment and moment.isoformat() for name, moment in told.items()}
