"""Few rows that show every value beside every value of every other factor.

In come factors, each a list of values; out come rows, one value of each factor. Every
pair of values of two factors stands in some row (a covering array of strength 2), and
the same factors give the same rows. Greedy: about as few rows as the two largest
factors need, where all combinations would be their product with all others.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import TypeAlias, TypeVar

T = TypeVar("T")

Spot: TypeAlias = tuple[int, int]  # a factor, and one of its values, by number
Pair: TypeAlias = tuple[Spot, Spot]


def rows(factors: Sequence[Sequence[T]], most: int = 0) -> list[tuple[T, ...]]:
    """List all combinations, if they are `most` or fewer; else a covering choice."""
    if prod(map(len, factors)) <= most:
        return list(product(*factors))
    return covering(factors)


def covering(factors: Sequence[Sequence[T]]) -> list[tuple[T, ...]]:
    """List rows in which every two values of two factors meet."""
    if len(factors) < 2:  # noqa: PLR2004 - there is no pair
        return [(value,) for values in factors for value in values]
    left = dict.fromkeys(pairs([len(values) for values in factors]))  # ordered
    found: list[tuple[T, ...]] = []
    while left:
        row = grown(next(iter(left)), factors, left)
        for pair in combinations(enumerate(row), 2):
            left.pop(pair, None)
        found.append(tuple(factors[at][value] for at, value in enumerate(row)))
    return found


def pairs(sizes: Sequence[int]) -> Iterator[Pair]:
    """List what has to meet."""
    for one, other in combinations(range(len(sizes)), 2):
        for value, beside in product(range(sizes[one]), range(sizes[other])):
            yield (one, value), (other, beside)


def grown(
    first: Pair, factors: Sequence[Sequence[object]], left: dict[Pair, None]
) -> list[int]:
    """Make a row of a pair: each value the one that meets most that it has yet to."""
    row = dict(first)
    for at, values in enumerate(factors):
        if at not in row:
            gains = [
                gain((at, value), row.items(), left) for value in range(len(values))
            ]
            row[at] = gains.index(max(gains))
    return [row[at] for at in range(len(factors))]


def gain(spot: Spot, row: Iterable[Spot], left: dict[Pair, None]) -> int:
    """Count the pairs that a value would be the first to make with a row."""
    return sum((min(spot, other), max(spot, other)) in left for other in row)
