"""Near misses: what a few other facts would have shown, and which facts those are.

In comes what a place shows a visitor, out come the rules above it, each with facts that
are enough for it and of which none could be spared. Every one of them was tried:
granted those facts, the very same decision goes that way.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final

from sarto.context.visit import Visit
from sarto.decide.conditions import All, Node, Not, Window
from sarto.decide.decision import Decision
from sarto.decide.rules import Outcome, Place
from sarto.decide.wishes import Wanted, Ways, cost, grouped, is_open
from sarto.memory.memory import Memory
from sarto.site.origins import FOLLOWING, origins
from sarto.site.site import Site
from sarto.site.steady import decided
from sarto.site.wished import values

Pins = Mapping[str, object]

EACH: Final = 24  # grants tried of one way
ROUNDS: Final = 3  # each minds the rules that came first in the one before
MANY: Final = 200_000  # decisions tried for one place


class SpentError(Exception):
    """Raised where no more may be tried; it never leaves this file."""


@dataclass(slots=True)
class Tries:
    """How many decisions may still be tried."""

    left: int = MANY

    def take(self) -> None:
        if not self.left:
            raise SpentError
        self.left -= 1

    @property
    def are_spent(self) -> bool:
        return not self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that a few facts keep away, and those facts."""

    outcome: Outcome
    facts: Pins

    @property
    def window(self) -> Window:
        rule = self.outcome.rule
        return Window(start=rule.start, until=rule.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Looks for the near misses of one decision."""

    site: Site
    decision: Decision
    memory: Memory | None = None  # the visitor's; a persona has none
    tries: Tries = field(default_factory=Tries)

    @property
    def visit(self) -> Visit:
        return self.decision.visit

    @property
    def place(self) -> Place:
        return self.decision.place

    def misses(self) -> Iterator[Miss]:
        """List the rules above the shown one that would show something else.

        Where `tries` are spent before its end, the rest of them is left out.
        """
        for outcome in self.place.outcomes:
            if outcome is self.decision.outcome:
                return
            try:
                facts = self.facts(outcome) if self.is_other(outcome) else None
            except SpentError:
                return
            if facts:
                yield Miss(outcome=outcome, facts=facts)

    def is_other(self, outcome: Outcome) -> bool:
        """Whether a visitor would see a difference."""
        shown = self.decision.fragment, self.decision.attrs
        return (outcome.rule.shows, outcome.rule.attrs) != shown

    def facts(self, outcome: Outcome) -> Pins | None:
        """Find the fewest facts that lead to an outcome; `None`: none are known."""
        found = self.sought(outcome)
        return found if found and len(found) == 1 else self.fewer(found, outcome)

    def fewer(self, found: Pins | None, outcome: Outcome) -> Pins | None:
        """Try one fact in place of several that follow from it."""
        rest = {n: v for n, v in (found or {}).items() if n not in FOLLOWING}
        for fact, value in origins(outcome.node, self.visit, found or ()):
            for base in ({}, rest) if rest else ({},):
                facts = {**base, fact: value}
                is_less = found is None or len(facts) < len(found)
                if is_less and self.granted(facts).outcome is outcome:
                    return self.spared(facts, outcome)
        return found

    def sought(self, outcome: Outcome) -> Pins | None:
        """Look for facts, minding the rules that come first."""
        before: dict[int, Outcome] = {}  # those that came instead
        for _ in range(ROUNDS):
            node = All((outcome.node, *(Not(each.node) for each in before.values())))
            found = self.fewest(node, outcome, before)
            if found or not before:
                return found
        return None

    def fewest(
        self, node: Node, outcome: Outcome, before: dict[int, Outcome]
    ) -> Pins | None:
        """Try the ways for a node to hold, from those that ask least."""
        best: Pins | None = None
        for way in Ways(self.visit).of(node):
            if best and cost(way) >= len(best):
                break
            for facts in islice(self.grants(way), EACH):
                came = self.granted(facts)
                if came.outcome is outcome:
                    least = self.spared(facts, outcome)
                    best = least if best is None or len(least) < len(best) else best
                    break
                if came.outcome is not None:
                    before[id(came.outcome)] = came.outcome
        return best

    def grants(self, way: tuple[Wanted, ...]) -> Iterator[Pins]:
        """List what could be granted so that a way is gone."""
        wanted = grouped(way)
        known = [values(self.site, self.visit, each) for each in wanted.values()]
        for some in product(*known):
            yield dict(zip(wanted, some, strict=True))

    def spared(self, facts: Pins, outcome: Outcome) -> Pins:
        """Leave out every fact that is not needed."""
        for fact in facts:
            rest = {name: value for name, value in facts.items() if name != fact}
            if rest and self.granted(rest).outcome is outcome:
                facts = rest
        return facts

    def granted(self, facts: Pins) -> Decision:
        """Decide again for the same visitor, with these facts besides."""
        self.tries.take()
        other = self.visit.apart()
        other.pins = {**self.visit.pins, **facts}
        other.memo.update(self.visit.memo)
        return decided(other, self.memory, self.place)


def is_shut(miss: Miss, visit: Visit) -> bool:
    """Whether it is only for another time."""
    return not is_open(miss.window, visit)
