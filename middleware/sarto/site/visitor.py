"""`Visitor`: what the site's own code, and its fragments, know of who is asking."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import cast

from sarto.asgi import Scope
from sarto.context.facts import Facts
from sarto.context.resolved import Asked, asked, learn
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.rules import Place
from sarto.headers import Headers
from sarto.memory.keeping import Keeping
from sarto.memory.memory import Memory
from sarto.memory.stored import StoredMemory
from sarto.site.plan import Plan
from sarto.site.recollection import Answered, Recollection
from sarto.site.shared import UNSENT, Sent
from sarto.site.steady import decided
from sarto.vocabulary.facts import Fact, Tier

PINS = "sarto.pins"  # a scope key: facts pinned by a preview, never by a visitor
KEY = "sarto"  # where the visitor stands in the ASGI scope


class Visitor:
    """Who is asking: the same object for the site's code, for fragments and for us."""

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

    @property
    def visit(self) -> Visit:
        return self._visit  # for Sarto, not for the site's code

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
    def told(self) -> Mapping[str, object]:
        """What this visitor chose, by the names of preferences."""
        return self._visit.told

    @property
    def often(self) -> tuple[str, ...]:
        """The signals that this visitor was seen to give most, the commonest first."""
        return cast("tuple[str, ...]", self._visit["often"])

    def signal(self, name: str, value: float | None = None) -> None:
        """Tell that the visitor did something; it counts from the next request on."""
        self.is_told |= self.sent.is_keyed  # nothing is noted of many at once
        self.recollection.signal(name, value)

    def identify(self, user: str, **traits: object) -> None:
        """Tell who is signed in, and what the site knows of them, in this request."""
        self.is_told = True
        self.recollection.identify(user, traits)

    def forget_identity(self) -> None:
        """Tell that the visitor signed out: what was kept is not this browser's."""
        self.is_told |= self.sent.is_keyed
        self.recollection.identify(None, {})

    def prefer(self, name: str, value: str | Iterable[str]) -> None:
        """Keep what the visitor chose; an empty value takes the choice back."""
        self.is_told = True
        self.recollection.prefer(name, value)

    async def load(self) -> None:
        """Load the profile, where it is in a store and nothing needed it yet."""
        if (stored := self.recollection.stored) is not None:
            await stored.load()

    async def flush(self) -> bool:
        """Make durable what was told so far; `True`: it is, or goes by cookie."""
        return await self.recollection.flush()

    async def forget(self) -> Headers:
        """Erase what is remembered; give the `set-cookie` fields to send with it.

        Raises `TimeoutError` where a store does not say in time that it is erased; it
        goes on with that.
        """
        memory = self.memory
        if memory is None:
            return []
        memory.changes, memory.is_split = [], True
        stored = self.recollection.stored
        if stored is not None and not await stored.erase():
            raise TimeoutError
        if memory.token is None:
            return []
        memory.keeping.lately.forget(memory.token)
        return [(b"set-cookie", memory.names.gone(memory.names.profile))]

    @property
    def method(self) -> str:
        return str(self._scope.get("method", ""))

    @property
    def is_withdrawn(self) -> bool:
        """Whether a profile came that may not be kept any more."""
        memory = self.memory
        return memory is not None and memory.is_withdrawn

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What was decided so far on this page."""
        return (*self._decided.values(), *self._arranged.values())

    def until(self) -> datetime:
        """Tell until when the clock alone changes no slot of this page."""
        if self.sent.shared is not None:
            return self.sent.shared.until(self._visit)
        return self.plan.schedule.until(self._visit)

    @property
    def tier(self) -> Tier:
        """Whose the answer is: a stranger's has nothing that strangers do not share."""
        tier = self.plan.tier
        if tier is Tier.SEGMENT or self.sent.visit is not None:
            return Tier.SEGMENT
        is_known = bool(self.told) or self._visit.identity is not None
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
