"""Why a rule holds or does not: the same conditions as the decision, read aloud."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from shlex import quote
from typing import cast

from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Node, Not, parts_of
from sarto.decide.rules import Outcome
from sarto.decide.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One condition of a rule, the value it saw, and whether it held."""

    condition: str
    value: object
    holds: bool
    fact: str = field(default="", compare=False)  # that it asks for


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
            fact=leaf.condition.fact,
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


def written(value: object) -> str:
    """Write a fact's value as after `--as`."""
    if isinstance(value, bool):
        return str(value).lower()
    found = plain(value)
    if isinstance(found, list):
        return ",".join(map(str, cast("list[object]", found)))
    return str(found)


def pinning(facts: Mapping[str, object]) -> str:
    """Write facts as `--as` reads them."""
    return " ".join(f"{fact}={quoted(written(v))}" for fact, v in facts.items())


def quoted(text: str) -> str:
    """Quote as for a shell; a comma before the next fact would be no part of it."""
    return f"{quote(f'{text} ')[:-2]}'" if text.endswith(",") else quote(text)
