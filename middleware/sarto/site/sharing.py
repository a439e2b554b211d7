"""How a site's answers are shared behind its edge: compiled once, with the site."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sarto.asgi import Scope
from sarto.cache.dimension import Classed, Dimension
from sarto.cache.proof import Proof
from sarto.cache.spelling import Spelling, spelling
from sarto.cache.ticks import SHOWN, Ticks, every_zone, minutes_of
from sarto.compose.fragments import Fragments
from sarto.config.model import SartoToml
from sarto.context.hints import ASKED
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf
from sarto.decide.places import asked_of, counts, is_tried, leaves, nodes
from sarto.decide.rules import Place
from sarto.decide.schedule import Schedule, timed
from sarto.site.classing import Classing
from sarto.site.filling import KINDS, may_be_filled
from sarto.site.inputs import ARM
from sarto.site.keying import Keying
from sarto.site.plan import Plan
from sarto.site.shared import Shared
from sarto.vocabulary.facts import CLOCK, Tier
from sarto.vocabulary.once import once

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

    @once
    def keying(self) -> Keying:
        """What tells by which facts answers may be kept."""
        return Keying(sources=self.sources, staged=self.staged)

    @once
    def collapsed(self) -> Mapping[str, Dimension]:
        """List the facts that conditions ask for, each with all that ask."""
        found: dict[str, dict[object, Leaf]] = {}
        for leaf in leaves(self.places):
            fact = leaf.condition.fact
            if self.keying.may_be_told(fact):
                found.setdefault(fact, {}).setdefault(leaf.key, leaf)
        return {
            fact: self.dimension(fact, leaves=tuple(asked.values()))
            for fact, asked in found.items()
        }

    @once
    def shown(self) -> Mapping[str, Dimension]:
        """List the facts whose very value somebody shows, as far as it can be spelt."""
        names = self.read_by_code.union(*(place.shown for place in self.places))
        if not ASKED.keys().isdisjoint({*self.collapsed, *names}):
            names |= {"consent"}  # a browser is asked for hints by leave
        told = filter(self.keying.may_be_told, names)
        spelt = ((name, spelling(name, self.toml)) for name in told)
        return {n: self.dimension(n, spelling=each) for n, each in spelt if each}

    def dimension(
        self,
        fact: str,
        *,
        leaves: tuple[Leaf, ...] = (),
        spelling: Spelling | None = None,
    ) -> Dimension:
        return Dimension(
            fact=fact,
            tier=self.keying.tier(fact),
            leaves=leaves,
            spelling=spelling,
            by_url=self.keying.by_url.get(fact),
        )

    def may_share(self, fact: str, *, is_shown: bool) -> bool:
        """Whether anybody shares what stands on a fact, or shows its very value."""
        if self.keying.is_gated(fact):
            return False
        is_keyed = self.keying.is_keyed(fact)
        return not is_keyed or self.of(fact, is_shown=is_shown) is not None

    @once
    def both(self) -> tuple[Dimension, ...]:
        """List what conditions tell apart, and what is shown."""
        return (*self.collapsed.values(), *self.shown.values())

    @once
    def dimensions(self) -> tuple[Dimension, ...]:
        """List all that the look-up tells, band values only where they may be kept."""
        kept = filter(self.is_kept, self.both)
        return tuple(sorted(kept, key=lambda each: each.header))

    def is_kept(self, dimension: Dimension) -> bool:
        """Whether an edge keeps answers by it.

        Never by an arm, whatever `bands` says: who is shown one is to be counted, and
        nobody counts who is given what the edge has.
        """
        is_arm = dimension.fact.startswith(ARM)
        return dimension.tier is Tier.SEGMENT or (self.toml.cache.bands and not is_arm)

    @once
    def own(self) -> tuple[Dimension, ...]:
        """List the bands that nobody may share with others."""
        return tuple(each for each in self.both if not self.is_kept(each))

    @once
    def is_counting(self) -> bool:
        """Whether any place remembers what it showed to whom."""
        return any(map(counts, self.places))

    @once
    def is_owned(self) -> bool:
        """Whether some pages are shared by strangers only."""
        return bool(self.own) or self.is_counting

    @once
    def stranger(self) -> Visit:
        """Nobody we know."""
        return Visit(NOBODY, self.sources)

    @once
    def strange(self) -> Mapping[str, object]:
        """Tell the bands of strangers."""
        return {
            each.name: self.stranger[each.fact]
            if each.spelling
            else each.asked(self.stranger)
            for each in self.own
        }

    @once
    def strange_tokens(self) -> tuple[str | None, ...]:
        """Spell the bands of strangers, each as it is in `own`."""
        return tuple(each.token(self.stranger) for each in self.own)

    @once
    def classing(self) -> Classing:
        """What asks classes instead of facts."""
        return Classing(Classed.of(self.collapsed.values()))

    def ready(self) -> None:
        """Make ready what takes long, so that no visitor waits for it."""
        for place in self.places:
            self.classing.place(place)
        if self.keying.is_by_zone and not CLOCK.isdisjoint(
            (*self.collapsed, *self.shown)
        ):
            every_zone()

    def shared(self, plan: Plan, read_by_code: frozenset[str]) -> Plan:
        """Give a plan that tells how the answers of its pages are shared."""
        fills = frozenset(n for n, slot in plan.slots.items() if self.is_filled(slot))
        slots = (slot for name, slot in plan.slots.items() if name not in fills)
        places = (*slots, *plan.regions.values(), *plan.swaps)
        shown = read_by_code.union(*(place.shown for place in places))
        if plan.hints:
            shown |= {"consent"}
        asked = shown.union(*map(asked_of, places))
        is_shared = all(self.may_share(f, is_shown=f in shown) for f in asked)
        keyed = sorted(filter(self.keying.is_keyed, asked))
        dimensions = [self.of(fact, is_shown=fact in shown) for fact in keyed]
        found = [each for each in dimensions if each is not None]
        kept = tuple(filter(self.is_kept, found))
        rewritten = self.classing.plan(plan, fills)
        made = Shared(
            plan=rewritten,
            dimensions=kept,
            strange=self.strange,
            classes=self.collapsed,
            is_private=not is_shared,
            is_owned=len(kept) < len(found) or any(map(counts, places)),
            schedule=self.schedule(places),
            ticks=self.ticks(places, shown),
            fills=fills,
            proof=self.proof,
            prefix=self.toml.prefix,
            vendor=self.toml.cache.edge,
            kind=self.kind,
        )
        return replace(plan, shared=made)

    @property
    def kind(self) -> str:
        """How the edge is told to fill something in; `""`: it cannot be."""
        return KINDS.get(self.toml.cache.edge, "")

    def is_filled(self, place: Place) -> bool:
        """Whether the edge fills a slot in for each visitor: nobody shares it.

        Never one of an experiment: then its page is counted, and asked for whole.
        """
        is_own = bool(self.kind) and self.is_personal(place) and not is_tried(place)
        is_told = not any(map(self.keying.is_undeclared, asked_of(place)))
        return is_own and is_told and may_be_filled(place, self.fragments)

    def is_personal(self, place: Place) -> bool:
        """Whether nobody shares what a place shows."""
        asked = {leaf.condition.fact for leaf in leaves((place,))}
        is_asked = all(self.may_share(fact, is_shown=False) for fact in asked)
        is_shown = all(self.may_share(fact, is_shown=True) for fact in place.shown)
        return not (is_asked and is_shown)

    def of(self, fact: str, *, is_shown: bool) -> Dimension | None:
        """Find the dimension of a fact; `None`: nobody may share what stands on it."""
        return (self.shown if is_shown else self.collapsed).get(fact)

    def schedule(self, places: Iterable[Place]) -> Schedule:
        """Gather what windows and the site's own clock tell."""
        told = timed(*nodes(places))
        own = (e for e in told if not (isinstance(e, Leaf) and self.is_shared_clock(e)))
        return Schedule(tuple(own))

    def is_shared_clock(self, leaf: Leaf) -> bool:
        """Whether many clocks tell it, so that it is a class."""
        return self.keying.is_keyed(leaf.condition.fact)

    def ticks(self, places: Iterable[Place], shown: frozenset[str]) -> Ticks:
        """Gather the minutes of the day at which classes of many clocks may change."""
        by_clock = (leaf for leaf in leaves(places) if leaf.condition.fact in CLOCK)
        minutes = [minutes_of(leaf) for leaf in by_clock if self.is_shared_clock(leaf)]
        minutes += [SHOWN[fact] for fact in shown & CLOCK]
        return Ticks(frozenset[int]().union(*minutes), self.sources.clock_zone)
