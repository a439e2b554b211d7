"""Values that a fact could have instead: those that the conditions on it tell apart.

In come conditions on one fact, out come values that answer each of them as it is
wanted, those that authors wrote first.
"""

from collections.abc import Iterable, Iterator
from itertools import islice, permutations
from typing import Final

from sarto.cache.samples import samples
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Window
from sarto.decide.why import written
from sarto.decide.wishes import Wanted, days_for, granted_for_cap
from sarto.site.site import Site
from sarto.vocabulary.globs import example
from sarto.vocabulary.kinds import Choice, Code, Flag, Kind, Members, Zone
from sarto.vocabulary.numbers import Count
from sarto.vocabulary.own import Named, Own
from sarto.vocabulary.patterns import Either, Globs, Pattern
from sarto.vocabulary.reading import ConditionError
from sarto.vocabulary.spans import WEEK, Clock, Weekdays

MOST: Final = 8  # values of one fact
CODES: Final = ("PL", "US", "JP", "PL-14", "US-WA")
ZONES: Final = ("UTC", "Europe/Warsaw", "Asia/Tokyo")
OTHERS: Final = ("other", "/other", "x", "0", "1", "true", "false")


def values(site: Site, visit: Visit, wanted: tuple[Wanted, ...]) -> list[object]:
    """List values of one fact, each of which answers all that is wanted of it."""
    fact = wanted[0].fact
    kind = site.config.dictionary.kind(fact)
    found: dict[str, object] = {}
    for text in texts(kind, visit, wanted):
        try:
            value = kind.value(text) if kind else text
        except ConditionError:
            continue
        if all(is_answered(each, value) for each in wanted):
            found.setdefault(text, value)
    return list(islice(found.values(), MOST))


def is_answered(wanted: Wanted, value: object) -> bool:
    """Whether a value answers a condition as wanted; of days the decision tells."""
    asked = wanted.asked
    return not isinstance(asked, Leaf) or asked.accepts(value) is wanted.is_so


def texts(kind: Kind | None, visit: Visit, wanted: tuple[Wanted, ...]) -> Iterator[str]:
    """List values as after `--as`: of the conditions themselves, then any others."""
    patterns: list[Pattern] = []
    for each in wanted:
        asked = each.asked
        if isinstance(asked, Leaf):
            patterns += parts_of(asked.condition.pattern)
        elif isinstance(asked, Window):
            yield from map(written, days_for(asked, visit))
        else:
            yield written(granted_for_cap(visit))
    for pattern in patterns:
        yield pattern.example
    for pattern in patterns:
        yield from map(written, samples(pattern) or ())
    yield from matching([g for p in patterns if isinstance(p, Globs) for g in p.globs])
    yield from others(kind)


def matching(globs: list[str]) -> Iterator[str]:
    """List texts for each glob, and for two at once: `news*` and `*letter`."""
    yield from map(example, globs)
    for first, second in permutations(globs[:MOST], 2):
        yield example(first.replace("*", "") + second.replace("*", ""))


def parts_of(pattern: Pattern) -> tuple[Pattern, ...]:
    if isinstance(pattern, Either):
        return tuple(part for each in pattern.parts for part in parts_of(each))
    return (pattern,)


def others(kind: Kind | None) -> Iterable[str]:
    """List values of a kind, for conditions that must not hold."""
    if isinstance(kind, Choice):
        return kind.words
    if isinstance(kind, Members):
        return ("", *(kind.words or ()))
    for of, words in OF_KINDS:
        if isinstance(kind, of):
            return words
    return OTHERS


OF_KINDS: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (Code, CODES),
    (Zone, ZONES),
    (Flag, ("true", "false")),
    (Weekdays, WEEK),
    (Clock, ("00:00", "06:00", "12:00", "18:00")),
    (Count, ("0", "1")),
    (Named, ("true", "false", "other")),
    (Own, OTHERS),
)
