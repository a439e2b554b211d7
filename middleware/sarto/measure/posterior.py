"""How likely each of several shares is the largest, by what has been seen of them.

Each is a Beta distribution, and the chance of being the largest is the integral of its
density times the others' distribution functions: done by Simpson's rule over the
log-odds, where all of them are smooth. No chance is drawn: the same counts give the
same answer in every process.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

# How far out, in deviations, the pieces end that the rule is used on, and its steps.
ENDS = (-20, -12, -8, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 12, 20)
STEPS = 8  # of a piece, an even number
Values: TypeAlias = Sequence[float]


@dataclass(frozen=True, slots=True)
class Beta:
    """What is believed of a share: `yes` and `no` were counted, and one of each."""

    yes: float
    no: float

    @property
    def ends(self) -> tuple[float, ...]:
        """Where its log-odds are cut to pieces."""
        middle = math.log(self.yes / self.no)
        deviation = math.sqrt(1 / self.yes + 1 / self.no)
        return tuple(middle + end * deviation for end in ENDS)

    @property
    def density(self) -> Callable[[float], float]:
        """Its density over log-odds."""
        yes, both = self.yes, self.yes + self.no
        scale = math.lgamma(both) - math.lgamma(yes) - math.lgamma(self.no)

        def at(odds: float) -> float:
            tail = math.log1p(math.exp(-abs(odds))) + max(odds, 0.0)
            return math.exp(scale + yes * odds - both * tail)

        return at


def believed(yes: float, units: float) -> Beta:
    """Believe what was counted, and nothing before that: every share was as likely."""
    done = min(max(yes, 0.0), max(units, 0.0))
    return Beta(1 + done, 1 + max(units, 0.0) - done)


def largest(shares: Sequence[Beta]) -> list[float]:
    """Give each share's chance of being the largest; they add up to 1."""
    grid, pieces = cut(sorted({end for each in shares for end in each.ends}))
    densities = [list(map(each.density, grid)) for each in shares]
    below = [summed(density, pieces) for density in densities]
    chances = [
        summed(list(map(math.prod, zip(*product, strict=True))), pieces)[-1]
        for at, density in enumerate(densities)
        for product in [[density, *below[:at], *below[at + 1 :]]]
    ]
    every = math.fsum(chances)
    return [chance / every for chance in chances]


def cut(ends: Values) -> tuple[list[float], list[float]]:
    """Cut each piece in steps: the grid, and the steps' widths by piece."""
    widths = [(end - start) / STEPS for start, end in pairwise(ends)]
    grid = [
        start + step * width
        for start, width in zip(ends, widths, strict=False)
        for step in range(STEPS)
    ]
    return [*grid, ends[-1]], widths


def summed(values: Values, widths: Values) -> list[float]:
    """Integrate up to each point of the grid."""
    parts = [0.0]
    for piece, width in enumerate(widths):
        for at in range(piece * STEPS, (piece + 1) * STEPS, 2):
            first, middle, last = values[at : at + 3]
            # Simpson's rule for both steps, and its parabola for the first of them
            half = width / 12 * (5 * first + 8 * middle - last)
            both = width / 3 * (first + 4 * middle + last)
            parts += half, both - half
    return list(accumulate(parts))
