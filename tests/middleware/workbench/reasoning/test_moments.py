"""Moments at which clocks show what is asked, against a clock read every half hour."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sarto.config.audiences import Condition
from sarto.decide.conditions import Leaf, Window
from sarto.vocabulary.facts import BY_NAME
from sarto.workbench.reasoning.moments import Told, moment

START = datetime(2027, 3, 10, tzinfo=UTC)
HALF = timedelta(minutes=30)
ZONES = ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran"]
SAID = {
    "time": ["02:00-03:00", "23:00-02:30", "01:30-02:30", "00:00-12:00"],
    "date": ["2027-03-28", "2027-03-14", "2027-03-20..2027-03-30", "2027-04-04"],
    "days": ["sun", "mon-fri", "sat-mon"],
    "daypart": ["night", "morning", "evening"],
}


def leaf(fact: str, said: str) -> Leaf:
    pattern = BY_NAME[fact].kind.pattern(said)
    return Leaf(Condition(fact=fact, pattern=pattern, written=said))


def test_there_is_a_moment_just_where_a_clock_shows_one() -> None:
    seed = 20261122
    rng = Random(seed)  # noqa: S311 - chance that can be repeated
    verdicts = []
    for _ in range(150):
        zone = ZoneInfo(rng.choice(ZONES))
        facts = [rng.choice([*SAID]) for _ in range(rng.randrange(1, 4))]
        told = [
            Told(leaf(fact, rng.choice(SAID[fact])), rng.random() < 0.7, zone)
            for fact in facts
        ]
        start = START + HALF * rng.randrange(48 * 30)
        window = Window(start=start, until=start + HALF * rng.choice([1, 3, 48, 400]))
        found = moment(told, [(window, True)], START)
        ticks = (
            start + HALF * n for n in range(400) if start + HALF * n < window.until
        )
        is_shown = any(all(each.agrees(at) for each in told) for at in ticks)
        assert (found is not None) is is_shown, (seed, told, window)
        if found is not None:
            assert window.start <= found < window.until
            assert all(each.agrees(found) for each in told)
        verdicts.append(is_shown)
    assert 30 < sum(verdicts) < 120


def test_what_is_to_come_goes_before_what_has_passed() -> None:
    zone = ZoneInfo("Europe/Warsaw")
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    monday = moment([Told(leaf("days", "mon"), True, zone)], [], now)  # noqa: FBT003 - it holds
    assert monday == datetime(2026, 11, 22, 23, tzinfo=UTC)
    past = Window(until=now - timedelta(days=3))
    last = moment([Told(leaf("days", "mon"), True, zone)], [(past, True)], now)  # noqa: FBT003 - the same
    assert last is not None
    assert last < now - timedelta(days=3)
