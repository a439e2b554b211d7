"""What one arm is against the baseline: the value that every comparison gives."""

import math
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

MOST = 1e18  # units: more than that nobody has counted
Interval: TypeAlias = tuple[float, float]
Arm = TypeVar("Arm", contravariant=True)  # noqa: PLC0105 - named for what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An arm less the baseline, in the units of what is compared; shares are 0 to 1.

    Nothing can be said: no difference, p = 1, and no interval; of shares it is -1 to 1.
    """

    difference: float | None = None
    interval: Interval | None = None
    p: float = 1.0  # two-sided
    statistic: float = 0.0  # z or t
    freedom: float = math.inf  # degrees of t; infinity: a z


class Compare(Protocol[Arm]):
    """Whatever compares two arms at a level."""

    def __call__(self, baseline: Arm, arm: Arm, /, *, level: float) -> Comparison: ...


def counted(number: float) -> float:
    """Give a number that can be a count, or a weight, as it is; any other as 0."""
    return float(number) if 1 / MOST <= number <= MOST else 0.0
