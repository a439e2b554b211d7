"""`Met`: one request as we met it: its visit, its plan, and what was decided for it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sarto.asgi import Scope
from sarto.context.resolved import Asked, asked, learn
from sarto.context.sources import Sources
from sarto.memory.keeping import Keeping
from sarto.site.answered import Answered
from sarto.site.deciding import Deciding
from sarto.site.plan import Plan
from sarto.site.recollection import Recollection
from sarto.site.shared import UNSENT, Sent
from sarto.site.times import Times
from sarto.site.visited import PINS
from sarto.vocabulary.facts import Fact, Tier
from sarto.vocabulary.once import once

if TYPE_CHECKING:
    from sarto.site.site import Site

METHODS = frozenset({"GET", "HEAD", "POST"})  # whose answers can change
NOTHING = frozenset[str]()


class Met(Deciding):
    """Who is asking, for Sarto itself; what the site's code knows is `Visitor`."""

    times: Times | None = None  # how long we took, where somebody is told of it
    is_told = False  # something counts that the request did not say
    _has_left = False  # the answer has started

    def __init__(  # noqa: PLR0913 - what a request is met with
        self,
        scope: Scope,
        sources: Sources,
        plan: Plan,
        *,
        config: Path | None = None,
        site: "Site | None" = None,
        keeping: Keeping | None = None,
        sent: Sent = UNSENT,
    ) -> None:
        self.plan = plan
        self.config = config  # whose visitor this is
        self.site = site  # what templates show comes from it; None: their own content
        self.arrived = sources.clock()
        self._scope = scope
        self._sources = sources
        self._keeping = keeping
        self.answered = Answered()
        self.sent = sent  # what a proven edge said of who is asking
        if sent.visit is not None:
            self._visit = sent.visit
        self._decided = {}
        self._arranged = {}

    @once
    def recollection(self) -> Recollection:
        """What this request does to memory; for Sarto, not for the site's code."""
        return Recollection(
            self._visit, self.plan, self._sources.failures, self._has_left
        )

    @property
    def is_kept(self) -> bool:
        """Whether there is a memory that this visitor may have let us keep."""
        return self._keeping is not None

    @property
    def may_change(self) -> bool:
        """Whether rules can touch what answers this request."""
        return self.plan.can_change and self._scope.get("method") in METHODS

    @property
    def may_place(self) -> bool:
        """Whether templates may still show this visitor what is decided for them."""
        answered = self.answered
        is_in_time = not answered.status or answered.is_dressed
        return is_in_time and self.may_change

    @property
    def is_preview(self) -> bool:
        """Whether somebody looks at what a visitor would see."""
        return bool(self._scope.get(PINS))

    def leave(self) -> bool:
        """Note that the answer starts; `True`: nothing of the visitor goes with it.

        Nobody is remembered here, nothing was told, no edge asked for many, and no
        more was read than the file says.
        """
        self._has_left = True
        if self.is_told or self.sent.is_keyed:
            return False
        if "_visit" not in self.__dict__:  # nothing was asked of the visitor
            return True
        is_heard = self.is_kept or "recollection" in self.__dict__
        return not (is_heard or self.has_strayed)

    @property
    def scope(self) -> Scope:
        """The request, as Sarto met it; for Sarto, not for the site's code."""
        return self._scope

    def hints(self) -> tuple[str, ...]:
        """Name the client hints that this visitor's browser may be asked for."""
        hints = self.plan.hints.items()
        return tuple(hint for fact, hint in hints if self._visit.may_find(fact))

    @property
    def is_sound(self) -> bool:
        """Whether no source failed so far; else this visit may have missed a fact."""
        return self._visit.is_sound

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
        memory, visit = self.memory, self._visit
        is_known = self.plan.is_intimate or (memory is not None and memory.is_known)
        is_known = is_known or visit.identity is not None or bool(visit.told)
        return tier if is_known else Tier.SEGMENT

    def dressing(self) -> tuple[object, ...]:
        """Tell what headers say of this visitor, whatever is decided."""
        return self.tier, self.hints() if self.plan.hints else ()

    @property
    def has_strayed(self) -> bool:
        """Whether more was read than the headers of the answer tell anybody.

        Those that go out as they came tell nothing of visitors, be it a page or not:
        then a read is astray also where a rule of that path reads the same.
        """
        visit = self.__dict__.get("_visit")
        known = self.plan.found if self.answered.is_dressed else NOTHING
        return visit is not None and not visit.is_within(known)

    @property
    def has_read(self) -> bool:
        """Whether any fact was read so far: until its answer starts, by its code."""
        visit = self.__dict__.get("_visit")
        return visit is not None and bool(visit.reads)

    def unread(self) -> None:
        """Let what was read for a decision that failed count for nothing."""
        self._visit.reads.clear()

    def asked(self, fact: Fact) -> Asked | None:
        """Open this visitor to a fact's resolver; `None`: it may not be asked."""
        return asked(self._visit, fact)

    def learn(self, values: Mapping[str, object]) -> None:
        """Keep what the site's resolvers said."""
        learn(self._visit, values)
