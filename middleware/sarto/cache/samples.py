"""Values enough to meet every class that a condition tells apart.

Between two samples next to one another nothing changes. Where a pattern's values cannot
be listed (globs), there are none, and whoever counts classes has to expect them all.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, time, timedelta
from itertools import chain
from typing import Any, Final, TypeAlias, TypeVar

from sarto.cache.spelling import MOST, subsets
from sarto.vocabulary import spans
from sarto.vocabulary.patterns import (
    AnyCase,
    Counts,
    Dates,
    Holds,
    Is,
    OneOf,
    Pattern,
    Times,
)

T = TypeVar("T")

Samples: TypeAlias = tuple[object, ...]

DAY: Final = timedelta(days=1)


def samples(pattern: Pattern) -> Samples | None:
    """List values on either side of every edge; `None`: nobody can."""
    listed = LISTED.get(type(pattern))
    return listed(pattern) if listed else None


def words(pattern: OneOf | AnyCase) -> Samples:
    return pattern.words


def times(pattern: Times) -> Samples:
    return tuple(
        time(*divmod(at % spans.DAY, spans.HOUR)) for at in ends(pattern.windows)
    )


def counts(pattern: Counts) -> Samples:
    near = ((end - 1, end, end + 1) for end in ends(pattern.spans))
    return tuple(filter(math.isfinite, chain.from_iterable(near)))


def days(pattern: Dates) -> Samples:
    edges = (day for day in ends(pattern.spans) if 1 < day.year < MAXYEAR)
    return tuple(day + step for day in edges for step in (-DAY, 0 * DAY, DAY))


def sets(pattern: Holds) -> Samples | None:
    if len(pattern.words) > MOST:
        return None
    return tuple(subsets(sorted(pattern.words)))


LISTED: Final[Mapping[type, Callable[[Any], Samples | None]]] = {
    AnyCase: words,
    Counts: counts,
    Dates: days,
    Holds: sets,
    Is: lambda _: (True, False),
    OneOf: words,
    Times: times,
}


def ends(spans: Iterable[tuple[T, T]]) -> Iterable[T]:
    return chain.from_iterable(spans)
