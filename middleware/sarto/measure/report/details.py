"""The finer parts of a report for programs, and how numbers are written there."""

from datetime import date, timedelta
from math import isfinite
from typing import Final, TypeAlias

from sarto.measure.account import Account
from sarto.measure.breakdown import Breakdown, Row
from sarto.measure.factors import Term
from sarto.measure.report.figures import Look
from sarto.measure.statistics.comparison import Interval

Json: TypeAlias = dict[str, object]
BEGIN: Final = date(1970, 1, 1)


def term(each: Term) -> Json:
    return {
        "factors": list(each.factors),
        "p": number(each.p),
        "effects": [
            {
                "levels": dict(effect.levels),
                "difference": number(effect.difference),
                "interval": interval(effect.interval),
                "p": number(effect.p),
                "corrected_p": number(effect.corrected),
            }
            for effect in each.effects
        ],
    }


def broken(each: Breakdown) -> Json:
    return {
        "uneven": each.is_uneven,
        "p": {test.arm: number(test.corrected) for test in each.uneven},
        "rows": [row(found) for found in each.rows],
    }


def row(found: Row) -> Json:
    return {
        "value": found.value,
        "joined": list(found.joined),
        "visitors": found.units,
        "rates": {arm: number(rate) for arm, rate in found.averages.items()},
        "comparisons": [
            {
                "arm": each.arm,
                "difference": number(each.difference),
                "interval": interval(each.interval),
                "p": number(each.corrected),
            }
            for each in found.beside
        ],
    }


def look(each: Look) -> Json:
    return {
        "day": (BEGIN + timedelta(days=each.day)).isoformat(),
        "visitors": dict(each.units),
        "conversions": dict(each.done),
        "effects": {
            one.arm: {
                "difference": number(one.difference),
                "interval": interval(one.interval),
            }
            for one in each.effects
        },
    }


def settled(found: Account) -> Json:
    return {
        "visitors": found.units,
        "gained": number(found.gained),
        "interval": interval(found.interval),
        "worth": number(found.worth),
        "comparisons": [
            {
                "arm": each.arm,
                "difference": number(each.difference),
                "interval": interval(each.interval),
                "p": number(each.p),
                "sequential": {"interval": interval(each.any_time)},
            }
            for each in found.comparisons
        ],
    }


def interval(found: Interval | None) -> list[float] | None:
    """Write an interval; JSON has no infinity."""
    return list(found) if found and all(map(isfinite, found)) else None


def number(found: float | None) -> float | None:
    return found if found is not None and isfinite(found) else None
