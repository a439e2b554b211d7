"""Guardrails: what must not be seen more often, by more than a margin.

To find no difference is no proof that there is none. So it is asked the other way
round: is it sure that the arm is not worse by the margin? Worse is more.
"""

from dataclasses import dataclass

from sarto.measure.statistics import normal, proportions, sequential
from sarto.measure.statistics.comparison import Interval
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.sequential import EXPECTED

MARGIN = 1.0  # percentage points
POINT = 0.01  # a percentage point


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What is known of a guardrail; the margin is a share, like the difference."""

    difference: float | None
    interval: Interval  # each of its ends is right at the level, alone
    margin: float
    p: float  # one-sided: of a difference so low, if the arm were worse by the margin

    @property
    def is_held(self) -> bool:
        """Surely not worse by the margin."""
        return self.interval[1] < self.margin

    @property
    def is_worse(self) -> bool:
        """Surely worse, be it by less than the margin."""
        return self.interval[0] > 0

    @property
    def is_broken(self) -> bool:
        """Surely worse by more than the margin."""
        return self.interval[0] > self.margin


def not_worse(
    baseline: Count, arm: Count, *, margin: float = MARGIN, level: float = LEVEL
) -> Guard:
    """Ask whether the arm is worse by the margin, in percentage points, once.

    One-sided: p is below 1 - level when the guardrail is held. Source: Dunnett and Gent
    (1977), "Significance testing to establish equivalence", with the limits of Newcombe
    (1998), which are right for small counts too.
    """
    z = proportions.distance(baseline, arm, value=margin * POINT)
    return Guard(
        difference=proportions.compare(baseline, arm).difference,
        interval=proportions.newcombe(baseline, arm, z=normal.reach(2 * level - 1)),
        margin=margin * POINT,
        p=normal.below(z) if baseline.units and arm.units else 1.0,
    )


def not_worse_any_time(
    baseline: Count,
    arm: Count,
    *,
    margin: float = MARGIN,
    expected: float = EXPECTED,
    level: float = LEVEL,
) -> Guard:
    """Ask the same, so that one may look every day, and stop when it pleases.

    `expected`: units of both arms, said beforehand. The interval is the two-sided one
    of `sequential`: both ends are right at the level together.
    """
    found = sequential.of_shares(baseline, arm, expected=expected, level=level)
    z = proportions.distance(baseline, arm, value=margin * POINT)
    r = sequential.size(baseline.units + arm.units, expected)
    return Guard(
        difference=found.difference,
        interval=found.interval or proportions.ALL,
        margin=margin * POINT,
        p=sequential.chance(z, r) if z < 0 else 1.0,
    )
