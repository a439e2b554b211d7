"""Moving: how many visitors change their arm where experiments are dealt otherwise.

It is counted, not guessed: the very assignment of both versions is asked for the same
made-up ids. Of what an arm shows nothing is said here: pairs tell that.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, TypeAlias

from sarto.decide.assignment import Trial
from sarto.site.site import Site

IDS: Final = 20_000
BYTES: Final = 16
MOVE: Final = "{share:.1%} of visitors move from {had} to {has}"
NOWHERE: Final = "no arm"
RARE: Final = f"fewer than 1 in {IDS:,} visitors change their arm"
LEARNS: Final = "and a bandit moves its weights by itself"

Arm: TypeAlias = str | None
Moves: TypeAlias = Counter[tuple[Arm, Arm]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An experiment that is dealt otherwise: what is, and who changes their arm."""

    name: str
    old: Mapping[str, object]
    new: Mapping[str, object]
    moves: Moves
    is_learning: bool

    @property
    def words(self) -> str:
        """Say it for people: the most common change first."""
        told = [
            MOVE.format(share=count / IDS, had=had or NOWHERE, has=has or NOWHERE)
            for (had, has), count in self.moves.most_common()
        ]
        said = "; ".join(told) or RARE
        return f"{said}; {LEARNS}" if self.is_learning else said


def moved(old: Site, new: Site) -> Iterator[Moved]:
    """List the experiments of both that deal visitors otherwise."""
    for name, after in new.sources.trials.items():
        before = old.sources.trials.get(name)
        if isinstance(before, Trial) and isinstance(after, Trial):
            was, is_ = dealt(before), dealt(after)
            keys = [key for key in was if was[key] != is_[key]]
            if keys:
                yield Moved(
                    name=name,
                    old={key: was[key] for key in keys},
                    new={key: is_[key] for key in keys},
                    moves=moves(before, after),
                    is_learning=before.is_moving or after.is_moving,
                )


def dealt(trial: Trial) -> dict[str, object]:
    """Sum up what decides on who is in which arm; of weights, how they compare."""
    whole = sum(trial.weights.values()) or 1
    spans = {
        span.kind: f"{span.name}: {span.start:.0%} to {span.end:.0%}"
        for span in (trial.holdout, trial.group)
        if span is not None
    }
    return {
        "arms": {arm: f"{weight / whole:.4g}" for arm, weight in trial.weights.items()},
        "traffic": trial.traffic,
        "holdout": spans.get("holdout"),
        "group": spans.get("group"),
        "salt": trial.salt,
        "allocate": "bandit" if trial.is_moving else "fixed",
    }


def moves(before: Trial, after: Trial) -> Moves:
    """Count who changes their arm, of as many ids as there are made up."""
    found: Moves = Counter()
    for number in range(IDS):
        unit = blake2b(number.to_bytes(4, "big"), digest_size=BYTES).digest()
        had, has = before.arm(unit), after.arm(unit)
        if had != has:
            found[had, has] += 1
    return found
