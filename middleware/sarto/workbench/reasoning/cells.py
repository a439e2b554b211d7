"""Values enough to meet every class that conditions on one fact tell apart.

In come the patterns of all conditions on a fact, out come its values, the plainest
first: one of each class that there is, so that what no value does, no visitor does.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, pairwise
from typing import Final, TypeAlias

from sarto.vocabulary.kinds import Choice, Flag, Kind, Members
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Own
from sarto.vocabulary.patterns import AnyCase, Counts, Either, Holds, OneOf, Pattern
from sarto.workbench.reasoning.atoms import ExhaustedError

Values: TypeAlias = tuple[object, ...]
Patterns: TypeAlias = tuple[Pattern, ...]

MOST: Final = 10  # words whose combinations are listed
OTHER: Final = "other"


def words(patterns: Iterable[Pattern]) -> tuple[str, ...]:
    """List the words that any of the patterns names."""
    found: dict[str, None] = {}
    for pattern in parts(patterns):
        if isinstance(pattern, OneOf | AnyCase):
            found.update(dict.fromkeys(pattern.words))
        elif isinstance(pattern, Holds):
            found.update(dict.fromkeys(sorted(pattern.words)))
    return tuple(found)


def parts(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """List patterns, each of an alternative on its own."""
    for pattern in patterns:
        if isinstance(pattern, Either):
            yield from parts(pattern.parts)
        else:
            yield pattern


def ends(patterns: Iterable[Pattern]) -> list[float]:
    """List the finite ends of spans of numbers, in order."""
    counts = (each for each in parts(patterns) if isinstance(each, Counts))
    spans = chain.from_iterable(each.spans for each in counts)
    return sorted({end for span in spans for end in span if math.isfinite(end)})


def whole(patterns: Patterns, least: int) -> tuple[int, ...]:
    """List whole numbers of every class, from the least there is."""
    near = (
        step
        for end in ends(patterns)
        for step in (math.floor(end) - 1, math.floor(end), math.floor(end) + 1)
    )
    return tuple(sorted({least, *(each for each in near if each >= least)}))


def real(patterns: Patterns) -> tuple[float, ...]:
    """List numbers of every class: the ends, and one between any two; whole ones first.

    An end that is out is written as the number next to it.
    """
    edges = ends(patterns)
    if not edges:
        return (0,)
    near = (step for at in edges for step in (math.floor(at), math.ceil(at)))
    between = ((low + high) / 2 for low, high in pairwise(edges))
    outside = (math.floor(edges[0]) - 1, math.ceil(edges[-1]) + 1)
    return tuple(dict.fromkeys((*sorted({*near, *outside}), *edges, *between)))


def subsets(named: Iterable[str]) -> Iterator[frozenset[str]]:
    """List the sets of some words, the smallest first."""
    listed = sorted(named)
    if len(listed) > MOST:
        raise ExhaustedError
    for size in range(len(listed) + 1):
        yield from map(frozenset, combinations(listed, size))


def own(patterns: Patterns) -> Values:
    """List what a site's own fact may be: words, numbers, flags."""
    numbers = real(patterns) if ends(patterns) else ()
    return (*words(patterns), *numbers, True, False, unlike(words(patterns)))


def unlike(named: Iterable[str]) -> str:
    """Give a word that is none of these."""
    folded = {word.casefold() for word in named}
    word = OTHER
    while word in folded:
        word += "x"
    return word


LISTED: Final[tuple[tuple[type, Callable[[Kind, Patterns], Values]], ...]] = (
    (Choice, lambda kind, _: kind.words if isinstance(kind, Choice) else ()),
    (Flag, lambda _kind, _: (False, True)),
    (Count, lambda _kind, patterns: real(patterns)),
    (Members, lambda _kind, patterns: tuple(subsets(words(patterns)))),
    (Own, lambda _kind, patterns: own(patterns)),
)


def values(kind: Kind | None, patterns: Patterns) -> Values:
    """List values of every class of a fact of that kind, but for the unknown."""
    for of, listed in LISTED:
        if kind is not None and isinstance(kind, of):
            return listed(kind, patterns)
    return words(patterns)
