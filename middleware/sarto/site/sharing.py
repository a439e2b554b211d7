"""How a site's answers are shared behind its edge: compiled once, with the site."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from sarto.asgi import Scope
from sarto.cache.dimension import Classed, Dimension
from sarto.cache.proof import Proof
from sarto.cache.spelling import spelling
from sarto.cache.ticks import SHOWN, Ticks, every_zone, minutes_of
from sarto.compose.fragments import Fragments
from sarto.config.model import SartoToml
from sarto.context.arrival import by_link
from sarto.context.classed import URL, is_by_url
from sarto.context.hints import ASKED
from sarto.context.language import by_address
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf
from sarto.decide.places import asked_of, counts, leaves
from sarto.decide.rules import Place
from sarto.decide.schedule import Schedule, timed
from sarto.site.classing import Classing
from sarto.site.filling import KINDS, may_be_filled
from sarto.site.plan import Plan
from sarto.site.shared import Shared
from sarto.vocabulary.declared import FAMILY, Declared
from sarto.vocabulary.facts import CLOCK, Tier
from sarto.vocabulary.reads import ReadSet

NOBODY: Final[Scope] = {"type": "http", "method": "GET", "path": "/", "headers": []}


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """The dimensions of a site, and the plans of its pages asked of classes."""

    toml: SartoToml
    sources: Sources
    proof: Proof
    places: tuple[Place, ...]
    fragments: Fragments
    read_by_code: frozenset[str] = frozenset()  # on any page
    staged: frozenset[str] = frozenset()  # facts that stages of the journey ask for

    @property
    def declared(self) -> Declared:
        return self.sources.declared

    @property
    def is_by_zone(self) -> bool:
        """Whether clocks are the visitors' own."""
        return self.sources.clock_zone is None

    @cached_property
    def collapsed(self) -> Mapping[str, Dimension]:
        """List the facts that conditions ask for, each with all that ask."""
        found: dict[str, dict[object, Leaf]] = {}
        for leaf in leaves(self.places):
            fact = leaf.condition.fact
            if self.is_keyed(fact) and self.tier(fact) is not Tier.PERSONAL:
                found.setdefault(fact, {}).setdefault(leaf.key, leaf)
        return {
            fact: self.dimension(fact, leaves=tuple(asked.values()))
            for fact, asked in found.items()
        }

    @cached_property
    def shown(self) -> Mapping[str, Dimension]:
        """List the facts whose very value somebody shows, as far as it can be spelt."""
        names = self.read_by_code.union(*(place.shown for place in self.places))
        if not ASKED.keys().isdisjoint({*self.collapsed, *names}):
            names |= {"consent"}  # a browser is asked for hints by leave
        spelt = ((n, spelling(n, self.toml)) for n in names if self.may_be_spelt(n))
        return {n: self.dimension(n, spelling=each) for n, each in spelt if each}

    @cached_property
    def by_url(self) -> Mapping[str, Callable[[Visit], object]]:
        """Tell how addresses tell facts that headers tell, too."""
        found: dict[str, Callable[[Visit], object]] = {"channel": by_link}
        if self.sources.language_path is not None:
            found["language"] = by_address
        return found

    def dimension(self, fact: str, **given: object) -> Dimension:
        by_url = self.by_url.get(fact)
        made = Dimension(fact=fact, tier=self.tier(fact), by_url=by_url)
        return replace(made, **given)  # type: ignore[arg-type]

    def tier(self, fact: str) -> Tier:
        """Tell whose a fact is; what stands on an address cannot be looked up."""
        if self.is_gated(fact):
            return Tier.PERSONAL
        row = self.declared.get(fact) if fact.startswith(FAMILY) else None
        parts = {part.partition(".")[0] for part in (row.made_of if row else ())}
        if not parts.isdisjoint({*URL, *self.by_url}):
            return Tier.PERSONAL
        if fact == "stage" and any(map(self.is_of_page, self.staged)):
            return Tier.PERSONAL
        return self.declared.tier(ReadSet(frozenset({fact})))

    def is_of_page(self, fact: str) -> bool:
        """Whether a fact is one on each page, or another each hour."""
        return is_by_url(fact) or fact in self.by_url or fact in CLOCK

    def is_gated(self, fact: str) -> bool:
        """Whether an address tells a fact to those only who consented."""
        row = self.sources.law.row(fact)
        is_told = is_by_url(fact) or fact in self.by_url
        return row is not None and row.purpose is not None and is_told

    def is_keyed(self, fact: str) -> bool:
        """Whether it is neither in the address nor told by the site's own clock."""
        is_by_clock = fact in CLOCK and fact != "holiday" and not self.is_by_zone
        return not (is_by_url(fact) or is_by_clock)

    def may_be_spelt(self, fact: str) -> bool:
        return self.is_keyed(fact) and self.tier(fact) is not Tier.PERSONAL

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """List all that the look-up tells, band values only where they may be kept."""
        both = (*self.collapsed.values(), *self.shown.values())
        kept = (each for each in both if self.bands or each.tier is Tier.SEGMENT)
        return tuple(sorted(kept, key=lambda each: each.header))

    @property
    def bands(self) -> bool:
        return self.toml.cache.bands

    @cached_property
    def own(self) -> tuple[Dimension, ...]:
        """List the bands that nobody may share with others."""
        both = (*self.collapsed.values(), *self.shown.values())
        return tuple(e for e in both if e.tier is Tier.BAND and not self.bands)

    @cached_property
    def is_counting(self) -> bool:
        """Whether any place remembers what it showed to whom."""
        return any(map(counts, self.places))

    @cached_property
    def is_owned(self) -> bool:
        """Whether some pages are shared by strangers only."""
        return bool(self.own) or self.is_counting

    @cached_property
    def stranger(self) -> Visit:
        """Nobody we know."""
        return Visit(NOBODY, self.sources)

    @cached_property
    def strange(self) -> Mapping[str, object]:
        """Tell the bands of strangers."""
        return {
            each.name: self.stranger[each.fact]
            if each.spelling
            else each.asked(self.stranger)
            for each in self.own
        }

    @cached_property
    def classing(self) -> Classing:
        """What asks classes instead of facts."""
        return Classing(Classed.of(self.collapsed.values()))

    def ready(self) -> None:
        """Make ready what takes long, so that no visitor waits for it."""
        if self.is_by_zone and not CLOCK.isdisjoint((*self.collapsed, *self.shown)):
            every_zone()

    def shared(self, plan: Plan, read_by_code: frozenset[str]) -> Plan:
        """Give a plan that tells how the answers of its pages are shared."""
        fills = frozenset(n for n, slot in plan.slots.items() if self.is_filled(slot))
        slots = (slot for name, slot in plan.slots.items() if name not in fills)
        places = (*slots, *plan.regions.values(), *plan.swaps)
        shown = read_by_code.union(*(place.shown for place in places))
        if plan.hints:
            shown |= {"consent"}
        asked = {leaf.condition.fact for leaf in leaves(places)} | shown
        keyed = sorted(filter(self.is_keyed, asked))
        dimensions = [self.of(fact, is_shown=fact in shown) for fact in keyed]
        found = [each for each in dimensions if each is not None]
        is_own = any(each.tier is Tier.BAND for each in found) and not self.bands
        rewritten = self.classing.plan(plan, fills)
        made = Shared(
            plan=rewritten,
            dimensions=tuple(e for e in found if self.bands or e.tier is Tier.SEGMENT),
            strange=self.strange,
            classes=self.collapsed,
            is_private=len(found) < len(dimensions) or any(map(self.is_gated, asked)),
            is_owned=is_own or any(map(counts, places)),
            schedule=self.schedule(places),
            ticks=tuple(self.ticks(places, shown)),
            fills=fills,
            vendor=self.toml.cache.edge,
            kind=self.kind,
        )
        return replace(plan, shared=made)

    @property
    def kind(self) -> str | None:
        """How the edge is told to fill something in; `None`: it cannot."""
        return KINDS.get(self.toml.cache.edge)

    def is_filled(self, place: Place) -> bool:
        """Whether the edge fills a slot in for each visitor: nobody shares it."""
        is_own = self.kind is not None and self.is_personal(place)
        is_told = not any(map(self.is_undeclared, asked_of(place)))
        return is_own and is_told and may_be_filled(place, self.fragments)

    def is_undeclared(self, fact: str) -> bool:
        """Whether nobody here knows what a fact of the site's own stands on."""
        return fact.startswith(FAMILY) and self.declared.get(fact) is None

    def is_personal(self, place: Place) -> bool:
        """Whether nobody shares what a place shows."""
        asked = {leaf.condition.fact for leaf in leaves((place,))}
        shown = (n for n in place.shown if self.is_keyed(n) and n not in self.shown)
        return any(self.tier(f) is Tier.PERSONAL for f in asked) or any(shown)

    def of(self, fact: str, *, is_shown: bool) -> Dimension | None:
        """Find the dimension of a fact; `None`: nobody may share what stands on it."""
        return (self.shown if is_shown else self.collapsed).get(fact)

    def schedule(self, places: Iterable[Place]) -> Schedule:
        """Gather what windows and the site's own clock tell."""
        nodes = (outcome.node for place in places for outcome in place.outcomes)
        told = timed(*nodes)
        own = (e for e in told if not (isinstance(e, Leaf) and self.is_shared_clock(e)))
        return Schedule(tuple(own))

    def is_shared_clock(self, leaf: Leaf) -> bool:
        """Whether many clocks tell it, so that it is a class."""
        return self.is_keyed(leaf.condition.fact)

    def ticks(self, places: Iterable[Place], shown: frozenset[str]) -> Iterator[Ticks]:
        """Gather the minutes of the day at which classes of many clocks may change."""
        by_clock = (leaf for leaf in leaves(places) if leaf.condition.fact in CLOCK)
        minutes = [minutes_of(leaf) for leaf in by_clock if self.is_shared_clock(leaf)]
        minutes += [SHOWN[fact] for fact in shown & CLOCK]
        if minutes:
            yield Ticks(frozenset[int]().union(*minutes), self.sources.clock_zone)
