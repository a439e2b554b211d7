"""`Visitor`: what the site's own code, and its fragments, know of who is asking."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from sarto.asgi import Scope
from sarto.context.facts import Facts
from sarto.context.resolved import Asked, asked, learn
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.site.plan import Plan
from sarto.vocabulary.facts import Fact

PINS = "sarto.pins"  # a scope key: facts pinned by a preview, never by a visitor
KEY = "sarto"  # where the visitor stands in the ASGI scope
NOBODY_ASKED = Sources()


class Visitor:
    """Who is asking: the same object for the site's code, for fragments and for us."""

    def __init__(
        self, scope: Scope, sources: Sources, plan: Plan, config: Path | None = None
    ) -> None:
        self.plan = plan
        self.config = config  # whose visitor this is
        self.arrived = sources.clock()
        self._scope = scope
        self._sources = sources
        self._decided: dict[str, Decision] = {}
        self._arranged: dict[str, Decision] = {}

    @cached_property
    def _visit(self) -> Visit:
        pins = self._scope.get(PINS)
        return Visit(self._scope, self._sources, pins=pins, arrived=self.arrived)

    @cached_property
    def facts(self) -> Facts:
        """What is known, lazily; reading it is recorded for the caches."""
        return Facts(self._visit)

    @property
    def level(self) -> str:
        """How experienced: `novice`, `regular` or `expert`."""
        return self.facts.level

    @property
    def stage(self) -> str | None:
        """The stage of the journey, where the site declares some."""
        return self.facts.stage

    @property
    def consent(self) -> frozenset[str]:
        """The purposes granted."""
        return self.facts.consent

    def hints(self) -> tuple[str, ...]:
        """Name the client hints that this visitor's browser may be asked for."""
        hints = self.plan.hints.items()
        return tuple(hint for fact, hint in hints if self._visit.may_find(fact))

    def decide(self, slot: str) -> Decision:
        """Decide a slot of this page; once a request, however often it is asked."""
        decision = self._decided.get(slot)
        if decision is None:
            place = self.plan.slots.get(slot) or Place(name=slot)
            decision = self._decided[slot] = decide(self._visit, place)
        return decision

    @property
    def is_sound(self) -> bool:
        """Whether no source failed so far; else this visit may have missed a fact."""
        return self._visit.is_sound

    def arrange(self, region: str) -> Decision:
        """Decide the layout of a region of this page; once a request, too."""
        decision = self._arranged.get(region)
        if decision is None:
            place = self.plan.regions.get(region) or Place(name=region)
            decision = self._arranged[region] = decide(self._visit, place)
        return decision

    def until(self) -> datetime:
        """Tell until when the clock alone changes no slot of this page."""
        return self.plan.schedule.until(self._visit)

    def asked(self, fact: Fact) -> Asked | None:
        """Open this visitor to a fact's resolver; `None`: it may not be asked."""
        return asked(self._visit, fact)

    def learn(self, values: Mapping[str, object]) -> None:
        """Keep what the site's resolvers said."""
        learn(self._visit, values)

    def serve(self) -> str | None:
        """Tell which other route of the site this page is swapped for (GET, HEAD)."""
        if not self.plan.swaps or self._scope.get("method") not in ("GET", "HEAD"):
            return None
        for swap in self.plan.swaps:
            if path := decide(self._visit, swap).fragment:
                return path
        return None


def visitor(request: object) -> Visitor:
    """Give the visitor of a request, of any framework's, or of an ASGI scope.

    Where no Sarto stands in front, or it is switched off, nothing is known: facts have
    the values of an unknown visitor, and every slot keeps its own content.
    """
    found = scope_of(request).get(KEY)
    return found if isinstance(found, Visitor) else nobody()


def scope_of(request: object) -> Scope:
    """Find the ASGI scope of a request; an empty one where there is none."""
    scope: Any = getattr(request, "scope", request)
    is_scope = isinstance(scope, dict | MutableMapping)
    return cast(Scope, scope) if is_scope else {}  # noqa: TC006 - it is a name at run time


def nobody() -> Visitor:
    unasked: Scope = {"type": "http", "headers": []}
    return Visitor(unasked, NOBODY_ASKED, Plan(slots={}, swaps=()))
