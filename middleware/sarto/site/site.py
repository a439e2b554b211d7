"""`Site`: everything known of a site before anybody asks; immutable, swapped whole."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sarto.asgi import Scope
from sarto.cache.alone import Alone
from sarto.cache.decisions import IS_KEYED, DecisionCache, Generations
from sarto.cache.vary import headers_read
from sarto.compose.fragments import Fragments
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.outlines import Outlines
from sarto.config.config import Config
from sarto.context.hints import ASKED
from sarto.context.sources import Sources
from sarto.context.visit import inside
from sarto.decide.places import schedule
from sarto.decide.rules import Place
from sarto.errors import Failures, Finding
from sarto.memory.keeping import Keeping
from sarto.memory.noticed import Sign
from sarto.site.admitted import EDGE, admitted, keys_of
from sarto.site.decided import Decided
from sarto.site.filling import BY_SITE
from sarto.site.inputs import inputs
from sarto.site.plan import Plan
from sarto.site.read import read_by_application
from sarto.site.shared import UNSENT, Sent, UnkeyedError
from sarto.site.sharing import Sharing
from sarto.site.visitor import Visitor
from sarto.site.watching import Watcher
from sarto.vocabulary.declared import FAMILY
from sarto.vocabulary.facts import REMEMBERED, Tier, fact_named
from sarto.vocabulary.reads import ReadSet

if TYPE_CHECKING:
    from sarto.site.measuring import Measuring
    from sarto.site.tagged import Put

Alike: TypeAlias = tuple[int | str, ...]  # places by identity, facts by name

# What stands in a slot of a template; `None`: the template's own content.
Tagged: TypeAlias = Callable[["Site", Visitor, str], "Put | None"]

MOST = 2048  # plans kept
LONGEST = 512  # characters of a path that is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One `sarto.toml`, compiled."""

    config: Config
    sources: Sources
    slots: tuple[Place, ...]
    regions: tuple[Place, ...]
    swaps: tuple[Place, ...]
    fragments: Fragments
    layouts: Fragments
    extra_headers: Mapping[str, tuple[str, ...]]
    version: str
    home: Path  # of its config
    sharing: Sharing | None = None  # None: no edge stands in front
    staged: ReadSet = field(default_factory=ReadSet)  # what the journey's stages ask
    keeping: Keeping | None = None  # how visitors are remembered; None: nobody is
    tagged: Tagged | None = None  # what tags of templates show; None: their own
    watchers: tuple[Watcher, ...] = ()  # who looks on when a page was answered
    measuring: "Measuring | None" = None  # None: nothing is measured
    is_timed: bool = False  # one of them wants to know how long Sarto took
    warnings: tuple[Finding, ...] = ()
    failures: Failures = field(default_factory=Failures)
    outlines: Outlines = field(default_factory=Outlines)
    alone: Alone = field(default_factory=Alone)  # pages that the site shares with none
    _numbers: Iterator[int] = field(default_factory=count)  # of plans
    _kept: Generations[Decided] = field(default_factory=Generations[Decided])
    _plans: dict[str, Plan] = field(default_factory=dict[str, Plan])
    _shared: dict[Alike, Plan] = field(default_factory=dict["Alike", Plan])

    def meet(self, scope: Scope) -> Visitor:
        """Meet whoever sent this request."""
        path = inside(scope)
        plan = self._plans.get(path) or self.plan(path)
        sent = UNSENT if EDGE not in scope else self.sent(scope, plan)
        if sent.shared is not None and sent.visit is not None:
            plan = sent.shared.plan
        keeping = None if sent.is_keyed else self.keeping
        return Visitor(
            scope,
            self.sources,
            plan,
            config=self.home,
            site=self,
            keeping=keeping,
            sent=sent,
        )

    def sent(self, scope: Scope, plan: Plan) -> Sent:
        """Read what the edge says of a request for a page."""
        keys, shared = keys_of(scope), plan.shared
        if not keys or shared is None:
            return UNSENT
        is_own = any(name == b"authorization" for name, _ in scope.get("headers") or ())
        if is_own or scope["method"] not in ("GET", "HEAD"):
            return Sent(shared=shared)
        try:
            visit = shared.visit(scope, self.sources, keys, self.version)
        except UnkeyedError:
            return Sent(shared=shared)
        return Sent(shared=shared, visit=visit)

    def admitted(self, scope: Scope) -> Scope:
        """Take our headers out of a request, where an edge may have sent some."""
        return admitted(scope, self.sharing.proof) if self.sharing else scope

    def is_own(self, scope: Scope) -> bool:
        """Whether a request is for one of our own pages."""
        prefix, path = self.config.toml.prefix, scope.get("path")
        is_near = isinstance(path, str) and prefix in path
        return is_near and inside(scope).startswith(f"{prefix}/")

    @property
    def signs(self) -> Iterable[Sign]:
        """List the signals that may be seen."""
        return self.keeping.signs.values() if self.keeping else ()

    @property
    def listens(self) -> bool:
        """Whether an answer may have to take cookies of ours along."""
        toml = self.config.toml
        has_choices = bool(toml.preferences) or len(toml.languages) > 1
        return self.keeping is not None or has_choices

    def plan(self, path: str) -> Plan:
        """Tell what can happen on a page; kept for the paths asked for most lately."""
        plan = self._plans.get(path)
        if plan is None:
            plan = self._planned(path)
            if len(self._plans) >= MOST:
                self._plans.clear()
            if len(path) <= LONGEST:
                self._plans[path] = plan
        return plan

    def _planned(self, path: str) -> Plan:
        slots = {slot.name: slot for slot in self.slots if slot.is_on(path)}
        regions = {region.name: region for region in self.regions if region.is_on(path)}
        swaps = tuple(swap for swap in self.swaps if swap.is_on(path))
        signs = tuple(sign for sign in self.signs if sign.is_on(path))
        read = self.read_by_code(path)
        places = (*slots.values(), *regions.values(), *swaps, *signs)
        alike: Alike = (*map(id, places), *sorted(read.asked))
        if alike not in self._shared:
            if len(self._shared) >= MOST:  # strangers choose where places meet
                self._shared.clear()
            self._shared[alike] = self._made(slots, regions, swaps, signs, read)
        return self._shared[alike]

    def _made(
        self,
        slots: dict[str, Place],
        regions: dict[str, Place],
        swaps: tuple[Place, ...],
        signs: tuple[Sign, ...],
        read: ReadSet,
    ) -> Plan:
        """Make the plan of all pages where these places stand."""
        own = ReadSet()
        parts = (*slots.values(), *regions.values())
        for place in (*parts, *swaps):
            own = own | place.reads
        reads = own | self.sources.declared.closed(read)
        found = reads | self.staged if "stage" in reads else reads
        plan = Plan(
            slots=slots,
            regions=regions,
            swaps=swaps,
            reads=reads,
            found=found.facts,
            vary=headers_read(found, self.extra_headers),
            tier=self.sources.declared.tier(reads),
            is_intimate=self.is_intimate(reads),
            hints={fact: ASKED[fact] for fact in reads if fact in ASKED},
            can_change=bool(parts or swaps or read),
            is_read=bool(read),
            wanted=wanted(slots, regions),
            cache=self._cache(own),
            schedule=schedule(parts),
            watched=frozenset(place.key for place in (*parts, *swaps)),
            signs=signs,
            remembers=bool(signs) or not REMEMBERED.isdisjoint(self.asked_of(reads)),
        )
        if self.sharing is None or not plan.can_change:
            return plan
        return self.sharing.shared(plan, read.asked)

    def asked_of(self, reads: ReadSet) -> frozenset[str]:
        """Name the rows of facts that a page asks for, its experiments' reports too."""
        names = (fact.removeprefix("arm.") for fact in reads if fact[:4] == "arm.")
        tried = self.config.toml.experiments
        told = (tried[name].breakdown for name in names if name in tried)
        return rows_of(reads | ReadSet.of(fact for facts in told for fact in facts))

    def read_by_code(self, path: str) -> ReadSet:
        """Gather what the site's own code reads on a page, as `[app]` says."""
        reads = self.config.toml.app.reads
        if not reads:
            return ReadSet()
        by_zone = self.sources.clock_zone is None
        return ReadSet.of(read_by_application(reads, path), by_zone=by_zone)

    def is_intimate(self, reads: ReadSet) -> bool:
        """Whether a stranger may have of these what nobody shares: a city."""
        each = {name: self.sources.declared.tier_of(name) for name in reads}
        return any(
            of is Tier.PERSONAL or (of is Tier.BAND and name.startswith(FAMILY))
            for name, of in each.items()
            if not name.startswith(BY_SITE)
        )

    def _cache(self, reads: ReadSet) -> DecisionCache[Decided] | None:
        read_from = inputs(reads, self.config.toml) if IS_KEYED else None
        if read_from is None:
            return None
        return DecisionCache(replace(read_from, plan=next(self._numbers)), self._kept)


def rows_of(reads: ReadSet) -> frozenset[str]:
    """Name the rows of the table that these facts belong to."""
    return frozenset(row.name for row in map(fact_named, reads) if row)


def wanted(slots: Mapping[str, Place], regions: Mapping[str, Place]) -> Wanted:
    """Gather what finds the parts of a page besides attributes and marks."""
    regions = {n: region for n, region in regions.items() if not region.is_extended}
    sought = {name: slot.selectors for name, slot in slots.items() if slot.selectors}
    if not (sought or regions):
        return NOTHING
    places = {name: region.selectors for name, region in regions.items()}
    return Wanted(sought, places if regions else None)
