from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.context.visit import Visit
from sarto.vocabulary.facts import DAYPARTS
from sarto.vocabulary.ports import Location
from sarto.vocabulary.world import zone_named
from support.visits import Places, sources, visit

TEHRAN = Places(Location(country="IR", zone="Asia/Tehran"))
WARSAW = ZoneInfo("Europe/Warsaw")


def at(moment: str, zone: ZoneInfo | None = None, **pins: object) -> Visit:
    when = datetime.fromisoformat(moment)
    here = sources(clock=lambda: when, clock_zone=zone, locations=TEHRAN)
    return visit(of=here, pins=pins)


def test_the_clock_is_read_where_the_visitor_is() -> None:
    asked = at("2026-06-15T20:45+00:00")
    assert (asked["time"], asked["date"]) == (time(0, 15), date(2026, 6, 16))


def test_the_clock_is_read_in_the_site_s_zone_where_it_says_so() -> None:
    assert at("2026-06-15T20:45+00:00", WARSAW)["time"] == time(22, 45)


def test_on_a_site_s_own_clock_nobody_asks_where_the_visitor_is() -> None:
    asked = at("2026-06-15T20:45+00:00", WARSAW)
    assert asked["time"] == time(22, 45)
    assert "zone" not in asked.reads


def test_the_clock_may_run_in_any_zone() -> None:
    assert at("2026-06-15T22:45+02:00", WARSAW)["time"] == time(22, 45)


def test_the_time_is_told_to_the_minute() -> None:
    assert at("2026-06-15T20:45:59.999+00:00", WARSAW)["time"] == time(22, 45)


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        pytest.param("2026-03-29T00:59+00:00", time(1, 59), id="before the gap"),
        pytest.param("2026-03-29T01:00+00:00", time(3, 0), id="after the gap"),
        pytest.param("2026-10-25T00:30+00:00", time(2, 30), id="the hour once"),
        pytest.param("2026-10-25T01:30+00:00", time(2, 30), id="and twice"),
        pytest.param("2026-10-25T02:00+00:00", time(3, 0), id="and over"),
    ],
)
def test_summer_time_begins_and_ends(moment: str, told: time) -> None:
    assert at(moment, WARSAW)["time"] == told


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-06-15T20:00+00:00", "mon"), ("2026-06-15T20:30+00:00", "tue")],
)
def test_the_weekday_is_the_local_one(moment: str, day: str) -> None:
    assert at(moment).known("days") == (day, "clock")


def test_a_pinned_zone_moves_the_clock() -> None:
    assert at("2026-06-15T12:00+00:00", zone=None)["time"] == time(15, 30)
    pinned = visit(of=sources(), pins={"zone": "Asia/Tokyo"})
    assert pinned["time"] == time(21)


def test_a_pinned_country_moves_the_clock() -> None:
    assert visit(pins={"country": "PL"})["time"] == time(14)


def test_a_pinned_zone_that_nobody_has_is_the_site_s() -> None:
    here = sources(site_zone=WARSAW)
    assert visit(of=here, pins={"zone": "Mars/Base"})["time"] == time(14)


def test_a_pinned_date_tells_the_weekday() -> None:
    assert visit(pins={"date": date(2026, 12, 25)})["days"] == "fri"


def test_a_pinned_date_that_is_none_tells_no_weekday() -> None:
    assert visit(pins={"date": "soon"})["days"] is None


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, "night"),
        (5, "night"),
        (6, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (17, "afternoon"),
        (18, "evening"),
        (21, "evening"),
        (22, "night"),
    ],
)
def test_the_day_has_four_parts(hour: int, part: str) -> None:
    assert visit(pins={"time": time(hour, 59)})["daypart"] == part


def test_a_pinned_time_that_is_none_tells_no_part_of_the_day() -> None:
    assert visit(pins={"time": "late"})["daypart"] is None


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds are given naive
    st.sampled_from(
        ["Europe/Warsaw", "Asia/Tehran", "America/St_Johns", "Asia/Kolkata"]
    ),
)
def test_the_local_facts_are_those_of_one_moment(moment: datetime, zone: str) -> None:
    asked = visit(of=sources(clock=lambda: moment, clock_zone=zone_named(zone)))
    local = moment.astimezone(ZoneInfo(zone))
    told = asked["date"], asked["days"], asked["time"]
    assert told == (
        local.date(),
        f"{local:%a}".lower(),
        local.time().replace(second=0, microsecond=0),
    )
    assert asked["daypart"] in DAYPARTS
