"""A stage of the journey, as the conditions that make it.

The last stage that holds wins, for those who are remembered; for others, and where none
holds, it is the first one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias, cast

from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Leaf, Node, Not, named_nodes
from sarto.site.remembering import Stages, stage_nodes
from sarto.site.site import Site
from sarto.vocabulary.patterns import Pattern
from sarto.workbench.reasoning.atoms import Kept

Part: TypeAlias = Node | Kept

STAGE: Final = "stage"
REMEMBERED: Final = cast("Node", Kept(STAGE))  # a part like any other, in a search


@dataclass(frozen=True)
class Journey:
    """The stages of one site."""

    site: Site

    @cached_property
    def names(self) -> tuple[str, ...]:
        journey = self.site.config.toml.journey
        return tuple(stage.name for stage in journey.stages) if journey else ()

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """List when each stage is reached."""
        config = self.site.config
        return stage_nodes(config, named_nodes(config.audiences))

    @cached_property
    def known(self) -> dict[Pattern, Part]:
        return {}

    def opened(self, part: Part) -> Part:
        """Give a part as it is made up; what is no stage is itself."""
        if not isinstance(part, Leaf) or part.condition.fact != STAGE:
            return part
        pattern = part.condition.pattern
        if pattern not in self.known:
            self.known[pattern] = AnyOf(tuple(self.reached(pattern)))
        return self.known[pattern]

    def reached(self, pattern: Pattern) -> Iterator[Node]:
        """List the ways to be in one of the stages that are meant."""
        for index, name in enumerate(self.names):
            if not pattern.holds(name):
                continue
            later = tuple(map(Not, self.nodes[index + 1 :]))
            if index:
                yield All((REMEMBERED, self.nodes[index], *later))
            else:
                yield AnyOf((Not(REMEMBERED), All(later)))

    @cached_property
    def program(self) -> Stages:
        config = self.site.config
        return Stages.of(config, named_nodes(config.audiences))

    def stage(self, visit: Visit) -> str:
        """Name the stage of somebody who is remembered."""
        return self.program(visit) or self.names[0]
