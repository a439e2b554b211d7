"""One site under review: a reasoner, and what is told of contradictions and of time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from sarto.config.locate import KeyPath
from sarto.config.report import Report
from sarto.decide.conditions import Leaf, Named, Node, Window, named_nodes, walked
from sarto.site.site import Site
from sarto.vocabulary.patterns import Dates
from sarto.workbench.reasoning.gaps import BY_CLOCK, never_set, zone_of
from sarto.workbench.reasoning.pieces import Piece, fewest
from sarto.workbench.reasoning.reasoner import Reasoner
from sarto.workbench.reasoning.reasons import reason

NEVER, SKIPPED = "SARTO032", "SARTO036"
MEND: Final = "change one of them, or leave this out"
JUMPED: Final = "{} a clock jumps over that time"


@dataclass(frozen=True)
class Review:
    """One site, and what was found of its audiences."""

    site: Site
    report: Report
    dead: set[str] = field(default_factory=set[str])  # audiences of nobody
    passed: set[str] = field(default_factory=set[str])  # audiences of nobody any more

    @cached_property
    def reasoner(self) -> Reasoner:
        return Reasoner.of(self.site)

    @cached_property
    def unset(self) -> Reasoner:
        """Reasons about the same site where no clock is ever set."""
        return Reasoner.of(never_set(self.site))

    @cached_property
    def named(self) -> dict[str, Named]:
        return named_nodes(self.site.config.audiences)

    @cached_property
    def now(self) -> datetime:
        return self.site.sources.clock()

    def tell(
        self,
        code: str,
        path: KeyPath,
        text: str,
        hint: str = "",
        *,
        at_value: bool = False,
    ) -> None:
        self.report.wrong(code, path, text, hint, at_value=at_value, severity="warning")

    def is_never(self, found: Sequence[Piece]) -> bool:
        """Whether nobody can be all of this."""
        return self.reasoner.find([each.node for each in found]).verdict == "no"

    def is_over(self, *nodes: Node) -> bool:
        """Whether somebody could be all of this once, and never can again."""
        leaves = (each for each in walked(*nodes) if isinstance(each, Leaf))
        if not any(isinstance(leaf.condition.pattern, Dates) for leaf in leaves):
            return False
        ahead = Window(start=self.now)
        return self.reasoner.find([*nodes, ahead]).verdict == "no"

    def fewest(self, found: Sequence[Piece]) -> list[Piece]:
        """Choose pieces that contradict each other, none of them too many."""
        return fewest(found, self.is_never)

    def contradicted(self, path: KeyPath, subject: str, few: Sequence[Piece]) -> None:
        """Tell that pieces contradict each other, and why."""
        said = listed([f"`{each.text}`" for each in few])
        facts = frozenset[str]().union(*(each.facts for each in few))
        if facts <= BY_CLOCK and self.unset.find([each.node for each in few]):
            why = JUMPED.format(zone_of(self.site))
            self.tell(SKIPPED, path, f"{subject} never holds: {said}: {why}")
            return
        is_asked = self.site.config.toml.consent is not None
        why = reason([each.facts for each in few], is_asked=is_asked)
        hint = MEND if len(few) > 1 else ""
        self.tell(NEVER, path, f"{subject} can never match: {said}: {why}", hint)


def listed(said: Sequence[str]) -> str:
    """Write a list as in a sentence."""
    if len(said) < 2:  # noqa: PLR2004 - one is no list
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"
