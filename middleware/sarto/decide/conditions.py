"""Conditions at work: an audience's tree, compiled once into small callables.

In comes a `Visit`, out comes true or false; what was read is recorded by the visit. An
unknown fact satisfies no condition, and so `not` of it holds. Nothing here raises for
anything a visitor sends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from sarto.config.audiences import Audience, Condition
from sarto.context.visit import Visit

Test: TypeAlias = Callable[[Visit], bool]


class Node(Protocol):
    """A part of an audience that holds for a visit or does not."""

    def __call__(self, visit: Visit) -> bool: ...

    def facts(self) -> Iterator[str]:
        """Name every fact it can read."""
        ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition on one fact."""

    condition: Condition

    def __call__(self, visit: Visit) -> bool:
        value = visit[self.condition.fact]
        return value is not None and self.condition.pattern.holds(value)

    def facts(self) -> Iterator[str]:
        yield self.condition.fact


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does; of no parts, always."""

    parts: tuple[Node, ...]

    def __call__(self, visit: Visit) -> bool:
        return all(part(visit) for part in self.parts)

    def facts(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.facts()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when some part does."""

    parts: tuple[Node, ...]

    def __call__(self, visit: Visit) -> bool:
        return any(part(visit) for part in self.parts)

    def facts(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.facts()


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Node

    def __call__(self, visit: Visit) -> bool:
        return not self.part(visit)

    def facts(self) -> Iterator[str]:
        yield from self.part.facts()


def compiled(audience: Audience, named: Mapping[str, Audience]) -> Node:
    """Compile an audience; the ones it names are compiled into it."""

    def part(of: Audience | str) -> Node:
        return compiled(named[of] if isinstance(of, str) else of, named)

    parts: list[Node] = [Leaf(condition) for condition in audience.conditions]
    parts += map(part, audience.all)
    if audience.any:
        parts.append(AnyOf(tuple(map(part, audience.any))))
    if audience.but_not:
        parts.append(Not(part(audience.but_not)))
    return parts[0] if len(parts) == 1 else All(tuple(parts))
