"""`Met`: one request as we met it: its visit, its plan, and what was decided for it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import cast

from sarto.asgi import Scope
from sarto.context.resolved import Asked, asked, learn
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.memory.keeping import Keeping
from sarto.memory.memory import Memory
from sarto.memory.stored import StoredMemory
from sarto.site.plan import Plan
from sarto.site.recollection import Answered, Recollection
from sarto.site.shared import UNSENT, Sent
from sarto.site.steady import decided
from sarto.vocabulary.facts import Fact, Tier

PINS = "sarto.pins"  # a scope key: facts pinned by a preview, never by a visitor


class Met:
    """Who is asking, for Sarto itself; what the site's code knows is `Visitor`."""

    def __init__(  # noqa: PLR0913 - what a request is met with
        self,
        scope: Scope,
        sources: Sources,
        plan: Plan,
        *,
        config: Path | None = None,
        keeping: Keeping | None = None,
        sent: Sent = UNSENT,
    ) -> None:
        self.plan = plan
        self.config = config  # whose visitor this is
        self.arrived = sources.clock()
        self._scope = scope
        self._sources = sources
        self._keeping = keeping
        self.answered = Answered()
        self.sent = sent  # what a proven edge said of who is asking
        if sent.visit is not None:
            self._visit = sent.visit
        self.is_told = False  # something counts that the request did not say
        self._decided: dict[str, Decision] = {}
        self._arranged: dict[str, Decision] = {}

    @cached_property
    def _visit(self) -> Visit:
        pins = self._scope.get(PINS)
        visit = Visit(self._scope, self._sources, pins=pins, arrived=self.arrived)
        if not pins:  # a preview is of nobody's
            visit.memory = self._remembering(visit)
        return visit

    def _remembering(self, visit: Visit) -> Memory | None:
        if self._keeping is None:
            return None
        keeper = self._keeping.keeper
        if keeper is None:
            return Memory(self._keeping, visit)
        return StoredMemory(self._keeping, visit, keeper)

    @cached_property
    def recollection(self) -> Recollection:
        """What this request does to memory; for Sarto, not for the site's code."""
        return Recollection(self._visit, self.plan, self._sources.failures)

    @property
    def visit(self) -> Visit:
        """What is found of the visitor; for Sarto, not for the site's code."""
        return self._visit

    def hints(self) -> tuple[str, ...]:
        """Name the client hints that this visitor's browser may be asked for."""
        hints = self.plan.hints.items()
        return tuple(hint for fact, hint in hints if self._visit.may_find(fact))

    def decide(self, slot: str) -> Decision:
        """Decide a slot of this page; once a request, however often it is asked."""
        decision = self._decided.get(slot)
        if decision is None:
            place = self.plan.slots.get(slot) or Place(name=slot)
            decision = self._decided[slot] = self._decide(place)
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
            decision = self._arranged[region] = self._decide(place)
        return decision

    def _decide(self, place: Place) -> Decision:
        return decided(self._visit, self.memory, place)

    @property
    def memory(self) -> Memory | None:
        """What this visitor let us keep; `None` where nobody is remembered."""
        return cast("Memory | None", self._visit.memory)

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What was decided so far on this page."""
        return (*self._decided.values(), *self._arranged.values())

    def until(self) -> datetime:
        """Tell until when the clock alone changes no slot of this page."""
        if self.sent.shared is not None and self.sent.visit is not None:
            return self.sent.shared.until(self._visit)
        return self.plan.schedule.until(self._visit)

    @property
    def tier(self) -> Tier:
        """Whose the answer is: a stranger's has nothing that strangers do not share."""
        tier = self.plan.tier
        if tier is Tier.SEGMENT or self.sent.visit is not None:
            return Tier.SEGMENT
        is_known = bool(self._visit.told) or self._visit.identity is not None
        memory = self.memory
        is_known |= memory is not None and memory.kept is not None
        return tier if is_known or self.plan.is_intimate else Tier.SEGMENT

    @property
    def has_strayed(self) -> bool:
        """Whether more was read than the file lets anybody know beforehand."""
        visit = self.__dict__.get("_visit")
        return visit is not None and not visit.is_within(self.plan.reads.facts)

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
