"""When what a page decides may next change: worked out once for each clock."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from sarto.context.moment import TOLD, clock_zone
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Node, Window, walked
from sarto.decide.until import until

Span: TypeAlias = tuple[datetime, datetime]

NEVER = datetime.max.replace(tzinfo=UTC)
MOST = 1024  # clocks: zones, and countries where holidays count


def timed(*nodes: Node) -> tuple[Leaf | Window, ...]:
    """List what the clock tells inside of nodes, each condition once."""
    leaves = (each for each in walked(*nodes) if isinstance(each, Leaf | Window))
    found = {each.key: each for each in leaves}
    return tuple(
        each
        for each in found.values()
        if isinstance(each, Window) or each.condition.fact in TOLD
    )


@dataclass(slots=True)
class Schedule:
    """The conditions of a page that the clock tells, and when they change next."""

    leaves: tuple[Leaf | Window, ...] = ()
    _known: dict[Hashable, Span] = field(default_factory=dict["Hashable", "Span"])

    def until(self, visit: Visit) -> datetime:
        """Tell until when the clock alone changes nothing for this visit."""
        key, now = self._clock(visit), visit.arrived
        since, end = self._known.get(key, (NEVER, NEVER))
        if not since <= now < end:
            since, end = now, until(visit, self.leaves) or NEVER
            if len(self._known) >= MOST:
                self._known.clear()
            if visit.is_sound:
                self._known[key] = since, end
        return end

    def _clock(self, visit: Visit) -> Hashable:
        facts = {leaf.condition.fact for leaf in self.leaves if isinstance(leaf, Leaf)}
        country = visit["country"] if "holiday" in facts else None
        return (clock_zone(visit), country) if facts else None
