"""The table of implications: what can be true of one visitor, group by group.

Each function lists the cases of one group, with the reason beside what it leaves out.
What is in no case here, no visitor is; `reasons` says the same in words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, TypeAlias

from sarto.decide.conditions import Capped, Leaf
from sarto.vocabulary.facts import LEVELS
from sarto.vocabulary.patterns import Counts, Pattern
from sarto.workbench.reasoning import cells
from sarto.workbench.reasoning.atoms import Atom, ExhaustedError
from sarto.workbench.reasoning.cases import Case, Column
from sarto.workbench.reasoning.sightings import (
    EVER,
    MANY,
    NEVER,
    Order,
    Sightings,
    orders,
    signal_of,
    ways,
)
from sarto.workbench.reasoning.standings import Gate, Standing

Free: TypeAlias = Mapping[Column, tuple[object, ...]]
PERIODS: Final[tuple[str, ...]] = ("visit", "day", "visitor")
UNSHOWN: Final = float("inf")  # of a rule whose showings nobody counts


@dataclass(frozen=True, slots=True)
class Listing:
    """One group's conditions, on the site that means them so."""

    gate: Gate
    standings: tuple[Standing, ...]
    atoms: tuple[Atom, ...]

    @property
    def everybody(self) -> int:
        return (1 << len(self.standings)) - 1

    def those(self, are: Callable[[Standing], bool]) -> int:
        """Mark the standings that are so."""
        return sum(1 << at for at, each in enumerate(self.standings) if are(each))

    @property
    def facts(self) -> tuple[str, ...]:
        """Name the facts that are asked for."""
        leaves = (a.asked for a in self.atoms if isinstance(a.asked, Leaf))
        return tuple(dict.fromkeys(leaf.condition.fact for leaf in leaves))

    def patterns(self, fact: str) -> tuple[Pattern, ...]:
        """List what is asked of a fact."""
        return tuple(
            atom.asked.condition.pattern
            for atom in self.atoms
            if isinstance(atom.asked, Leaf) and atom.asked.condition.fact == fact
        )

    def values(self, fact: str) -> tuple[object, ...]:
        """List what a fact may be, but for the unknown."""
        kind = self.gate.site.config.dictionary.kind(fact)
        return cells.values(kind, self.patterns(fact))

    def unknown(self, fact: str) -> object:
        """Give the value of a visitor nobody knows."""
        row = self.gate.site.sources.law.row(fact)
        return row.unknown if row else None

    def told(self, free: Iterable[Free], facts: Iterable[str]) -> Iterator[Case]:
        """Hide from each standing the facts that no memory tells of it."""
        named, listed = tuple(facts), tuple(free)
        by_gate: dict[tuple[bool, ...], int] = {}
        for at, standing in enumerate(self.standings):
            key = tuple(self.gate.tells(fact, standing) for fact in named)
            by_gate[key] = by_gate.get(key, 0) | 1 << at
        for gates, standings in by_gate.items():
            hidden = {
                fact: (self.unknown(fact),)
                for fact, is_told in zip(named, gates, strict=True)
                if not is_told
            }
            for each in listed:
                yield Case(standings=standings, free={**each, **hidden})


def visits(of: Listing) -> Iterator[Case]:
    """Somebody returns from the second visit on, and only then one came before."""
    days = cells.whole(of.patterns("days_since_last"), 0)
    counts = {2, *cells.whole(of.patterns("visits"), 1)}
    free = [
        {
            "visits": (count,),
            "returning": (count > 1,),
            "days_since_last": days if count > 1 else (None,),
        }
        for count in sorted(counts)
    ]
    return of.told(free, ("visits", "returning", "days_since_last"))


def level(of: Listing) -> Iterator[Case]:
    """What the visitor chose is the level, in every area; else points make it."""
    signals = of.gate.site.config.toml.signals.values()
    scored = {f"levels.{each.area}" for each in signals if each.points and each.area}
    scored |= {"level"} if any(each.points for each in signals) else set()
    named = tuple(
        {"level": None, **dict.fromkeys(f for f in of.facts if "levels" in f)}
    )
    free = {name: LEVELS if name in scored else LEVELS[:1] for name in named}
    yield from of.told([{"preference.level": (None,), **free}], named)
    for chosen in LEVELS:
        same = dict.fromkeys(("preference.level", *named), (chosen,))
        yield Case(standings=of.everybody, free=same)


