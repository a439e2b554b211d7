"""Plans whose conditions are asked of classes instead of facts; all else stays."""

from dataclasses import dataclass, field, replace

from sarto.cache.dimension import Classed
from sarto.decide.rules import Place, Rule, Target
from sarto.site.plan import Plan


@dataclass(frozen=True)
class Classing:
    """Rewrites the places of a site, each once."""

    classed: Classed
    # By identity: only places that last as long as the site are rewritten.
    _places: dict[int, Place] = field(default_factory=dict[int, Place])

    def plan(self, plan: Plan, fills: frozenset[str]) -> Plan:
        """Ask a plan's conditions of classes; of what the edge fills in, nothing."""
        slots = plan.slots.items()
        return replace(
            plan,
            slots={n: Place(name=n) if n in fills else self.place(p) for n, p in slots},
            regions={name: self.place(place) for name, place in plan.regions.items()},
            swaps=tuple(map(self.place, plan.swaps)),
            kinds={},
            alike={},
        )

    def place(self, place: Place) -> Place:
        """Ask a place's conditions of classes; once."""
        if id(place) not in self._places:
            rules = tuple(map(self.rule, place.rules))
            made = replace(place, rules=rules, is_stable=False)
            _ = made.program.choose
            self._places[id(place)] = made
        return self._places[id(place)]

    def rule(self, rule: Rule) -> Rule:
        node = self.classed.node
        targets = tuple(Target(name=t.name, holds=node(t.holds)) for t in rule.targets)
        return replace(
            rule, targets=targets, when=None if rule.when is None else node(rule.when)
        )
