"""What is measured, as it is stored, and the sums that are read back of it.

Nothing in it names anybody: a unit is a hash of a random id, or of a keyed one, and
stands for one visitor who allowed analytics. Times are whole seconds since 1970.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

EXPERIMENTS = "experiments"  # a subject is `experiments.NAME`, or a place's key


class Exposure(NamedTuple):
    """Somebody was shown a variant: kept once for each subject, variant and unit.

    That is the first time, with its audience and facts.
    """

    subject: str  # `experiments.hero-photo`, `slots.hero`, `layouts.home`
    variant: str  # an arm; of a place a fragment or layout, "" for its own content
    audience: str  # of a place whom it was for; "" for everybody else, and of arms
    unit: bytes  # 16 of them
    at: int
    facts: str  # a JSON object, keys sorted: what reports are broken down by


class Happened(NamedTuple):
    """Somebody did something: a signal; kept once for each id of a unit's signal."""

    id: bytes  # 12 of them, made where it was seen
    unit: bytes
    signal: str
    at: int
    value: float | None  # one that is no number, or beyond 1e100, is none


Event: TypeAlias = Exposure | Happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What became of the events of one process: `seen = stored + dropped + waiting`.

    `stored` are those that a store took, those it had already among them.
    """

    run: str  # of this process: random, new with each start and each fork
    seen: int = 0
    stored: int = 0
    dropped: int = 0

    @property
    def waiting(self) -> int:
        return self.seen - self.stored - self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the store: outcomes of one subject's units, by one signal.

    Units that were shown several variants of an experiment are left out of all answers
    but `crossed`; of places (`slots.hero`) they count for each.
    """

    subject: str
    signal: str
    window: int  # seconds after the first exposure in which a signal counts
    before: int = 0  # seconds before it whose signals are the covariate
    since: int = 0  # only units first exposed from this moment on
    until: int = 2**62  # and before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums over units; x is how often the signal was seen in the window, v the sum of
    its values there, b how often it was seen before, c the sum of values before.
    """

    units: int = 0
    converted: int = 0  # units with x >= 1
    x: float = 0
    xx: float = 0
    v: float = 0
    vv: float = 0
    xv: float = 0
    b: float = 0
    bb: float = 0
    xb: float = 0
    c: float = 0
    cc: float = 0
    vc: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The units of one variant, audience and set of facts."""

    variant: str
    audience: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One UTC day of a variant: who was first exposed, who first converted on it."""

    variant: str
    day: int  # days since 1970-01-01
    units: int
    converted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What came of one question."""

    cells: Sequence[Cell]  # by variant, audience and facts
    days: Sequence[Day]  # by day and variant
