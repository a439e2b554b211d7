"""Conditions as a tree: what an audience asks, each part once, ready to be compiled.

In comes what the config read; out come frozen nodes that say what they are made of and
which facts they can read. A node decides nothing by itself: `program` makes one
function of all the rules of a place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from sarto.config.audiences import Audience, Condition
from sarto.context.visit import KEPT

Key: TypeAlias = tuple[object, ...]  # leaves of one key ask the same


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition on one fact; an unknown fact satisfies none."""

    condition: Condition

    @property
    def key(self) -> Key:
        asked = self.condition
        return asked.fact, asked.pattern, asked.within, asked.since

    @property
    def is_counted(self) -> bool:
        """Whether only some sightings of a signal count."""
        return self.condition.within is not None or self.condition.since is not None

    def accepts(self, value: object) -> bool:
        return value is not None and self.condition.pattern.holds(value)

    def facts(self) -> frozenset[str]:
        return frozenset((self.condition.fact,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Holds from its start to its end, which is out; either may be open."""

    start: datetime | None = None
    until: datetime | None = None

    @property
    def key(self) -> Key:
        return self.start, self.until

    def facts(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capped:
    """Holds while a rule was shown fewer times to this visitor; not, without memory."""

    rule: str
    times: int
    per: str

    @property
    def key(self) -> Key:
        return self.rule, self.times, self.per

    def facts(self) -> frozenset[str]:
        return frozenset((KEPT,))


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does; of no parts, always."""

    parts: tuple["Node", ...]

    def facts(self) -> frozenset[str]:
        return joined(self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when some part does."""

    parts: tuple["Node", ...]

    def facts(self) -> frozenset[str]:
        return joined(self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: "Node"

    def facts(self) -> frozenset[str]:
        return self.part.facts()


@dataclass(frozen=True, slots=True)
class Named:
    """An audience with a name; whoever names it shares this one node."""

    name: str
    node: "Node" = field(repr=False)
    reads: frozenset[str] = field(repr=False)

    def facts(self) -> frozenset[str]:
        return self.reads


Asked: TypeAlias = Leaf | Window | Capped  # what a visit is asked
Node: TypeAlias = Leaf | Window | Capped | All | AnyOf | Not | Named


def joined(parts: tuple[Node, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(part.facts() for part in parts))


def parts_of(node: Node) -> tuple[Node, ...]:
    """List what a node is made of."""
    if isinstance(node, All | AnyOf):
        return node.parts
    if isinstance(node, Not):
        return (node.part,)
    return (node.node,) if isinstance(node, Named) else ()


def walked(*nodes: Node) -> Iterator[Node]:
    """List every node inside, however many name it once, those above first."""
    seen: set[int] = set()
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            waiting += reversed(parts_of(node))


def named_nodes(audiences: Mapping[str, Audience]) -> dict[str, Named]:
    """Make the nodes of all audiences; they are known to name no circle."""
    made: dict[str, Named] = {}
    for asked in audiences:
        waiting = [asked]
        while waiting:
            name = waiting[-1]
            missing = [n for n in audiences[name].names() if n not in made]
            waiting += missing
            if not missing:
                waiting.pop()
                made[name] = made.get(name) or named_node(name, audiences, made)
    return made


def named_node(
    name: str, audiences: Mapping[str, Audience], made: Mapping[str, Node]
) -> Named:
    node = node_of(audiences[name], made)
    return Named(name, node, node.facts())


def node_of(audience: Audience, named: Mapping[str, Node]) -> Node:
    """Make the node of one audience; those it names are made already."""

    def part(of: Audience | str) -> Node:
        return named[of] if isinstance(of, str) else node_of(of, named)

    parts: list[Node] = [Leaf(condition) for condition in audience.conditions]
    parts += map(part, audience.all)
    if audience.any:
        parts.append(AnyOf(tuple(map(part, audience.any))))
    if audience.but_not:
        parts.append(Not(part(audience.but_not)))
    return parts[0] if len(parts) == 1 else All(tuple(parts))
