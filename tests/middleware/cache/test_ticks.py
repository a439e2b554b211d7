"""No clock anywhere changes what was decided before the moment that is told."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from sarto.cache.ticks import SHOWN, Ticks, every_zone, minutes_of
from sarto.config.audiences import Condition
from sarto.context.moment import TOLD
from sarto.decide.conditions import Leaf
from sarto.decide.until import jump
from sarto.vocabulary.facts import BY_NAME, CLOCK
from sarto.vocabulary.reading import Toml
from sarto.vocabulary.world import zone_names

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SECOND = timedelta(seconds=1)
WARSAW = ZoneInfo("Europe/Warsaw")


def leaf(fact: str, raw: Toml) -> Leaf:
    pattern = BY_NAME[fact].kind.pattern(raw)
    return Leaf(Condition(fact=fact, pattern=pattern, written=""))


SETS = {
    "evenings": [leaf("time", "18:00-23:00")],
    "odd minutes": [leaf("time", ["00:01-00:02", "13:37-21:07"])],
    "past midnight": [leaf("time", "22:30-02:30")],
    "in the hour that is told twice": [leaf("time", "02:15-02:45")],
    "parts of the day": [leaf("daypart", ["evening", "night"])],
    "the weekend": [leaf("days", "sat-sun")],
    "dates": [leaf("date", ["2026-03-29", "2026-10-20..2026-10-25"])],
    "several": [leaf("time", "09:00-17:00"), leaf("days", "mon-fri")],
}


def ticks_of(leaves: list[Leaf], zone: ZoneInfo | None = None) -> Ticks:
    return Ticks(frozenset[int]().union(*map(minutes_of, leaves)), zone)


def answers(leaves: list[Leaf], local: datetime) -> tuple[bool, ...]:
    """Ask on one clock."""
    values = [(each, TOLD[each.condition.fact](None, local)) for each in leaves]
    return tuple(each.accepts(value) for each, value in values)


def transitions(year: int) -> set[datetime]:
    """Find when any clock there is is set, in one year."""
    start, found = datetime(year, 1, 1, tzinfo=UTC), set[datetime]()
    for zone in every_zone():
        before = start.astimezone(zone).utcoffset()
        for day in range(1, 366):
            at = start + DAY * day
            offset = at.astimezone(zone).utcoffset()
            if offset != before:
                found.add(jump(at - DAY, at, zone))
            before = offset
    return found


def changed(leaves: list[Leaf], now: datetime, end: datetime) -> set[str]:
    """Name the zones where something changes after now and before the end."""
    minute = now.replace(second=0, microsecond=0) + MINUTE
    moments = [end - SECOND] if end - SECOND > now else []
    while minute < end:
        moments.append(minute)
        minute += MINUTE
    clocks = {
        tuple(at.astimezone(zone).replace(tzinfo=None) for at in (now, *moments)): zone
        for zone in every_zone()
    }
    return {
        str(zone)
        for (first, *rest), zone in clocks.items()
        if any(answers(leaves, at) != answers(leaves, first) for at in rest)
    }


@pytest.mark.parametrize("zone", [WARSAW, None])
def test_what_is_known_ends_where_a_clock_is_set(zone) -> None:
    now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before it is, there
    ticks = Ticks(frozenset({12 * 60 + 1}), zone)
    end = ticks.after(now)
    assert end is not None
    assert end == now + HOUR / 2 if zone else end <= now + HOUR / 2


@pytest.mark.no_cover
@pytest.mark.parametrize("year", [2019, 2026, 2031])
def test_nothing_changes_on_any_clock_around_the_days_when_clocks_are_set(year) -> None:
    random = Random(year)  # noqa: S311 - the same each time
    for at in sorted(transitions(year)):
        now = at - timedelta(seconds=random.randint(-4000, 8000))
        leaves = SETS[random.choice(list(SETS))]
        end = ticks_of(leaves).after(now)
        assert end is not None
        assert now < end <= now + HOUR
        assert changed(leaves, now, end) == set(), (now, leaves)


@pytest.mark.parametrize("name", SETS)
def test_nothing_changes_on_any_clock_at_any_time(name) -> None:
    random = Random(name)  # noqa: S311 - the same each time
    for _ in range(12):
        seconds = random.randint(1_577_836_800, 2_145_916_800)  # 2020 to 2037
        now = datetime.fromtimestamp(seconds, UTC)
        end = ticks_of(SETS[name]).after(now)
        assert end is not None
        assert now < end <= now + HOUR
        assert changed(SETS[name], now, end) == set(), now


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Cairo", "America/St_Johns"])  # fmt: skip
def test_on_one_clock_it_is_exact_within_the_hour(name, zone) -> None:
    leaves, here, random = SETS[name], ZoneInfo(zone), Random(zone + name)  # noqa: S311 - the same each time
    ticks, times = ticks_of(leaves, here), ticks_of(leaves, here).minutes
    for year in (2020, 2026):
        for _ in range(40):
            start = datetime(year, 1, 1, tzinfo=UTC)
            now = start + SECOND * random.randint(0, 366 * 86_400)
            end = ticks.after(now)
            assert end is not None
            moments = [now + MINUTE * n for n in range(int((end - now) / MINUTE) + 1)]
            first = answers(leaves, now.astimezone(here))
            for at in [*(m for m in moments if m < end), end - SECOND]:
                assert answers(leaves, at.astimezone(here)) == first
            local = end.astimezone(here)
            is_minute = local.hour * 60 + local.minute in times and not local.second
            before = (end - SECOND).astimezone(here).utcoffset()
            assert is_minute or end == now + HOUR or before != local.utcoffset()


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-06-15T17:59:59+02:00", "2026-06-15T18:00:00+02:00"),
        ("2026-06-15T18:00:00+02:00", "2026-06-15T19:00:00+02:00"),
        ("2026-06-15T22:30:00+02:00", "2026-06-15T23:00:00+02:00"),
        ("2026-06-15T12:00:00+02:00", "2026-06-15T13:00:00+02:00"),
        ("2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00"),
    ],
)
def test_a_clock_s_next_tick_is_told_in_utc(now, end) -> None:
    ticks = ticks_of(SETS["evenings"], WARSAW)
    found = ticks.after(datetime.fromisoformat(now).astimezone(UTC))
    assert found == datetime.fromisoformat(end)
    assert found.utcoffset() == timedelta()


def test_a_clock_that_is_off_by_seconds_ticks_at_its_own_minute() -> None:
    monrovia = ZoneInfo("Africa/Monrovia")  # 44 minutes and 30 seconds, until 1972
    now = datetime(1971, 6, 15, 18, 30, tzinfo=UTC)
    found = ticks_of(SETS["evenings"], monrovia).after(now)
    assert found == datetime(1971, 6, 15, 18, 44, 30, tzinfo=UTC)


def test_where_no_minute_matters_nothing_is_told() -> None:
    assert Ticks().after(datetime(2026, 6, 15, tzinfo=UTC)) is None


def test_what_was_told_holds_until_then_and_not_before_it_was_told() -> None:
    ticks = ticks_of(SETS["evenings"], WARSAW)
    now = datetime(2026, 6, 15, 15, 50, tzinfo=UTC)
    end = datetime(2026, 6, 15, 16, tzinfo=UTC)

    assert ticks.after(now) == end
    assert ticks.after(end - SECOND) == end
    assert ticks.after(end) == end + HOUR
    assert ticks.after(now - HOUR) == now


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        (leaf("time", "18:00-23:00"), {18 * 60, 23 * 60}),
        (leaf("time", "00:00-24:00"), {0}),
        (leaf("time", ["08:30-09:00", "09:00-24:00"]), {510, 540, 0}),
        (leaf("daypart", "evening"), {0, 360, 720, 1080, 1320}),
        (leaf("days", "mon"), {0}),
        (leaf("date", "2026-12-24"), {0}),
        (leaf("holiday", raw=True), {0}),
    ],
)
def test_the_minutes_of_a_condition_are_those_of_its_edges(asked, minutes) -> None:
    assert minutes_of(asked) == minutes


def test_whatever_a_clock_tells_can_be_shown() -> None:
    assert SHOWN.keys() == CLOCK
    assert len(SHOWN["time"]) == 1440


def test_all_zones_are_loaded_once() -> None:
    assert every_zone() is every_zone()
    assert {str(zone) for zone in every_zone()} == set(zone_names())
