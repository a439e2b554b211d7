"""The figures of a report, one value for each thing that is told.

Shares are 0 to 1, and differences of them -1 to 1; values are in the site's own unit.
Intervals are of 95 %.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sarto.measure.statistics.comparison import Interval
from sarto.measure.statistics.lift import Lift

Kind: TypeAlias = Literal["share", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What an arm reached by one metric; nobody, or too few: no value, no interval."""

    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One arm: who saw it, who did what was wanted, and what else was counted."""

    name: str
    weight: float
    units: int
    done: int
    share: float
    interval: Interval
    metrics: Mapping[str, Estimate]  # all metrics, the goal's share first


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """An interval and a p that are right together with those of the other arms."""

    interval: Interval | None
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """An arm against the baseline, by one metric."""

    arm: str
    metric: str
    kind: Kind
    is_guardrail: bool = False
    difference: float | None
    interval: Interval | None  # for who looks once
    p: float
    corrected: Sure  # for several arms
    any_time: Sure  # for several arms, and for who looks every day
    lift: Lift | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """The same, with what visitors did before taken into account (CUPED)."""

    arm: str
    metric: str
    difference: float | None
    interval: Interval | None
    p: float
    reduction: float  # of the variance, a share


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What was known of an arm at the end of a day, for who looks every day."""

    arm: str
    difference: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One UTC day, all that came before it included."""

    day: int  # since 1970-01-01
    units: Mapping[str, int]  # by arm
    done: Mapping[str, int]
    effects: tuple[Effect, ...]  # of the arms that can be compared by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Whether visitors came to the arms as their weights say.

    Of weights that move no p is told: nothing stands still that it could be held to.
    """

    p: float | None
    is_right: bool
    any_time: float | None = None  # the p for who looks every day


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What became of all events, of every process that ever wrote."""

    seen: int = 0
    stored: int = 0
    dropped: int = 0

    @property
    def waiting(self) -> int:
        return self.seen - self.stored - self.dropped

    @property
    def share(self) -> float:
        return self.dropped / self.seen if self.seen else 0.0
