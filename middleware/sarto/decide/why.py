"""Why a rule holds or does not: the same conditions as the decision, read aloud."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import cast

from sarto.context.visit import Visit
from sarto.decide.conditions import All, AnyOf, Leaf, Named, Node, Not, parts_of
from sarto.decide.program import NONE, Program
from sarto.decide.rules import Outcome
from sarto.decide.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One condition of a rule, the value it saw, and whether it held."""

    condition: str
    value: object
    holds: bool


def leaves(node: Node, *, is_so: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """List the conditions inside a node, top to bottom, and whether each is to hold."""
    waiting = [(node, is_so)]
    seen: set[tuple[int, bool]] = set()
    while waiting:
        part, is_so = waiting.pop()
        if isinstance(part, Leaf):
            yield part, is_so
        elif (id(part), is_so) not in seen:  # an audience may be named many times
            seen.add((id(part), is_so))
            inside = is_so is not isinstance(part, Not)
            waiting += [(each, inside) for each in reversed(parts_of(part))]


def because(outcome: Outcome, visit: Visit, trace: Trace) -> tuple[Because, ...]:
    """Read aloud the conditions of an outcome that were asked of one visit."""
    return tuple(
        Because(
            condition=f"{'' if is_so else 'not '}{leaf.condition.written}",
            value=plain(value_of(leaf, visit)),
            holds=trace.asked[leaf.key][1] is is_so,
        )
        for leaf, is_so in leaves(outcome.node)
        if leaf.key in trace.asked
    )


def value_of(leaf: Leaf, visit: Visit) -> object:
    """Give what a condition saw: a fact, or what of a signal counts."""
    asked = leaf.condition
    if not leaf.is_counted:
        return visit[asked.fact]
    seconds = None if asked.within is None else asked.within.total_seconds()
    return visit.counted(asked.fact, seconds, asked.since)


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


def wishes(node: Node, visit: Visit) -> Mapping[str, str]:
    """Name the facts that keep a node from holding, each with a value it would take.

    Only conditions that must hold one by one are wished for; whether granting them is
    enough is for the caller to try.
    """
    found: dict[str, str] = {}
    for leaf in required(node, visit):
        if not leaf.accepts(value_of(leaf, visit)):
            found.setdefault(leaf.condition.fact, leaf.condition.pattern.example)
    return found


def required(node: Node, visit: Visit) -> Iterator[Leaf]:
    """List the conditions that must all hold; of failed alternatives, the first's."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, All | Named):
        for part in parts_of(node):
            yield from required(part, visit)
    elif isinstance(node, AnyOf) and Program((node,)).choose(visit) == NONE:
        yield from required(node.parts[0], visit)
