"""Why a rule holds or does not: the same conditions as the decision, read aloud."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Leaf, Node, Not
from sarto.decide.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One condition of a rule, the value it saw, and whether it held."""

    condition: str
    value: object
    holds: bool


def leaves(node: Node) -> Iterator[Leaf]:
    """List the conditions inside a node, as written, top to bottom."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)


def nodes(rule: Rule, visit: Visit) -> tuple[Node, ...]:
    """List what must hold: the audience that does, else the first, and `when`."""
    target = rule.target(visit) or (rule.targets[0] if rule.targets else None)
    parts = (target.holds if target else None, rule.when)
    return tuple(part for part in parts if part is not None)


def because(rule: Rule, visit: Visit) -> tuple[Because, ...]:
    """Read a rule's conditions aloud for one visit."""
    return tuple(
        Because(
            condition=leaf.condition.written,
            value=plain(visit[leaf.condition.fact]),
            holds=leaf(visit),
        )
        for node in nodes(rule, visit)
        for leaf in leaves(node)
    )


def plain(value: object) -> object:
    """Write a fact's value as JSON can hold it, and as `--as` reads it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    return value


def wishes(rule: Rule, visit: Visit) -> Mapping[str, str]:
    """Name the facts that keep a rule from holding, each with a value it would take.

    Only conditions that must hold one by one are wished for; whether granting them is
    enough is for the caller to try.
    """
    found: dict[str, str] = {}
    for node in nodes(rule, visit):
        for leaf in required(node):
            if not leaf(visit):
                found.setdefault(leaf.condition.fact, leaf.condition.pattern.example)
    return found


def required(node: Node) -> Iterator[Leaf]:
    """List the conditions that must all hold; of alternatives, the first one's."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, All):
        for part in node.parts:
            yield from required(part)
    elif isinstance(node, AnyOf):
        yield from required(node.parts[0])
