"""Rules as compiled: to whom, what, when; and the place whose rules they are."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from re import Pattern
from typing import Final

from sarto.decide.conditions import All, Capped, Node, Window
from sarto.decide.program import Program
from sarto.vocabulary.reads import ReadSet
from sarto.vocabulary.selectors import Selector

EVERYONE = All(())
NOUNS: Final = {"slots": "slot", "layouts": "layout", "pages": "page"}  # by table


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An audience of a rule: its name, `None` on the spot, and its conditions."""

    name: str | None
    holds: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One `[[….show]]`; `targets` are alternatives, `when` must hold besides."""

    targets: tuple[Target, ...] = ()
    when: Node | None = None
    shows: str | None = None  # a fragment, a layout, a path; None: the place's own
    attrs: tuple[tuple[str, str], ...] = ()
    start: datetime | None = None
    until: datetime | None = None
    where: str = ""  # "sarto.toml:34", for explanations
    key: str = ""  # what a visitor's memory calls it; of two alike in all, one
    cap: Capped | None = None
    experiment: str | None = None  # what it is a rule of; `when` asks for the arm, too
    arm: str | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether it holds for everybody, at any time."""
        return not (self.targets or self.when or self.cap or self.start or self.until)

    @property
    def outcomes(self) -> tuple["Outcome", ...]:
        """List the ways to match it, one for each of its audiences."""
        targets = self.targets or (Target(name=None, holds=EVERYONE),)
        return tuple(Outcome(rule=self, target=target) for target in targets)

    def facts(self) -> ReadSet:
        """Gather what the rule can read."""
        return ReadSet.of(fact for way in self.outcomes for fact in way.node.facts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A rule, matched through one of its audiences."""

    rule: Rule
    target: Target

    @property
    def node(self) -> All:
        """What must hold: the window first, which costs least."""
        rule = self.rule
        is_always = rule.start is rule.until is None
        window = () if is_always else (Window(start=rule.start, until=rule.until),)
        when = () if rule.when is None else (rule.when,)
        cap = () if rule.cap is None else (rule.cap,)
        return All((*window, self.target.holds, *when, *cap))


@dataclass(frozen=True, kw_only=True)
class Place:
    """A slot, a layout region or a page: its rules, top to bottom, and its default."""

    name: str
    rules: tuple[Rule, ...] = ()
    default: str | None = None  # None: the page's own content
    pages: Pattern[str] | None = None  # None: wherever it stands
    why: str | None = None
    owner: str | None = None
    reads: ReadSet = field(default_factory=ReadSet)
    selectors: tuple[Selector, ...] = ()  # what finds it besides its markup
    shown: frozenset[str] = frozenset()  # facts that its templates ask for by name
    is_stable: bool = False  # it stays the same within a visit
    kind: str = "slots"  # the table it stands in
    is_extended: bool = False  # a layout for templates of the site's own, no region

    @property
    def noun(self) -> str:
        """Say what it is, as an author calls it."""
        return NOUNS[self.kind]

    @property
    def key(self) -> str:
        """Name it among all places, be they slots, regions or pages."""
        return f"{self.kind}.{self.name}"

    def is_on(self, path: str) -> bool:
        """Whether it may change on that page."""
        return self.pages is None or self.pages.fullmatch(path) is not None

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """List all ways to match a rule, top to bottom."""
        return tuple(way for rule in self.rules for way in rule.outcomes)

    @cached_property
    def program(self) -> Program:
        """What tells which outcome a visit has."""
        return Program(tuple(way.node for way in self.outcomes))
