"""How experienced a visitor is, of points that fade.

Points come from what was done, and halve with each half-life. A level is gained at its
threshold and lost only `lead` below it, and both only where a visit begins. There are
never more points than twice those of an expert: who stays away for a while is asked
less of than who left for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sarto.memory.profile import DAY, Points
from sarto.vocabulary.facts import LEVELS

EVERYWHERE = ""  # the area of the whole site
MOST = 32  # areas


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From how many points one is what; `half_life` in seconds."""

    regular: float = 10
    expert: float = 40
    half_life: float = 30 * DAY
    lead: float = 3

    @property
    def most(self) -> float:
        return 2 * self.expert

    def left(self, points: Points, now: int) -> float:
        """Tell how many points are left by now."""
        return faded(points.points, now - points.at, self.half_life)

    def level(self, points: float, before: int) -> int:
        """Tell the level of a visit that begins; `before` is the one until now."""
        thresholds = (float("-inf"), self.regular, self.expert)
        reached = sum(points >= each for each in thresholds) - 1
        level = min(before, len(LEVELS) - 1)
        while level > reached and points < thresholds[level] - self.lead:
            level -= 1
        return max(level, reached)


def faded(amount: float, seconds: float, half_life: float) -> float:
    """Let an amount fade; time that runs backwards changes nothing."""
    return amount if seconds <= 0 else amount * 0.5 ** (seconds / half_life)


def scored(
    all_points: tuple[Points, ...],
    gained: float,
    areas: Iterable[str],
    now: int,
    scale: Scale,
) -> tuple[Points, ...]:
    """Add points to some areas; none has fewer than 0, or more than the most."""
    known = {points.area: points for points in all_points}
    for area in areas:
        old = known.get(area)
        if old is None and len(known) >= MOST:
            continue
        old = old or Points(area, 0.0, now)
        total = min(max(scale.left(old, now) + gained, 0.0), scale.most)
        known[area] = Points(area, total, max(now, old.at), old.level)
    return tuple(known.values())


def settled(
    all_points: tuple[Points, ...], now: int, scale: Scale
) -> tuple[Points, ...]:
    """Settle the levels of a visit that begins."""
    return tuple(
        Points(p.area, p.points, p.at, scale.level(scale.left(p, now), p.level))
        for p in all_points
    )


def level(all_points: tuple[Points, ...], area: str = EVERYWHERE) -> str:
    """Name the level in an area; a novice where nothing was done yet."""
    found = next((points.level for points in all_points if points.area == area), 0)
    return LEVELS[min(max(found, 0), len(LEVELS) - 1)]
