"""What a verdict stands on: an experiment's figures, of all its arms at once.

Intervals are the sequential ones, simultaneous over arms: they hold however often
somebody looks, so a verdict may be asked for every day. Shares are 0 to 1.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sarto.measure.power import LONGEST
from sarto.measure.remark import Remark, remark
from sarto.measure.statistics.comparison import Comparison, Interval
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import ALL, Count
from sarto.measure.statistics.sequential import EXPECTED, of_shares
from sarto.measure.statistics.several import shared
from sarto.vocabulary.measured import Ledger, Sums

UNITS: Final = 100  # of each arm: fewer say nothing yet
DONE: Final = 20  # who did it, in all arms
LOST: Final = 0.01  # of the events: if more are, they may be of one kind
MATTERS: Final = 0.1  # of the baseline's share: less than that is no difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An arm against the baseline, by the goal."""

    arm: str
    units: int
    converted: int
    difference: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A guardrail among an arm's units, against the baseline's: more often is worse."""

    signal: str
    arm: str
    interval: Interval
    margin: float  # what is allowed

    @property
    def state(self) -> Literal["fine", "worse", "unsure"]:
        low, high = self.interval
        if high <= self.margin:
            return "fine"
        return "worse" if low > 0 else "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of an experiment on the day of the verdict."""

    goal: str
    baseline: str
    units: int  # of the baseline
    converted: int
    tried: tuple[Tried, ...]
    guarded: tuple[Guarded, ...] = ()
    doubts: tuple[Remark, ...] = ()  # why the figures may be wrong
    days: int = 0  # it has run
    days_left: int | None = None  # where somebody else reckoned them
    is_over: bool = False  # nobody will be added
    margin: float = 0.01  # the guardrails'; nothing larger goes for no difference

    @property
    def matters(self) -> float:
        """The least difference anybody would act on."""
        share = self.converted / self.units if self.units else 0.0
        return min(self.margin, MATTERS * share)

    @property
    def seen(self) -> dict[str, int]:
        """How many saw each arm."""
        return {self.baseline: self.units, **{t.arm: t.units for t in self.tried}}

    @property
    def done(self) -> int:
        return self.converted + sum(each.converted for each in self.tried)

    @property
    def is_thin(self) -> bool:
        return min(self.seen.values()) < UNITS or self.done < DONE

    def left(self, interval: Interval, target: float) -> int | None:
        """Reckon the days until an interval reaches no farther than a target.

        Intervals shrink with the root of what was seen. `None`: more than ten years.
        """
        half = (interval[1] - interval[0]) / 2
        if not self.days or target <= 0:
            return self.days_left
        more = self.days * (half * half / target / target - 1)
        return max(math.ceil(more), 1) if more < LONGEST else None

    def guards(self, arm: str) -> tuple[Guarded, ...]:
        return tuple(each for each in self.guarded if each.arm == arm)


def tried(
    sums: Mapping[str, Sums], *, expected: float = EXPECTED, level: float = LEVEL
) -> tuple[Tried, ...]:
    """Hold each arm against the first one, as of a look that is one of many.

    `expected` are the units of two arms that the intervals are narrowest for: the same
    at every look.
    """
    return tuple(
        Tried(
            arm=arm,
            units=sums[arm].units,
            converted=sums[arm].converted,
            difference=found.difference or 0.0,
            interval=found.interval or ALL,
        )
        for arm, found in compared(sums, expected, level).items()
    )


def guarded(
    signal: str,
    sums: Mapping[str, Sums],
    *,
    margin: float,
    expected: float = EXPECTED,
    level: float = LEVEL,
) -> tuple[Guarded, ...]:
    """Watch a guardrail's signal, the sums being of that; the margin is a share."""
    return tuple(
        Guarded(signal=signal, arm=arm, interval=found.interval or ALL, margin=margin)
        for arm, found in compared(sums, expected, level).items()
    )


def compared(
    sums: Mapping[str, Sums], expected: float, level: float
) -> dict[str, Comparison]:
    baseline, *arms = ((arm, Count.of(each)) for arm, each in sums.items())
    stricter = shared(level, len(arms))
    return {
        arm: of_shares(baseline[1], count, expected=expected, level=stricter)
        for arm, count in arms
    }


def misplaced(arm: str, seen: int, expected: float) -> Remark:
    """Say that an arm was seen by other numbers than its weight lets expect."""
    return remark("doubt.split", arm=arm, seen=seen, expected=round(expected))


def crossed(units: int, every: int) -> Remark:
    """Say that too many were shown several arms."""
    return remark("doubt.crossed", share=units / every if every else 0.0)


def lost(ledgers: Iterable[Ledger]) -> Remark | None:
    """Say that too many events were lost; `None`: they were not."""
    found = tuple(ledgers)
    seen, dropped = sum(each.seen for each in found), sum(e.dropped for e in found)
    if dropped <= LOST * seen:
        return None
    return remark("doubt.lost", share=dropped / seen)