def language(of: Listing) -> Iterator[Case]:
    """What the visitor chose is the language, and it is always one of the site's."""
    spoken = of.gate.site.sources.languages
    free = {"preference.language": (None,), "language": spoken}
    yield Case(standings=of.everybody, free=free)
    for chosen in spoken:
        same = both("preference.language", "language", (chosen,))
        yield Case(standings=of.everybody, free=same)


def both(one: str, other: str, values: tuple[object, ...]) -> Free:
    return {one: values, other: values}


def identity(of: Listing) -> Iterator[Case]:
    """Traits are known of those who are signed in, and of nobody else."""
    traits = [fact for fact in of.facts if fact != "signed_in"]
    nobody = dict.fromkeys(traits, (None,))
    yield Case(standings=of.everybody, free={"signed_in": (False,), **nobody})
    free = {trait: (None, *of.values(trait)) for trait in traits}
    yield Case(standings=of.everybody, free={"signed_in": (True,), **free})


def alone(of: Listing) -> Iterator[Case]:
    """A fact that stands alone is free, where consent lets it be known."""
    for fact in of.facts:
        if fact == "save_data":
            yield Case(standings=of.everybody, free={fact: (False, True)})
            continue
        values = (None, *of.values(fact))
        yield from of.told([{fact: values}], (fact,))


def capped(of: Listing) -> Iterator[Case]:
    """Nobody is shown a rule more often in a visit or on a day than ever."""
    caps = [atom.asked for atom in of.atoms if isinstance(atom.asked, Capped)]
    most = max((cap.times for cap in caps), default=0)
    never: Free = dict.fromkeys(PERIODS, (0,))
    unknown: Free = dict.fromkeys(PERIODS, (UNSHOWN,))
    counted = of.those(of.gate.counts)
    bots = of.those(lambda each: each.bot is True)  # what they see is never counted
    yield Case(standings=of.everybody & ~counted, free=unknown)
    yield Case(standings=counted & bots, free=never)
    for ever in sorted({0, most, *(cap.times for cap in caps)}):
        fewer = tuple(each for each in (0, *(c.times for c in caps)) if each <= ever)
        free = {"visitor": (ever,), "day": fewer, "visit": fewer}
        yield Case(standings=counted & ~bots, free=free)


def signals(of: Listing) -> Iterator[Case]:
    """Of a signal no shorter span counts more, and a value came with a sighting."""
    asked = [a.asked.condition for a in of.atoms if isinstance(a.asked, Leaf)]
    since = sorted({each.since for each in asked if each.since})
    edges = {each.within for each in asked if each.within}
    names = sorted({*since, *(signal_of(each.fact) for each in asked)})
    nobody = dict.fromkeys((f"signals.{name}" for name in names), (NEVER,))
    standings = of.those(lambda each: of.gate.tells("signals.any", each))
    yield Case(standings=of.everybody & ~standings, free=nobody)
    for order in orders(sorted(edges), since):
        free = {
            f"signals.{name}": tuple(sightings(of, name, order, is_mark=name in since))
            for name in names
        }
        yield Case(standings=standings, free=free)


def sightings(
    of: Listing, signal: str, order: Order, *, is_mark: bool
) -> Iterator[Sightings]:
    """List what can be known of one signal, in an order of last sightings."""
    fact = f"signals.{signal}"
    spans = {
        (atom.asked.condition.within, atom.asked.condition.since)
        for atom in of.atoms
        if isinstance(atom.asked, Leaf)
        and signal_of(atom.asked.condition.fact) == signal
    }
    least = cells.whole((*of.patterns(fact), Counts(((1, 1),))), 0)
    last = (None, *cells.real(of.patterns(f"{fact}.value")))
    found = list(ways(signal, sorted(spans, key=repr), order, least, is_mark=is_mark))
    if len(found) * len(last) > MANY:
        raise ExhaustedError
    for counts, value in product(found, last):
        if counts[EVER] or value is None:
            yield Sightings(counts, value)
