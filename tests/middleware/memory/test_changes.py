import pytest

from sarto.memory.changes import (
    LOGGED,
    QUIET,
    RULES,
    SKEW,
    Asked,
    Owned,
    Picked,
    Showed,
    Signalled,
    changed,
    shown,
    times,
)
from sarto.memory.level import Scale, level
from sarto.memory.profile import DAY, NOBODY, Pick, Seen, Shown

SCALE = Scale()
NOW = 1_800_000_000


def visits(*moments, frozen=()):
    asked = [Asked(at, SCALE, is_frozen=at in frozen) for at in moments]
    return changed(NOBODY, asked)


def test_the_first_request_begins_the_first_visit():
    profile = visits(NOW)
    told = (profile.first, profile.last, profile.before, profile.visits)
    assert told == (NOW, NOW, 0, 1)


def test_quiet_ends_a_visit():
    assert visits(NOW, NOW + QUIET - 1).visits == 1
    profile = visits(NOW, NOW + 5, NOW + 5 + QUIET)
    assert (profile.visits, profile.before) == (2, NOW + 5)


def test_a_long_visit_is_one_visit():
    moments = range(NOW, NOW + 5 * DAY, QUIET - 1)
    assert visits(*moments).visits == 1


@pytest.mark.parametrize("back", [1, QUIET, SKEW])
def test_a_clock_that_steps_back_changes_nothing(back):
    profile = visits(NOW, NOW - back)
    assert (profile.visits, profile.last) == (1, NOW)


def test_a_clock_that_was_far_ahead_is_not_waited_for():
    profile = visits(NOW + 30 * DAY, NOW, NOW + QUIET)
    assert (profile.visits, profile.last) == (2, NOW + QUIET)


def test_a_level_changes_only_between_visits():
    done = Signalled("booked", NOW, SCALE, points=50, area="booking")
    profile = changed(visits(NOW), [done, Asked(NOW + 60, SCALE)])
    assert level(profile.points) == "novice"
    next_day = changed(profile, [Asked(NOW + DAY, SCALE)])
    assert level(next_day.points) == level(next_day.points, "booking") == "expert"


def test_a_level_never_changes_in_the_middle_of_a_task():
    done = Signalled("booked", NOW, SCALE, points=50)
    task = [Asked(NOW + DAY, SCALE, is_frozen=True), Asked(NOW + DAY + 9, SCALE)]
    profile = changed(visits(NOW), [done, *task])
    assert level(profile.points) == "novice"
    assert level(changed(profile, [Asked(NOW + 2 * DAY, SCALE)]).points) == "expert"


def test_a_signal_keeps_its_count_its_last_time_and_its_last_value():
    told = [
        Signalled("a", NOW, SCALE, 4.5),
        Signalled("b", NOW + 1, SCALE),
        Signalled("a", NOW - 9, SCALE),  # the clock stepped back
    ]
    profile = changed(NOBODY, told)
    assert profile.signals == (Seen("a", 2, NOW, 4.5), Seen("b", 1, NOW + 1))
    assert profile.log == ((0, NOW), (1, NOW + 1), (0, NOW - 9))


def test_only_the_latest_moments_are_kept():
    profile = changed(NOBODY, [Signalled("a", NOW, SCALE)] * (LOGGED + 9))
    assert (len(profile.log), profile.signals[0].count) == (LOGGED, LOGGED + 9)


def test_a_rule_is_counted_ever_by_the_day_and_by_the_visit():
    profile = changed(visits(NOW), [Showed("r", 7), Showed("r", 7)])
    assert shown(profile, "r") == Shown("r", 2, 7, 2, 1, 2)
    profile = changed(profile, [Asked(NOW + DAY, SCALE), Showed("r", 8)])
    assert shown(profile, "r") == Shown("r", 3, 8, 1, 2, 1)
    assert shown(profile, "other").ever == 0


def test_machines_whose_midnights_differ_do_not_begin_to_count_again():
    """One has the eighth already, the other still the seventh."""
    profile = changed(visits(NOW), [Showed("r", 7), Showed("r", 7)])
    profile = changed(profile, [Showed("r", 8), Showed("r", 7), Showed("r", 8)])
    assert shown(profile, "r") == Shown("r", 5, 8, 3, 1, 5)
    assert [times(profile, "r", "day", day) for day in (6, 7, 8, 9)] == [0, 3, 3, 0]


def test_a_clock_that_was_days_ahead_is_not_waited_for():
    profile = changed(visits(NOW), [Showed("r", 9), Showed("r", 7)])
    assert shown(profile, "r") == Shown("r", 2, 7, 1, 1, 2)


def test_rules_that_are_counted_are_few():
    profile = changed(NOBODY, [Showed(f"r{n}", 1) for n in range(RULES + 9)])
    assert len(profile.shown) == RULES
    assert shown(profile, "r0").ever == 0


def test_what_was_picked_stays_within_a_visit():
    pick = Picked(Pick("hero", "r", "g"))
    profile = changed(visits(NOW), [pick, Picked(Pick("hero", "s", "g")), pick])
    assert profile.picks == (Pick("hero", "r", "g"),)
    assert changed(profile, [Asked(NOW + QUIET, SCALE)]).picks == ()


def test_who_signs_in_takes_what_nobody_owned_and_nothing_of_another_s():
    mine = changed(visits(NOW), [Owned("me")])
    assert (mine.owner, mine.visits) == ("me", 1)
    assert changed(mine, [Owned("me")]) == mine
    assert changed(mine, [Owned("you")]) == changed(NOBODY, [Owned("you")])
