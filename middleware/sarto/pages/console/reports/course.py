"""The course of an effect over days: a thin line in its band, and the line of none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sarto.measure.report.figures import Effect, Look
from sarto.pages.console.reports.axis import Axis
from sarto.pages.console.reports.whiskers import Tick

HEIGHT: Final = 180  # pixels
FOOT: Final = 26
WIDEST: Final = 2.5  # times the last band: earlier ones that are wider are cut off
FEWEST: Final = 2  # days that have a course


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One arm's: points in percent of width and height, from left to right."""

    title: str
    told: str
    band: str
    line: str
    zero: float
    levels: tuple[Tick, ...]  # from bottom to top; x is how far down
    days: tuple[tuple[str, Tick], ...]  # how each name is set, and where
    kind: str = "course"
    height: int = HEIGHT
    foot: int = FOOT


@dataclass(frozen=True, slots=True)
class Scale:
    """What all arms are drawn on: differences, and how they and days are named."""

    axis: Axis
    level: Callable[[float], str]
    day: Callable[[int], str]

    def down(self, value: float) -> float:
        """Say how far down a value stands."""
        return round(100 - self.axis.at(value), 2)

    def levels(self) -> tuple[Tick, ...]:
        ticks = self.axis.ticks
        return tuple(Tick(x=self.down(each), name=self.level(each)) for each in ticks)


def course(
    title: str, told: str, found: Sequence[tuple[int, Effect]], scale: Scale
) -> Course | None:
    """Draw one arm's course, day by day; `None`: there are not days enough."""
    if len(found) < FEWEST:
        return None
    first, last = found[0][0], found[-1][0]

    def at(day: int) -> float:
        return round(100 * (day - first) / (last - first), 2)

    above = [f"{at(day)},{scale.down(each.interval[1])}" for day, each in found]
    below = [f"{at(day)},{scale.down(each.interval[0])}" for day, each in found]
    named = (("start", first), ("middle", (first + last) // 2), ("end", last))
    return Course(
        title=title,
        told=told,
        band=" ".join([*above, *reversed(below)]),
        line=" ".join(f"{at(day)},{scale.down(e.difference)}" for day, e in found),
        zero=scale.down(0.0),
        levels=scale.levels(),
        days=tuple((how, Tick(x=at(day), name=scale.day(day))) for how, day in named),
    )


def axis_of(looks: Sequence[Look]) -> Axis:
    """Find an axis for all arms: of the days that tell something."""
    last = looks[-1].effects if looks else ()
    widest = WIDEST * max((width(each) for each in last), default=0.0)
    wanted = [e for each in looks for e in each.effects if width(e) <= widest]
    return Axis.around([0.0, *(end for e in wanted for end in e.interval)])


def of_arm(looks: Sequence[Look], arm: str) -> list[tuple[int, Effect]]:
    return [(look.day, e) for look in looks for e in look.effects if e.arm == arm]


def width(effect: Effect) -> float:
    low, high = effect.interval
    return high - low
