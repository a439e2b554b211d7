"""A scale that charts share: where a value stands, in percent of the width."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

MARGIN: Final = 0.06  # of the span, at both ends: names of ticks stand there
TICKS: Final = 4  # about so many
STEPS: Final = (1, 2, 5, 10)
LEAST: Final = 1e-9  # of a span


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From where to where it goes, and what is named on it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    @classmethod
    def around(cls, values: Iterable[float], *, floor: float | None = None) -> Self:
        """Take in all of these; nothing below a floor is named."""
        found = list(values) or [0.0]
        low, high = min(found), max(found)
        if high - low < LEAST:
            low, high = low - 0.01, high + 0.01
        step = stepped((high - low) / TICKS)
        room = MARGIN * (high - low)
        first, last = math.ceil((low - room) / step), math.floor((high + room) / step)
        ticks = (each * step for each in range(first, last + 1))
        return cls(
            low=low - room,
            high=high + room,
            ticks=tuple(t for t in ticks if floor is None or t >= floor),
        )

    @property
    def step(self) -> float:
        """How far ticks are apart."""
        return self.ticks[1] - self.ticks[0] if len(self.ticks) > 1 else 1.0

    def at(self, value: float) -> float:
        """Say where a value stands; one beyond the ends stands at the end."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)


def stepped(width: float) -> float:
    """Find the round number that is next above a width."""
    ten = 10.0 ** math.floor(math.log10(width))
    return ten * next(step for step in STEPS if step * ten >= width * (1 - LEAST))
