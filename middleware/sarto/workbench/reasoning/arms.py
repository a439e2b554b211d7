"""The arms a visitor can be in: of one site, and of two that deal them otherwise.

Nobody has to be in an arm: who did not consent, a bot, a page that is fetched before
anybody asks for it have none. Where two sites deal the same experiment otherwise, each
pair of arms is listed that some visitor changes: when weights change one only leaves an
arm that shrank beside the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, prod
from typing import Final, TypeAlias

from sarto.config.experiment import Experiment
from sarto.decide.conditions import Leaf
from sarto.workbench.reasoning.atoms import Atom, ExhaustedError, fact_of
from sarto.workbench.reasoning.cases import Case
from sarto.workbench.reasoning.standings import Gate, Standing

Arm: TypeAlias = str | None
Dealt: TypeAlias = tuple[Arm, ...]  # one visitor's arm, on each site that is asked
Seat: TypeAlias = tuple[str, int]  # an experiment, and the site that means it

FAMILY: Final = "arm."
ALONE: Final = "arm"  # the group of an experiment that shares visitors with any other
AT: Final = " @"  # no name of an experiment has a space
NONE: Final[Arm] = None
MOST: Final = 100_000  # rows that are looked through


def is_arm(fact: str) -> bool:
    return fact.startswith(FAMILY)


def populated(experiment: Experiment) -> tuple[str, ...]:
    """List the arms that anybody can be in."""
    if not experiment.traffic:
        return ()
    return tuple(arm for arm, weight in experiment.weights.items() if weight)


def dealing(experiment: Experiment | None) -> object:
    """Sum up what decides on who is in which arm."""
    if experiment is None:
        return None
    taken = experiment.traffic, experiment.group, experiment.holdout
    return experiment.weights, taken, experiment.salt, experiment.is_bandit


def name_of(fact: str, gates: Sequence[Gate]) -> str:
    """Name the group of an experiment: those that share no visitor hang together."""
    trial = fact.removeprefix(FAMILY)
    known = (gate.site.config.toml.experiments.get(trial) for gate in gates)
    groups = {each.group for each in known if each}
    if len(groups) > 1:
        return ALONE
    group = next(iter(groups), None)
    return f"{ALONE} {trial}" if group is None else f"{ALONE}s {group}"


def column(atom: Atom) -> str:
    """Name the column of an arm; of another site that deals otherwise, its own."""
    return seated(fact_of(atom.asked), atom.tag)


def seated(fact: str, tag: int) -> str:
    return f"{fact}{AT}{tag}" if tag else fact


@dataclass(frozen=True, slots=True)
class Dealing:
    """Lists the cases of one group of experiments."""

    gates: Sequence[Gate]
    standings: Sequence[Standing]
    atoms: tuple[Atom, ...]

    @property
    def seats(self) -> tuple[Seat, ...]:
        """List what is asked: experiments, each as a site means it."""
        asked = (
            (atom.asked.condition.fact.removeprefix(FAMILY), atom.tag)
            for atom in self.atoms
            if isinstance(atom.asked, Leaf)
        )
        return tuple(sorted(set(asked)))

    def cases(self) -> Iterator[Case]:
        """List who can be in which arms together."""
        rows = list(self.rows())
        for standings, told in self.telling():
            hidden = {
                tuple(
                    arm if is_told else None
                    for arm, is_told in zip(row, told, strict=True)
                )
                for row in rows
            }
            for row in sorted(hidden, key=plainest):
                yield Case(standings=standings, free=dict(self.free(row)))

    def free(self, row: Dealt) -> Iterator[tuple[str, tuple[object, ...]]]:
        for (trial, tag), arm in zip(self.seats, row, strict=True):
            yield seated(f"{FAMILY}{trial}", tag), (arm,)

    def telling(self) -> Iterator[tuple[int, tuple[bool, ...]]]:
        """Gather standings by which of the arms are known of them."""
        found: dict[tuple[bool, ...], int] = {}
        for at, standing in enumerate(self.standings):
            key = tuple(
                self.gates[tag].tells(f"{FAMILY}{trial}", standing)
                for trial, tag in self.seats
            )
            found[key] = found.get(key, 0) | 1 << at
        for told, standings in found.items():
            yield standings, told

    def rows(self) -> Iterator[Dealt]:
        """List what one visitor can be dealt by all that is asked."""
        arms = [(NONE, *self.arms(seat)) for seat in self.seats]
        if prod(map(len, arms)) > MOST:
            raise ExhaustedError
        for row in product(*arms):
            if self.is_apart(row) and self.is_moved(row):
                yield row

    def arms(self, seat: Seat) -> tuple[str, ...]:
        trial = self.trial(seat)
        return populated(trial) if trial else ()

    def trial(self, seat: Seat) -> Experiment | None:
        name, tag = seat
        return self.gates[tag].site.config.toml.experiments.get(name)

    def is_apart(self, row: Dealt) -> bool:
        """Whether no two experiments of one group have this visitor."""
        met = set[tuple[str, int]]()
        for seat, arm in zip(self.seats, row, strict=True):
            trial = self.trial(seat)
            if arm is None or trial is None or trial.group is None:
                continue
            if (trial.group, seat[1]) in met:
                return False
            met.add((trial.group, seat[1]))
        return True

    def is_moved(self, row: Dealt) -> bool:
        """Whether a visitor can have had the first site's arm and have the other's."""
        had = dict(zip(self.seats, row, strict=True))
        return all(
            may_move(self.trial((name, 0)), self.trial((name, tag)), had[name, 0], arm)
            for (name, tag), arm in had.items()
            if tag and (name, 0) in had
        )


def plainest(row: Dealt) -> tuple[int, str]:
    """Order what is dealt: who is in the fewest experiments first."""
    return len(row) - row.count(None), str(row)


def may_move(
    old: Experiment | None, new: Experiment | None, had: Arm, has: Arm
) -> bool:
    """Whether a visitor may have had one arm, and have another, or be in none."""
    if had is None and has is None:
        return True
    if old is None or new is None:
        return True
    is_same = old.salt == new.salt and not (old.is_bandit or new.is_bandit)
    if had is not None and has is not None:
        return not is_same or may_leave(old, new, had, has)
    places = (old.group, old.holdout) == (new.group, new.holdout)
    if places and old.group is None and old.salt == new.salt:
        return new.traffic > old.traffic if had is None else new.traffic < old.traffic
    return True


def may_leave(old: Experiment, new: Experiment, had: str, has: str) -> bool:
    """Whether somebody leaves an arm for another: where that grew beside it."""
    if had == has:
        return True
    return grown(old, new, has) > grown(old, new, had)


def grown(old: Experiment, new: Experiment, arm: str) -> float:
    """Tell how much an arm weighs of what it did; one that was nobody's, endlessly."""
    before: Mapping[str, int] = old.weights
    weight = before.get(arm, 0)
    return new.weights.get(arm, 0) / weight if weight else inf
