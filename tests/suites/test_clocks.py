"""Every zone's summer and winter time, 2024 to 2030: conditions and when they change.

The plain reading walks two days around each transition minute by minute, in UTC, and
asks the zone what its clock shows. Nothing may differ: neither what holds, nor the very
moment when it holds no more.
"""

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from sarto.config.audiences import Condition
from sarto.context.sources import Sources
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf
from sarto.decide.until import until
from sarto.vocabulary.facts import BY_NAME
from support.oracle import WEEK, accepts, clock

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
MINUTE, AROUND = timedelta(minutes=1), timedelta(hours=21)
STEPS = timedelta(hours=6), timedelta(hours=1), MINUTE
CONDITIONS, MOMENTS = 8, 32  # for each transition
MOMENTS_AT_LEAST = 100_000

Shown = tuple[datetime, list[dict[str, Any]]]  # from when on, minute by minute


@cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """Find the minutes at which a zone's clock is set."""
    found, at = [], FIRST
    while at < LAST:
        step = next(
            (s for s in STEPS if offset(zone, at + s) == offset(zone, at)), MINUTE
        )
        at += step
        if step == MINUTE and offset(zone, at) != offset(zone, at - MINUTE):
            found.append(at)
    return tuple(found)


def offset(zone: str, at: datetime) -> timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def different_zones() -> list[str]:
    """List the zones, of those that always show the same only one."""
    alike: dict[Any, str] = {}
    for name in sorted(available_timezones()):
        sets = [(at, offset(name, at)) for at in transitions(name)]
        alike.setdefault((offset(name, FIRST), *sets), name)
    return list(alike.values())


def said(rng: Random, fact: str, near: datetime) -> str:
    """Write a condition that changes near that local moment."""
    if fact == "time":
        edge = near + timedelta(minutes=rng.randrange(-90, 91))
        other = edge + timedelta(minutes=rng.randrange(1, 1439))
        start, end = rng.choice([(edge, other), (other, edge)])
        return f"{start:%H:%M}-{end:%H:%M}"
    if fact == "days":
        return rng.choice([rng.choice(WEEK), f"{rng.choice(WEEK)}-{rng.choice(WEEK)}"])
    if fact == "date":
        day = near.date() + timedelta(days=rng.randrange(-1, 2))
        return f"{day}..{day + timedelta(days=rng.randrange(2))}"
    return rng.choice(["morning", "afternoon", "evening", "night"])


def leaf(fact: str, text: str) -> Leaf:
    pattern = BY_NAME[fact].kind.pattern(text)
    return Leaf(Condition(fact=fact, pattern=pattern, written=text))


def ends(holds: list[bool]) -> list[int | None]:
    """Tell for every minute the next one at which something changes."""
    found: list[int | None] = [None]
    for at in range(len(holds) - 1, 0, -1):
        found.append(at if holds[at] is not holds[at - 1] else found[-1])
    return found[::-1]


def check(zone: str, shown: Shown, rng: Random, near: datetime) -> int:
    """Hold one condition, at some moments, against what the clock shows; count them."""
    start, minutes = shown
    fact = rng.choice(["time", "time", "days", "date", "daypart"])
    text = said(rng, fact, near)
    holds = [accepts(fact, text, minute[fact]) for minute in minutes]
    next_ = ends(holds)
    asked, sources = leaf(fact, text), Sources(clock_zone=ZoneInfo(zone))
    for at in rng.choices(range(len(minutes)), k=MOMENTS):
        now = start + at * MINUTE + timedelta(seconds=rng.randrange(60))
        visit = Visit({"type": "http"}, sources, arrived=now)
        told, change = until(visit, [asked]), next_[at]
        case = zone, now, fact, text, told
        assert asked.accepts(visit[fact]) is holds[at], case
        if change is None:
            assert told is None or told >= start + len(minutes) * MINUTE, case
        else:
            assert told == start + change * MINUTE, case
    return MOMENTS


@pytest.mark.slow
def test_what_a_clock_tells_holds_exactly_as_long_as_is_said() -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    rng, count = Random(SEED), 0  # noqa: S311 - chance that can be repeated
    zones = different_zones()
    for zone in zones:
        some = FIRST + timedelta(minutes=rng.randrange(7 * 365 * 1440))
        for middle in [*transitions(zone), some]:
            start = (middle - AROUND).replace(second=0, microsecond=0)
            minutes = [
                clock(start + n * MINUTE, zone) for n in range(2 * AROUND // MINUTE)
            ]
            near = middle.astimezone(ZoneInfo(zone))
            count += sum(
                check(zone, (start, minutes), rng, near) for _ in range(CONDITIONS)
            )
    print(f"{count} moments in {len(zones)} zones")  # noqa: T201 - the figure
    assert count >= MOMENTS_AT_LEAST
