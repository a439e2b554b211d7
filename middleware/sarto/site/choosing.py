"""What is chosen for one page: decided, or recalled for the very same facts."""

from dataclasses import dataclass, replace

from sarto.asgi import Scope
from sarto.cache.decisions import DecisionCache, Key
from sarto.compose.swap import Swap
from sarto.site.decided import Decided
from sarto.site.plan import Plan
from sarto.site.showing import Showing
from sarto.site.site import Site
from sarto.site.visitor import PINS, Visitor


@dataclass(slots=True)
class Choosing:
    """One visitor, and the page that is asked for."""

    site: Site
    visitor: Visitor
    scope: Scope

    @property
    def plan(self) -> Plan:
        return self.visitor.plan

    @property
    def showing(self) -> Showing:
        """What renders the fragments of its page."""
        return Showing(self.visitor, self.scope, self.site.failures)

    def decided(self) -> Decided:
        """Decide every slot of the page, or recall it for the very same facts."""
        visitor, cache = self.visitor, self.cache
        if cache is None:
            return self.decided_anew()
        if (known := visitor.known) is not None:
            return known
        key, now = self.key(cache), visitor.arrived
        found = cache.get(key, now)
        if found is None:
            found = self.plan.kept_once(self.decided_anew())
            until = visitor.until()  # it may ask a calendar, which may fail
            if found.signature is not None and visitor.is_sound:
                cache.put(key, now, until, found)
        return found

    @property
    def cache(self) -> DecisionCache[Decided] | None:
        """What was decided lately; `None`: what is decided here is nobody else's."""
        visitor = self.visitor
        if visitor.is_told or PINS in self.scope or visitor.sent.is_keyed:
            return None
        return visitor.plan.cache

    def key(self, cache: DecisionCache[Decided]) -> Key:
        """Sum up all that decides the page."""
        inputs = cache.inputs
        if not inputs.asked:
            return inputs.key(self.scope)
        visit = self.visitor.visit  # what is gated besides is there or not by consent
        found = (visit.consent.granted, *map(visit.__getitem__, inputs.asked))
        return inputs.key(self.scope, found)

    def decided_anew(self) -> Decided:
        swaps = {name: self.swap(name) for name in self.plan.slots}
        regions = self.plan.regions.items()
        arranged = [name for name, region in regions if not region.is_extended]
        layouts = {name: self.arranged(name) for name in arranged}
        visitor = self.visitor
        decisions = (*map(visitor.decide, swaps), *map(visitor.arrange, layouts))
        return Decided.of(
            {name: swap for name, swap in swaps.items() if swap},
            {name: layout for name, layout in layouts.items() if layout},
            tuple((each.place, each.outcome) for each in decisions),
        )

    def swap(self, slot: str) -> Swap | None:
        """Tell what becomes of a slot; `None`: it keeps what the page had."""
        swapped = self.visitor.swapped(slot)
        if swapped is not False:
            return swapped
        decision = self.visitor.decide(slot)
        if decision.is_own:
            return None
        if decision.fragment is None:
            return Swap(attrs=decision.attrs)
        return self.showing.swap(decision, decision.fragment, self.site.fragments)

    def arranged(self, region: str) -> Swap | None:
        """Tell what becomes of a region; `None`: it stays as it is.

        Its element keeps `lang` and `dir`: most of what is in it is the page's own.
        """
        decision = self.visitor.arrange(region)
        if decision.fragment is None:
            return None
        swap = self.showing.swap(decision, decision.fragment, self.site.layouts)
        return replace(swap, language=None, direction=None)
