"""Several arms, each against the baseline, so that all is right together.

The chance that any p below 0.05, or any interval, is wrong is 5 % whatever the arms are
and however they hang together. p are corrected by Holm, intervals by Bonferroni: they
are a little wider than Dunnett's, need no common variance, and any interval may be
asked for so, fixed or sequential. Holm finds a little more than the intervals show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sarto.measure.statistics.comparison import Compare, Comparison, Interval
from sarto.measure.statistics.normal import LEVEL

Arm = TypeVar("Arm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One arm: by itself, and what is right together with all others."""

    alone: Comparison
    interval: Interval | None
    p: float


def against(
    baseline: Arm,
    arms: Mapping[str, Arm],
    compare: Compare[Arm],
    *,
    level: float = LEVEL,
) -> dict[str, Compared]:
    """Compare each arm with the baseline, which is none of `arms`."""
    stricter = shared(level, len(arms))
    alone = [compare(baseline, arm, level=level) for arm in arms.values()]
    together = [compare(baseline, arm, level=stricter) for arm in arms.values()]
    corrected = holm([each.p for each in alone])
    return {
        name: Compared(alone=one, interval=other.interval, p=p)
        for name, one, other, p in zip(arms, alone, together, corrected, strict=True)
    }


def shared(level: float, count: int) -> float:
    """Share what may be wrong between so many; one, or none, has it all.

    Source: Dunn (1961), "Multiple comparisons among means", after Bonferroni.
    """
    return 1 - (1 - level) / max(count, 1)


def holm(chances: Sequence[float]) -> list[float]:
    """Correct p for how many there are; they come out as they went in.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure".
    """
    corrected, least = [0.0] * len(chances), 0.0
    ranked = sorted(range(len(chances)), key=chances.__getitem__)
    for rank, at in enumerate(ranked):
        least = max(least, min(1.0, chances[at] * (len(chances) - rank)))
        corrected[at] = least
    return corrected
