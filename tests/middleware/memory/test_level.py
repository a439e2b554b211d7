import pytest

from sarto.memory.level import MOST, Scale, faded, level, scored, settled
from sarto.memory.profile import DAY, Points

SCALE = Scale(regular=10, expert=40, half_life=30 * DAY, lead=3)
NOW = 1_800_000_000


@pytest.mark.parametrize(
    ("points", "before", "now"),
    [
        (0, 0, 0),
        (9.99, 0, 0),
        (10, 0, 1),
        (39.9, 1, 1),
        (40, 0, 2),
        (37, 2, 2),  # not three below
        (36.99, 2, 1),
        (7, 2, 1),
        (6.99, 2, 0),
        (7, 1, 1),
        (6.99, 1, 0),
        (99, 9, 2),  # nobody is more than an expert
    ],
)
def test_a_level_is_gained_at_its_threshold_and_lost_below_its_lead(
    points, before, now
):
    assert SCALE.level(points, before) == now


def test_points_halve_with_each_half_life():
    assert faded(8, 60, 30) == 2
    assert faded(8, -60, 30) == 8  # a clock stepped back
    (points,) = scored((Points("", 20, NOW - 30 * DAY),), 1, [""], NOW, SCALE)
    assert points == Points("", 11, NOW)


def test_there_are_never_fewer_than_none_or_more_than_twice_an_expert_s():
    (low,) = scored((), -5, [""], NOW, SCALE)
    (high,) = scored((), 500, [""], NOW, SCALE)
    assert (low.points, high.points) == (0, 80)


def test_an_area_has_points_of_its_own():
    points = scored((), 12, ["", "booking"], NOW, SCALE)
    points = scored(points, 30, ["", "news"], NOW, SCALE)
    found = settled(points, NOW, SCALE)
    told = [level(found, area) for area in ("", "booking", "news", "none")]
    assert told == ["expert", "regular", "regular", "novice"]


def test_areas_are_few():
    points = ()
    for number in range(MOST + 5):
        points = scored(points, 1, [f"a{number}"], NOW, SCALE)
    assert len(points) == MOST
    assert scored(points, 1, ["a0"], NOW, SCALE)[0].points == 2


def test_points_alone_change_no_level_until_a_visit_begins():
    assert level(scored((), 50, [""], NOW, SCALE)) == "novice"


def test_a_level_of_nonsense_is_one_there_is():
    assert level((Points("", 0, 0, 7),)) == "expert"
    assert level((Points("", 0, 0, -7),)) == "novice"
