"""Dots and whiskers: an estimate as a dot, its interval as a line, on a common axis.

A thick line is the interval of who looks once, a thin one that of who looks every day:
they are told apart without any colour.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from sarto.measure.statistics.comparison import Interval
from sarto.pages.console.reports.axis import Axis

ROW: Final = 48  # pixels
NAME: Final = 16  # of them down to where a row's name stands
LINE: Final = 34  # and its whisker
NARROW: Final = 300  # of a chart on a phone
LETTER, CLEAR = 8, 8  # of a text: the width of a letter, and what is kept free
MIDDLE: Final = 50  # percent
FOOT: Final = 26  # below the rows, where the axis is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One estimate: what it is called, and what is said of it."""

    name: str
    said: str
    dot: float
    once: Interval | None
    any_day: Interval | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        return (self.dot, *(self.once or ()), *(self.any_day or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A mark, as it is drawn: x in percent, y in pixels."""

    mark: Mark
    name_y: int
    y: int
    x: float
    once: tuple[float, float] | None
    any_day: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    x: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whiskers:
    """What is drawn, from top to bottom."""

    title: str
    told: str  # the same in words
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    zero: float | None  # where no difference is
    limit: float | None  # how far it may go
    kind: str = "whiskers"

    def left(self, text: str) -> tuple[float, int]:
        """Say where a text at the left begins, and how far from there, in pixels.

        At the very left, or beside a line that it would else stand on.
        """
        far = CLEAR + LETTER * len(text)
        lines = [x for x in (self.zero, self.limit) if x is not None and x < MIDDLE]
        crossed = [x for x in lines if x / 100 * NARROW < far]
        return (max(crossed), CLEAR) if crossed else (0.0, 0)

    def right(self, text: str) -> tuple[float, int]:
        """Say where a text at the right ends."""
        far = CLEAR + LETTER * len(text)
        lines = [x for x in (self.zero, self.limit) if x is not None and x >= MIDDLE]
        crossed = [x for x in lines if (100 - x) / 100 * NARROW < far]
        return (min(crossed), -CLEAR) if crossed else (100.0, 0)

    @property
    def foot(self) -> int:
        return ROW * len(self.lines)

    @property
    def height(self) -> int:
        return self.foot + FOOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Guides:
    """What an axis has besides the marks."""

    has_zero: bool = False
    limit: float | None = None
    floor: float | None = None  # below it no tick is named

    @property
    def ends(self) -> list[float]:
        zero = [0.0] if self.has_zero else []
        return zero if self.limit is None else [*zero, self.limit]


SHARES: Final = Guides(floor=0.0)
EFFECTS: Final = Guides(has_zero=True)


def whiskers(
    title: str,
    marks: Iterable[Mark],
    named: Callable[[float], str],
    guides: Guides = Guides(),
) -> Whiskers | None:
    """Draw marks on one axis; `None`: there is nothing to be drawn."""
    found = tuple(marks)
    if not found:
        return None
    ends = [end for mark in found for end in mark.ends]
    axis = Axis.around([*ends, *guides.ends], floor=guides.floor)
    return Whiskers(
        title=title,
        told="; ".join(f"{mark.name}: {mark.said}" for mark in found),
        lines=tuple(drawn(found, axis)),
        ticks=tuple(Tick(x=axis.at(tick), name=named(tick)) for tick in axis.ticks),
        zero=axis.at(0.0) if guides.has_zero else None,
        limit=None if guides.limit is None else axis.at(guides.limit),
    )


def drawn(marks: Iterable[Mark], axis: Axis) -> Iterator[Line]:
    for row, mark in zip(count(), marks, strict=False):
        yield Line(
            mark=mark,
            name_y=row * ROW + NAME,
            y=row * ROW + LINE,
            x=axis.at(mark.dot),
            once=placed(mark.once, axis),
            any_day=placed(mark.any_day, axis),
        )


def placed(interval: Interval | None, axis: Axis) -> tuple[float, float] | None:
    return interval and (axis.at(interval[0]), axis.at(interval[1]))
