"""All that can be asked of a visitor of some sites, and what is possible of it.

Conditions become atoms with numbers; each group of atoms has a theory that says which
answers go together. Theories are made when they are first asked, and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from sarto.config.experiment import Experiment
from sarto.decide.conditions import Leaf
from sarto.site.site import Site
from sarto.vocabulary.facts import CLOCK
from sarto.vocabulary.patterns import Holds
from sarto.workbench.reasoning import arms, listing
from sarto.workbench.reasoning.atoms import (
    HERE,
    STANDING,
    Answers,
    Asking,
    Atom,
    Group,
    Kept,
    fact_of,
    group_of,
)
from sarto.workbench.reasoning.cases import Cases, Theory
from sarto.workbench.reasoning.here import Here, places
from sarto.workbench.reasoning.link import Link
from sarto.workbench.reasoning.listing import Listing
from sarto.workbench.reasoning.sightings import signal_of
from sarto.workbench.reasoning.stages import Journey
from sarto.workbench.reasoning.standings import Gate, Standing, standings
from sarto.workbench.reasoning.topics import Topics

LISTED: Final = {
    "visits": listing.visits,
    "level": listing.level,
    "language": listing.language,
    "identity": listing.identity,
    "signals": listing.signals,
}
TEXTS: Final = ("path", "host", "link")


@dataclass(frozen=True)
class World:
    """Some sites, and the atoms that were met so far."""

    sites: tuple[Site, ...]
    atoms: list[Atom] = field(default_factory=list[Atom])
    numbers: dict[tuple[object, ...], int] = field(
        default_factory=dict[tuple[object, ...], int]
    )
    members: dict[Group, dict[int, Atom]] = field(
        default_factory=dict[Group, "dict[int, Atom]"]
    )
    made: dict[Group, Theory] = field(default_factory=dict[Group, Theory])

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        return tuple(map(Gate, self.sites))

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """List how visitors may stand."""
        named = {
            word
            for atom in self.atoms
            if isinstance(atom.asked, Leaf)
            and atom.asked.condition.fact == "consent"
            and isinstance(atom.asked.condition.pattern, Holds)
            for word in atom.asked.condition.pattern.words
        }
        return standings(self.gates, named)

    @cached_property
    def journeys(self) -> tuple[Journey, ...]:
        return tuple(map(Journey, self.sites))

    @property
    def everybody(self) -> int:
        return (1 << len(self.standings)) - 1

    def number(self, asked: Asking, site: int) -> int:
        """Number a condition as a site means it."""
        name, tag = self.meant(asked, site)
        key = (tag, asked.key)
        found = self.numbers.get(key)
        if found is None:
            is_joint = name == HERE or name.startswith(arms.ALONE)
            group = Group(name, 0 if is_joint else tag)
            found = self.numbers[key] = len(self.atoms)
            self.atoms.append(Atom(group, asked, tag))
            self.members.setdefault(group, {})[found] = self.atoms[found]
            self.made.pop(group, None)
            if name == STANDING:
                self.forget()
        return found

    def forget(self) -> None:
        """Drop what was made of fewer conditions on consent."""
        self.__dict__.pop("standings", None)
        self.made.clear()

    def meant(self, asked: Asking, site: int) -> tuple[str, int]:
        """Name the group of a condition, and tell whose meaning it has."""
        if isinstance(asked, Leaf) and arms.is_arm(fact := asked.condition.fact):
            return arms.name_of(fact, self.gates), self.arm_tag(fact, site)
        name = group_of(asked)
        return name, self.tag(name, site)

    def arm_tag(self, fact: str, site: int) -> int:
        """Tell whose arms they are: 0 where a site deals them as the first one does."""
        name = fact.removeprefix(arms.FAMILY)
        dealt = [
            (meaning(gate, name), arms.dealing(experiments_of(gate).get(name)))
            for gate in (self.gates[0], self.gates[site])
        ]
        return 0 if dealt[0] == dealt[1] else site

    def tag(self, name: str, site: int) -> int:
        """Tell whose meaning it is: 0 where the site means what the first one does."""
        first, here = self.gates[0], self.gates[site]
        return 0 if meaning(first, name) == meaning(here, name) else site

    def theory(self, group: Group) -> Theory:
        """Give what is possible of a group."""
        if group not in self.made:
            self.made[group] = self.make(group, self.members[group])
        return self.made[group]

    def make(self, group: Group, atoms: Mapping[int, Atom]) -> Theory:
        if group.name == STANDING:
            return Stood(atoms, self.gates, self.standings)
        if group.name in TEXTS:
            return Link(atoms, self.everybody)
        if group.name == HERE:
            return self.here(atoms)
        if group.name.startswith(arms.ALONE):
            dealing = arms.Dealing(self.gates, self.standings, tuple(atoms.values()))
            names = {n: arms.column(a) for n, a in atoms.items()}
            return Cases(atoms, tuple(dealing.cases()), names)
        of = Listing(self.gates[group.tag], self.standings, tuple(atoms.values()))
        if group.name == "interest":
            return Topics(atoms, of)
        default = listing.capped if group.name.startswith("cap ") else listing.alone
        listed = LISTED.get(group.name, default)
        return Cases(atoms, tuple(listed(of)), {n: column(a) for n, a in atoms.items()})

    def here(self, atoms: Mapping[int, Atom]) -> Here:
        clocks = {n: a for n, a in atoms.items() if fact_of(a.asked) in ("", *CLOCK)}
        others = {n: a for n, a in atoms.items() if n not in clocks}
        of = Listing(self.gates[0], self.standings, tuple(others.values()))
        is_local = any(gate.site.sources.clock_zone is None for gate in self.gates)
        is_told = any(fact_of(atom.asked) in CLOCK for atom in clocks.values())
        is_asked = any(fact_of(atom.asked) == "zone" for atom in others.values())
        listed = tuple(places(of, is_by_zone=is_asked or (is_local and is_told)))
        names = {n: fact_of(a.asked) for n, a in others.items()}
        return Here(Cases(others, listed, names), clocks, self.gates)


def experiments_of(gate: Gate) -> Mapping[str, Experiment]:
    return gate.site.config.toml.experiments


def column(atom: Atom) -> str:
    """Name the column of an atom."""
    asked = atom.asked
    if isinstance(asked, Leaf):
        fact = asked.condition.fact
        return f"signals.{signal_of(fact)}" if fact.startswith("signals.") else fact
    return getattr(asked, "per", "")


def meaning(gate: Gate, name: str) -> object:
    """Sum up what of a site decides on what a condition means there."""
    sources, toml = gate.site.sources, gate.site.config.toml
    gated = gate.remembers, gate.grantable, dict(sources.law.rows)
    if name == HERE:
        return sources.clock_zone, str(sources.site_zone), gated
    if name == "language":
        return sources.languages
    if name == "level":
        return gated, [(s.points, s.area) for s in toml.signals.values()]
    return gated, toml.interests if name == "interest" else None


@dataclass(frozen=True)
class Stood:
    """The group of what a visitor's standing is made of."""

    atoms: Mapping[int, Atom]
    gates: Sequence[Gate]
    listed: Sequence[Standing]

    def standings(self, answers: Answers) -> int:
        """Tell how visitors may stand who answer so."""
        return sum(
            1 << at
            for at, each in enumerate(self.listed)
            if all(self.holds(number, each) is holds for number, holds in answers)
        )

    def holds(self, number: int, standing: Standing) -> bool:
        atom = self.atoms[number]
        gate, asked = self.gates[atom.tag], atom.asked
        if isinstance(asked, Kept):
            return gate.tells(asked.fact, standing)
        value = {
            "consent": standing.granted & gate.grantable,
            "bot": standing.bot,
            "undecided": standing.undecided and gate.may_be_undecided(standing.granted),
        }[fact_of(asked)]
        return isinstance(asked, Leaf) and asked.accepts(value)

    def values(self, answers: Answers, standing: int) -> Mapping[str, object]:
        """Give nothing: who stands how is known already."""
        del answers, standing
        return {}
