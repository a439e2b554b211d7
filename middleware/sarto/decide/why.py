"""Why a rule holds or does not: the same conditions as the decision, read aloud."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import cast

from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Leaf, Node, Not
from sarto.decide.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One condition of a rule, the value it saw, and whether it held."""

    condition: str
    value: object
    holds: bool


def leaves(node: Node, *, is_so: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """List the conditions inside a node, top to bottom, and whether each is to hold."""
    if isinstance(node, Leaf):
        yield node, is_so
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from leaves(part, is_so=is_so)
    if isinstance(node, Not):
        yield from leaves(node.part, is_so=not is_so)


def nodes(rule: Rule, visit: Visit) -> tuple[Node, ...]:
    """List what must hold: the audience that does, else the first, and `when`."""
    target = rule.target(visit) or (rule.targets[0] if rule.targets else None)
    parts = (target.holds if target else None, rule.when)
    return tuple(part for part in parts if part is not None)


def because(rule: Rule, visit: Visit) -> tuple[Because, ...]:
    """Read a rule's conditions aloud for one visit."""
    return tuple(
        Because(
            condition=f"{'' if is_so else 'not '}{leaf.condition.written}",
            value=plain(visit[leaf.condition.fact]),
            holds=leaf(visit) is is_so,
        )
        for node in nodes(rule, visit)
        for leaf, is_so in leaves(node)
    )


def plain(value: object) -> object:
    """Write a fact's value as JSON can hold it, and as `--as` reads it."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(map(str, cast("Iterable[object]", value)))
    if isinstance(value, Mapping):
        table = cast("Mapping[object, object]", value)
        return {str(name): plain(each) for name, each in table.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("Iterable[object]", value)]
    is_one = value is None or isinstance(value, str | int)
    is_number = isinstance(value, float) and math.isfinite(value)
    return value if is_one or is_number else str(value)


def wishes(rule: Rule, visit: Visit) -> Mapping[str, str]:
    """Name the facts that keep a rule from holding, each with a value it would take.

    Only conditions that must hold one by one are wished for; whether granting them is
    enough is for the caller to try.
    """
    found: dict[str, str] = {}
    for node in nodes(rule, visit):
        for leaf in required(node, visit):
            if not leaf(visit):
                found.setdefault(leaf.condition.fact, leaf.condition.pattern.example)
    return found


def required(node: Node, visit: Visit) -> Iterator[Leaf]:
    """List the conditions that must all hold; of failed alternatives, the first's."""
    if isinstance(node, Leaf):
        yield node
    if isinstance(node, All):
        for part in node.parts:
            yield from required(part, visit)
    if isinstance(node, AnyOf) and not node(visit):
        yield from required(node.parts[0], visit)
