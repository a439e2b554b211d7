"""One page that was answered, as the console tells of it: small values, no visitor.

In comes a visitor whose page was answered; out comes what was decided, and why. Never
in it: an address, a User-Agent, a cookie, an id, a trait, a city. What is one visitor's
own is known or unknown; what is remembered of them is told only of those who let us
count. Of what visitors are free to say, a path too, only what the file names is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf
from sarto.decide.decide import decide
from sarto.decide.decision import Decision
from sarto.decide.places import leaves as leaves_of
from sarto.decide.why import leaves, value_of, written
from sarto.site.classes import gathered
from sarto.site.naming import Naming, like
from sarto.vocabulary.facts import PURPOSES, Tier

if TYPE_CHECKING:
    from sarto.site.visitor import Visitor

LONGEST: Final = 200  # characters of a path
METHODS: Final = ("GET", "HEAD", "POST")
LONG: Final = 80  # characters of a value
COUNTING: Final = PURPOSES[1]
UNTOLD: Final = "not told"
UNLISTED: Final = "something that the file does not name"
UNKNOWN, NONE, CUT = "unknown", "none", "…"
JOINERS: Final = "\u200c\u200d"  # that Persian, and others, write inside words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact that was asked for, as far as it may be told."""

    name: str
    value: str
    source: str
    is_value: bool  # else it is said that there is one, or not even that

    @property
    def is_whole(self) -> bool:
        """Whether the value itself is told, and all of it."""
        is_cut = self.value.endswith(CUT) or "\\u" in self.value
        return (
            self.is_value and not is_cut and self.value not in (UNKNOWN, NONE, UNLISTED)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A condition of the rule that was shown; `None`: whether it held is not told."""

    condition: str
    fact: Told
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one place showed."""

    kind: str  # the table it stands in
    name: str
    shows: str | None  # None: the page's own content
    attrs: tuple[tuple[str, str], ...]
    audience: str | None
    rule: str | None  # where it stands; None: the default
    grounds: tuple[Ground, ...]
    experiment: str | None = None
    arm: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One page that was answered."""

    number: int
    moment: datetime
    method: str
    path: str  # or a glob of the file's, or neither
    like: str  # a path for the same rules
    status: int
    facts: tuple[Told, ...]
    parts: tuple[Part, ...]

    @property
    def changed(self) -> tuple[Part, ...]:
        """List the places where a rule was shown."""
        return tuple(part for part in self.parts if part.rule)


def seen(visitor: "Visitor", number: int, naming: Naming) -> Seen:
    """Make the small values of one visitor's page."""
    page, plan = naming.page(visitor.visit.path), visitor.plan
    places = (*plan.slots.values(), *plan.regions.values(), *plan.swaps)
    telling = Telling(visitor.visit, naming, gathered(leaves_of(places)))
    parts = tuple(telling.part(each) for each in decisions(visitor))
    return Seen(
        number=number,
        moment=visitor.arrived,
        method=visitor.method if visitor.method in METHODS else "another",
        path=printable(page, LONGEST),
        like=printable(like(page), LONGEST),
        status=visitor.answered.status,
        facts=tuple(telling.told.values()),
        parts=parts,
    )


def decisions(visitor: "Visitor") -> Iterator[Decision]:
    """Decide a page's places, as they were, but those that nothing is said of."""
    plan = visitor.plan
    if visitor.method in ("GET", "HEAD"):
        swaps = (decide(visitor.visit, swap) for swap in plan.swaps)
        yield from [swap for swap in swaps if swap.fragment][:1]
    for places, asked in (plan.slots, visitor.decide), (plan.regions, visitor.arrange):
        yield from (
            asked(n) for n, each in places.items() if each.rules or each.default
        )


@dataclass(slots=True)
class Telling:
    """Tells what may be told of one visit."""

    visit: Visit
    naming: Naming
    asked: Mapping[str, list[Leaf]]  # the conditions of the page, by their facts
    told: dict[str, Told] = field(default_factory=dict[str, Told])

    def part(self, decision: Decision) -> Part:
        """Tell what one place showed, and note the facts that were asked for."""
        trace = decision.trace
        for name in sorted(trace.read):
            self.fact(name)
        outcome = decision.outcome
        asked = leaves(outcome.node) if outcome else ()
        return Part(
            kind=decision.place.kind,
            name=decision.place.name,
            shows=decision.fragment,
            attrs=decision.attrs,
            audience=decision.audience,
            experiment=decision.experiment,
            arm=decision.arm,
            rule=outcome.rule.where if outcome else None,
            grounds=tuple(
                self.ground(
                    f"{'' if is_so else 'not '}{leaf.condition.written}",
                    leaf.condition.fact,
                    value_of(leaf, self.visit),
                    holds=trace.asked[leaf.key][1] is is_so,
                )
                for leaf, is_so in asked
                if leaf.key in trace.asked
            ),
        )

    def ground(
        self, condition: str, name: str, value: object, *, holds: bool
    ) -> Ground:
        fact = self.fact(name)
        if not fact.is_value:
            return Ground(condition=condition, fact=fact, holds=None)
        said = self.text(name, value)
        seen = Told(name=name, value=said, source=fact.source, is_value=True)
        return Ground(condition=condition, fact=seen, holds=holds)

    def fact(self, name: str) -> Told:
        """Tell a fact as far as that may be."""
        found = self.told.get(name)
        if found is None:
            found = self.told[name] = self.found(name)
        return found

    def found(self, name: str) -> Told:
        value, source = self.visit.known(name)
        tier = self.visit.sources.declared.tier_of(name)
        if tier is Tier.PERSONAL:
            said = UNKNOWN if value in (None, False) else "known"
            return Told(name=name, value=said, source="their own", is_value=False)
        if tier is Tier.BAND and COUNTING not in self.visit.consent.granted:
            return Told(name=name, value=UNTOLD, source="their own", is_value=False)
        said = self.text(name, value)
        return Told(name=name, value=said, source=source, is_value=True)

    def text(self, name: str, value: object) -> str:
        """Write a value's class, and not more of it than is read at a glance."""
        if value is None:
            return UNKNOWN
        told = self.naming.classes(name, self.asked.get(name, [])).told(value)
        if told is None or (told == [] and value):
            return UNLISTED
        return printable(written(told), LONG) or NONE


def printable(said: str, most: int) -> str:
    """Write what anybody may have sent so that it stays on its line."""
    cut = said if len(said) <= most else f"{said[: most - 1]}{CUT}"
    return "".join(c if c.isprintable() or c in JOINERS else escaped(c) for c in cut)


def escaped(char: str) -> str:
    return f"\\u{ord(char):04x}"
