"""Which arm a visitor is in: a pure hash of who they are and of the experiment.

In comes a unit, 16 bytes that stand for one visitor, out comes an arm; `None`: they do
not take part. Who takes part and in which arm are independent numbers, and both are of
each experiment alone. A holdout keeps the same people out of all that name it, and
experiments of one group share nobody. Each arm draws lots by its name and the shortest
wins, so that when weights change one only leaves a shrunk arm or enters a grown one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from math import inf, log
from typing import Final, Protocol, Self

WORD: Final = 64  # bits
ALL: Final = 1 << WORD
MOST: Final = ALL - 1
RECALLED: Final = 4096  # units of an experiment whose arm is known by heart
SMALLEST: Final = 2.0**-53  # of the numbers that lots are


class Hash(Protocol):
    """A keyed hash that is begun: of it a copy is made for each unit."""

    def copy(self) -> Self: ...
    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


def begun(what: str, *names: str) -> Hash:
    """Begin a hash that is nobody else's: of what it is for, and of whose."""
    key = blake2b("\0".join(names).encode(errors="surrogatepass")).digest()
    return blake2b(digest_size=16, key=key, person=f"sarto.{what}".encode())


def hashed(begun: Hash, unit: bytes) -> int:
    """Give a number of 128 bits for a unit."""
    hash_ = begun.copy()
    hash_.update(unit)
    return int.from_bytes(hash_.digest(), "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of a line on which everybody has one place: from where, to where."""

    kind: str  # `holdout` or `group`
    name: str
    start: float = 0.0  # shares of the whole
    end: float = 1.0
    _begun: Hash = field(init=False, repr=False, compare=False)
    _places: range = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = range(round(self.start * ALL), round(self.end * ALL))
        object.__setattr__(self, "_begun", begun(self.kind, self.name))
        object.__setattr__(self, "_places", places)

    def has(self, unit: bytes) -> bool:
        """Whether a unit's place is in it; its end is another's."""
        return hashed(self._begun, unit) >> WORD in self._places


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One experiment, as units are assigned to it; `weights` are those of now.

    Where weights move (`is_moving`) an arm that a visitor has had is kept for them, and
    handed in as `pinned`.
    """

    name: str
    weights: Mapping[str, float]
    traffic: float = 1.0  # the share of units that takes part
    holdout: Span | None = None  # who is kept out
    group: Span | None = None  # who is no other experiment's
    salt: str = ""
    is_moving: bool = False
    _begun: Hash = field(init=False, repr=False, compare=False)
    _most: int = field(init=False, repr=False, compare=False)
    _recalled: Callable[[bytes], str | None] = field(
        init=False, repr=False, compare=False
    )
    _lots: tuple[tuple[str, int, float], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_begun", begun("trial", self.name, self.salt))
        recalled = lru_cache(RECALLED)(self._assigned)  # who asks once asks again
        object.__setattr__(self, "_recalled", recalled)
        object.__setattr__(self, "_most", round(self.traffic * ALL))
        object.__setattr__(self, "_lots", tuple(self._drawing()))

    @property
    def key(self) -> str:
        """What its arms are kept under; with another salt they are other arms."""
        return f"{self.name}~{self.salt}" if self.salt else self.name

    def arm(self, unit: bytes, pinned: str | None = None) -> str | None:
        """Assign a unit; `pinned` is the arm that it was in before."""
        arm = self._recalled(unit)
        if arm is None or not self.is_moving:
            return arm
        return pinned if self.weights.get(pinned or "", 0) > 0 else arm

    def _assigned(self, unit: bytes) -> str | None:
        if self.holdout is not None and self.holdout.has(unit):
            return None
        if self.group is not None and not self.group.has(unit):
            return None
        number = hashed(self._begun, unit)
        return None if number >> WORD >= self._most else self._chosen(number & MOST)

    def _chosen(self, number: int) -> str | None:
        """Let the arms draw lots: each as often the shortest as its weight says.

        A lot mixes the number with the arm's own (SplitMix64, Steele, Lea and Flood
        2014): a hash for each arm would take twice as long.
        """
        found, shortest = None, inf
        for arm, own, shortening in self._lots:
            lot = number ^ own
            lot = (lot ^ (lot >> 30)) * 0xBF58476D1CE4E5B9 & MOST
            lot = (lot ^ (lot >> 27)) * 0x94D049BB133111EB & MOST
            lot = ((lot ^ (lot >> 31)) >> 11) + 1  # 53 bits: all that a float can hold
            length = log(lot * SMALLEST) * shortening
            if length < shortest:
                found, shortest = arm, length
        return found

    def _drawing(self) -> Iterator[tuple[str, int, float]]:
        """List arms one can be in, with their own numbers and what shortens lots."""
        for arm, weight in self.weights.items():
            if weight > 0:
                name = arm.encode(errors="surrogatepass")
                own = int.from_bytes(blake2b(name, digest_size=8).digest(), "big")
                yield arm, own, -1 / weight


class Trials(Mapping[str, Trial]):
    """The experiments of one site by name, with the weights of now.

    Whoever learns better ones swaps them: all at once, from any thread, and what is
    asked meanwhile is of the one or of the other.
    """

    def __init__(self, trials: Mapping[str, Trial]) -> None:
        self._now = dict(trials)

    def __getitem__(self, name: str) -> Trial:
        return self._now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)

    def renew(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        """Take over weights that were learnt, by experiment and arm.

        Only those of experiments whose weights move, and only for the very same arms.
        """
        now = dict(self._now)
        for name, learnt in weights.items():
            trial = now.get(name)
            if trial and trial.is_moving and learnt.keys() == trial.weights.keys():
                in_order = {arm: float(learnt[arm]) for arm in trial.weights}
                now[name] = replace(trial, weights=in_order)
        self._now = now
