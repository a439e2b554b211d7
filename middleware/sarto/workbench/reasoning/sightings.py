"""What a visitor may have been seen to do: counts in spans of time that hang together.

Time runs from now into the past. Where the edges of `within` and the last sightings of
`since` lie on that line is one order of several; given the order, each span that is
counted ends at one place of it, and no longer span counts less.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Final, TypeAlias

from sarto.config.audiences import Condition
from sarto.workbench.reasoning.atoms import ExhaustedError

Span: TypeAlias = tuple[timedelta | None, str | None]  # within, since
Mark: TypeAlias = timedelta | str  # an edge of time, or a signal's last sighting
Order: TypeAlias = tuple[Mark, ...]  # the newest first

EVER: Final[Span] = (None, None)
MANY: Final = 5000  # ways that are listed


@dataclass(frozen=True, slots=True)
class Sightings:
    """What is known of one signal: its counts by span, and its last value."""

    counts: Mapping[Span, int] = field(hash=False)
    value: float | None = None

    def of(self, asked: Condition) -> object:
        """Give what a condition sees."""
        span = (asked.within, asked.since)
        return self.inside(span, is_value=is_value(asked.fact))

    def inside(self, span: Span, *, is_value: bool) -> object:
        """Give the count in a span of time, or the last value in it."""
        count = self.counts.get(span, 0)
        if is_value:
            return self.value if count else None
        return count


NEVER: Final = Sightings({})


def is_value(fact: str) -> bool:
    """Whether a fact is the last value of a signal, and no count."""
    return fact.endswith(".value") and fact.count(".") > 1


def signal_of(fact: str) -> str:
    """Name the signal that a fact speaks of."""
    name = fact.removeprefix("signals.")
    return name.removesuffix(".value") if is_value(fact) else name


def orders(edges: Sequence[timedelta], since: Sequence[str]) -> Iterator[Order]:
    """List the ways in which edges and last sightings can follow one another."""
    found: list[Order] = [tuple(sorted(edges))]
    for signal in since:
        found += [
            (*order[:at], signal, *order[at:])
            for order in found
            for at in range(len(order) + 1)
        ]
        if len(found) > MANY:
            raise ExhaustedError
    yield from found


def ways(
    signal: str,
    spans: Sequence[Span],
    order: Order,
    least: Sequence[int],
    *,
    is_mark: bool,
) -> Iterator[Mapping[Span, int]]:
    """List what can be counted of a signal in an order; `least` are counts that tell.

    `is_mark`: its own last sighting is of the order, or it was never seen.
    """
    end = len(order)
    own = order.index(signal) if signal in order else (-1 if is_mark else None)
    cuts = sorted({cut(span, order) for span in spans} | {end})
    for counts in combinations_with_replacement(sorted(least), len(cuts)):
        at = dict(zip(cuts, counts, strict=True))
        if own is None or all(is_so(own, c, n) for c, n in at.items()):
            yield {span: at[cut(span, order)] for span in (EVER, *spans)}


def is_so(own: int, cut: int, count: int) -> bool:
    """Whether a count agrees with where the signal was seen last; -1: it never was."""
    return (count > 0) is (0 <= own < cut)


def cut(span: Span, order: Order) -> int:
    """Tell up to which mark a span reaches; beyond the last: since ever."""
    marks = [each for each in span if each in order]
    return min((order.index(each) for each in marks), default=len(order))
