from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sarto.config.audiences import Condition
from sarto.context.visit import Visit
from sarto.decide.conditions import Leaf, Window
from sarto.decide.until import until
from sarto.vocabulary.facts import BY_NAME
from sarto.vocabulary.reading import Toml
from support.visits import sources, visit

WARSAW = ZoneInfo("Europe/Warsaw")


def leaf(fact: str, raw: Toml) -> Leaf:
    pattern = BY_NAME[fact].kind.pattern(raw)
    return Leaf(Condition(fact=fact, pattern=pattern, written=""))


def at(moment: str, zone: str = "Europe/Warsaw", **pins: object) -> Visit:
    when = datetime.fromisoformat(moment)
    here = sources(clock=lambda: when, clock_zone=ZoneInfo(zone))
    return visit(of=here, pins=pins)


def ends(moment: str, fact: str, raw: Toml, zone: str = "Europe/Warsaw") -> str | None:
    found = until(at(moment, zone), [leaf(fact, raw)])
    return found and found.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("moment", "fact", "raw", "end"),
    [
        pytest.param("2026-06-15T17:59+02:00", "time", "18:00-23:00", "2026-06-15T18:00+02:00", id="opens today"),
        pytest.param("2026-06-15T18:00+02:00", "time", "18:00-23:00", "2026-06-15T23:00+02:00", id="closes today"),
        pytest.param("2026-06-15T23:00+02:00", "time", "18:00-23:00", "2026-06-16T18:00+02:00", id="opens tomorrow"),
        pytest.param("2026-06-15T23:00+02:00", "time", "22:00-06:00", "2026-06-16T06:00+02:00", id="past midnight"),
        pytest.param("2026-06-15T23:00+02:00", "time", "00:00-24:00", None, id="the whole day never ends"),
        pytest.param("2026-06-15T12:00+02:00", "daypart", "evening", "2026-06-15T18:00+02:00", id="a part of the day"),
        pytest.param("2026-06-15T12:00+02:00", "days", "sat-sun", "2026-06-20T00:00+02:00", id="the weekend"),
        pytest.param("2026-06-15T12:00+02:00", "days", "tue", "2026-06-16T00:00+02:00", id="tomorrow"),
        pytest.param("2026-06-15T12:00+02:00", "days", "mon-sun", None, id="the whole week never ends"),
        pytest.param("2026-06-15T12:00+02:00", "date", "2026-12-01..2026-12-26", "2026-12-01T00:00+01:00", id="a far day"),
        pytest.param("2026-12-15T12:00+01:00", "date", "2026-12-01..2026-12-26", "2026-12-27T00:00+01:00", id="the day after the last"),
        pytest.param("2026-12-27T12:00+01:00", "date", "2026-12-01..2026-12-26", None, id="days gone by"),
        pytest.param("2026-12-27T12:00+01:00", "date", "2026-12-01..9999-12-31", None, id="the end of the calendar"),
        pytest.param("2026-12-27T12:00+01:00", "date", "0001-01-01..2026-12-30", "2026-12-31T00:00+01:00", id="its beginning"),
        pytest.param("2026-03-29T01:00+01:00", "time", "02:30-02:45", "2026-03-30T02:30+02:00", id="inside the skipped hour"),
        pytest.param("2026-03-29T01:00+01:00", "time", "02:30-04:00", "2026-03-29T03:00+02:00", id="starts in the skipped hour"),
        pytest.param("2026-10-25T02:00+02:00", "time", "02:30-04:00", "2026-10-25T02:30+02:00", id="the first of two"),
        pytest.param("2026-10-25T02:30+02:00", "time", "02:30-04:00", "2026-10-25T02:00+01:00", id="the clock goes back out of it"),
        pytest.param("2026-10-25T02:00+01:00", "time", "02:30-04:00", "2026-10-25T02:30+01:00", id="the second of two"),
    ],
)  # fmt: skip
def test_a_condition_changes_when_the_local_clock_says_so(
    moment, fact, raw, end
) -> None:
    assert ends(moment, fact, raw) == end


@pytest.mark.parametrize(
    ("moment", "fact", "raw", "zone", "end"),
    [
        pytest.param("2026-04-23T12:00+02:00", "days", "fri", "Africa/Cairo", "2026-04-24T01:00+03:00", id="a day that starts at one"),
        pytest.param("2026-04-04T13:00+00:00", "time", "01:45-02:15", "Australia/Lord_Howe", "2026-04-05T01:45+11:00", id="half an hour"),
        pytest.param("2011-12-29T12:00-10:00", "days", "sat", "Pacific/Apia", "2011-12-31T00:00+14:00", id="a day that never was"),
    ],
)  # fmt: skip
def test_odd_zones_change_when_they_do(moment, fact, raw, zone, end) -> None:
    assert ends(moment, fact, raw, zone) == end


def test_what_the_clock_does_not_tell_never_changes() -> None:
    assert until(at("2026-06-15T12:00+02:00"), [leaf("device", "tv")]) is None


def test_of_several_conditions_the_first_change_counts() -> None:
    some = [leaf("days", "sat"), leaf("time", "18:00-23:00"), leaf("daypart", "night")]
    assert until(at("2026-06-15T12:00+02:00"), some) == datetime(
        2026, 6, 15, 16, tzinfo=UTC
    )


START, END = datetime(2026, 6, 16, tzinfo=WARSAW), datetime(2026, 6, 17, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-06-15T12:00+02:00", START),
        ("2026-06-16T00:00+02:00", END),
        ("2026-06-17T00:00+02:00", None),
    ],
)
def test_a_window_changes_at_its_edges(moment: str, end: datetime | None) -> None:
    assert until(at(moment), [Window(start=START, until=END)]) == end


def test_a_window_whose_edge_is_after_the_year_9999_in_utc_never_reaches_it() -> None:
    edge = datetime(9999, 12, 31, 23, tzinfo=ZoneInfo("America/New_York"))
    assert until(at("2026-06-15T12:00+02:00"), [Window(until=edge)]) is None


@pytest.mark.parametrize(
    ("condition", "pins"),
    [
        (leaf("time", "18:00-23:00"), {"time": time(20)}),
        (leaf("daypart", "night"), {"time": time(20)}),
        (leaf("days", "sat"), {"date": date(2026, 6, 15)}),
        (leaf("days", "sat"), {"days": "sat"}),
        (Window(start=START), {"date": date(2026, 6, 15)}),
        (Window(start=START), {"time": time(20)}),
    ],
)
def test_what_a_preview_holds_fast_never_changes(condition, pins) -> None:
    assert until(at("2026-06-15T12:00+02:00", **pins), [condition]) is None


class Fridays:
    """A `HolidaySource` of a country with one feast a year."""

    def names(self, country: str, day: date) -> tuple[str, ...]:
        return ("Feast",) if (day.month, day.day) == (12, 24) else ()


def test_a_holiday_begins_and_ends_at_midnight() -> None:
    when = datetime(2026, 1, 15, tzinfo=UTC)
    here = sources(clock=lambda: when, clock_zone=WARSAW, holidays=Fridays())
    asked = visit(of=here, pins={"country": "PL"})
    assert until(asked, [leaf("holiday", raw=True)]) == datetime(
        2026, 12, 23, 23, tzinfo=UTC
    )


def test_where_nobody_knows_the_holidays_they_never_change() -> None:
    assert until(at("2026-06-15T12:00+02:00"), [leaf("holiday", raw=True)]) is None
