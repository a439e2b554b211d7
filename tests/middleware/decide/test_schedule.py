from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sarto.config.audiences import Condition
from sarto.context.visit import Visit
from sarto.decide import schedule
from sarto.decide.conditions import All, Leaf, Not, Window
from sarto.decide.schedule import NEVER, Schedule, timed
from sarto.vocabulary.facts import BY_NAME
from sarto.vocabulary.reading import Toml
from support.visits import NOON, sources, visit


def leaf(fact: str, raw: Toml) -> Leaf:
    pattern = BY_NAME[fact].kind.pattern(raw)
    return Leaf(Condition(fact=fact, pattern=pattern, written=""))


EVENING = leaf("time", "18:00-23:00")


def at(moment: datetime, zone: str, **pins: object) -> Visit:
    here = sources(clock=lambda: moment, clock_zone=ZoneInfo(zone))
    return visit(of=here, pins=pins)


def test_what_the_clock_tells_is_gathered_each_once() -> None:
    window = Window(start=NOON)
    rules = All((EVENING, Not(EVENING), leaf("device", "tv"), window))
    assert timed(rules, EVENING) == (EVENING, window)


def test_a_page_that_no_clock_changes_holds_for_ever() -> None:
    assert Schedule().until(at(NOON, "UTC")) == NEVER


def test_each_clock_has_its_own_changes() -> None:
    page = Schedule((EVENING,))
    assert page.until(at(NOON, "UTC")) == NOON.replace(hour=18)
    assert page.until(at(NOON, "Asia/Tokyo")) == NOON.replace(hour=14)


def test_it_is_worked_out_once_until_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[datetime] = []
    real = schedule.until

    def counted(of: Visit, leaves: Iterable[Leaf | Window]) -> datetime | None:
        asked.append(of.arrived)
        return real(of, leaves)

    monkeypatch.setattr(schedule, "until", counted)
    page = Schedule((EVENING,))
    moments = [NOON, NOON + timedelta(hours=5), NOON + timedelta(hours=6)]
    ends = [page.until(at(moment, "UTC")).hour for moment in moments]
    assert ends == [18, 18, 23]
    assert asked == [moments[0], moments[2]]


def test_a_clock_set_back_is_asked_anew() -> None:
    page = Schedule((EVENING,))
    assert page.until(at(NOON.replace(hour=19), "UTC")).hour == 23
    assert page.until(at(NOON, "UTC")).hour == 18


def test_no_more_clocks_are_kept_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST", 2)
    page = Schedule((EVENING,))
    for zone in ("UTC", "Asia/Tokyo", "Europe/Warsaw"):
        page.until(at(NOON, zone))
    assert len(page._known) == 1


class Feasts:
    """A `HolidaySource` of two countries with a feast each."""

    def names(self, country: str, day: object) -> tuple[str, ...]:
        return (
            ("Feast",)
            if f"{day:%m-%d}" == {"PL": "06-17", "DE": "06-20"}[country]
            else ()
        )


def test_where_holidays_count_each_country_has_its_own_changes() -> None:
    here = sources(clock_zone=ZoneInfo("UTC"), holidays=Feasts())
    page = Schedule((leaf("holiday", raw=True),))
    days = [page.until(visit(of=here, pins={"country": c})).day for c in ("PL", "DE")]
    assert days == [17, 20]


def test_windows_alone_ask_for_no_zone() -> None:
    asked = visit(of=sources(clock=lambda: NOON))
    assert Schedule((Window(until=NOON + timedelta(1)),)).until(asked) == datetime(
        2026, 6, 16, 12, tzinfo=UTC
    )
    assert "zone" not in asked.reads


class Unlucky:
    """A `HolidaySource`, out of order."""

    def names(self, country: str, day: object) -> tuple[str, ...]:
        raise LookupError


def test_what_a_failing_calendar_told_is_not_kept() -> None:
    here = sources(clock_zone=ZoneInfo("UTC"), holidays=Unlucky())
    page = Schedule((leaf("holiday", raw=True),))
    assert page.until(visit(of=here, pins={"country": "PL"})) == NEVER
    assert page._known == {}
