"""Rules as compiled: to whom, what, when; and the place whose rules they are."""

from dataclasses import dataclass, field
from datetime import datetime
from re import Pattern

from sarto.context.visit import Visit
from sarto.decide.conditions import Node
from sarto.vocabulary.reads import ReadSet


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

    def is_open(self, now: datetime) -> bool:
        """Whether the moment is inside the rule's window: start in, end out."""
        after = self.start is None or self.start <= now
        return after and (self.until is None or now < self.until)

    def target(self, visit: Visit) -> Target | None:
        """Find the first of its audiences that the visit belongs to."""
        return next((each for each in self.targets if each.holds(visit)), None)

    def facts(self) -> ReadSet:
        """Gather what the rule can read."""
        nodes = [each.holds for each in self.targets]
        if self.when is not None:
            nodes.append(self.when)
        return ReadSet.of(fact for node in nodes for fact in node.facts())


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A slot, a layout region or a page: its rules, top to bottom, and its default."""

    name: str
    rules: tuple[Rule, ...] = ()
    default: str | None = None  # None: the page's own content
    pages: Pattern[str] | None = None  # None: wherever it stands
    why: str | None = None
    owner: str | None = None
    reads: ReadSet = field(default_factory=ReadSet)

    def is_on(self, path: str) -> bool:
        """Whether it may change on that page."""
        return self.pages is None or self.pages.fullmatch(path) is not None
