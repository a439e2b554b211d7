"""The course of an experiment: what was known at the end of each day.

Each day is a look, and whoever looked on all of them was wrong on any of them once in
twenty experiments, not once in twenty looks: the intervals are the sequential ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sarto.measure.report.figures import Effect, Look
from sarto.measure.statistics.normal import LEVEL
from sarto.measure.statistics.proportions import Count, newcombe
from sarto.measure.statistics.sequential import EXPECTED, reach, size
from sarto.measure.statistics.several import shared
from sarto.vocabulary.measured import Day

MOST: Final = 400  # looks: of a longer course the first days are one


def looks(days: Iterable[Day], arms: tuple[str, ...]) -> tuple[Look, ...]:
    """Add the days up, each upon those before."""
    found = tuple(added(sorted(days, key=lambda each: each.day), arms))
    return found[-MOST:]


def added(days: Iterable[Day], arms: tuple[str, ...]) -> Iterator[Look]:
    units, done = dict.fromkeys(arms, 0), dict.fromkeys(arms, 0)
    today: int | None = None
    for day in days:
        if day.variant not in units:
            continue
        if today is not None and day.day != today:
            yield look(today, units, done)
        today = day.day
        units[day.variant] += day.units
        done[day.variant] += day.converted
    if today is not None:
        yield look(today, units, done)


def look(day: int, units: Mapping[str, int], done: Mapping[str, int]) -> Look:
    counts = {arm: Count(done[arm], units[arm]) for arm in units}
    return Look(
        day=day, units=dict(units), done=dict(done), effects=tuple(effects(counts))
    )


def effects(counts: Mapping[str, Count]) -> Iterator[Effect]:
    (_, baseline), *others = counts.items()
    level = shared(LEVEL, len(others))
    for arm, count in others:
        if not (count.units and baseline.units):
            continue
        far = reach(size(count.units + baseline.units, EXPECTED), level)
        yield Effect(
            arm=arm,
            difference=count.share - baseline.share,
            interval=newcombe(baseline, count, z=far),
        )
