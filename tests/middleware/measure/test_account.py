import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from sarto.measure.account import account
from sarto.vocabulary.measured import Sums

ARMS = ("control", "photo")


def day(control: tuple[int, int], photo: tuple[int, int]) -> dict[str, Sums]:
    pairs = zip(ARMS, (control, photo), strict=True)
    return {arm: Sums(units=units, converted=done) for arm, (done, units) in pairs}


def test_an_even_split_gains_nothing_and_costs_nothing():
    found = account([day((40, 400), (52, 400)), day((44, 400), (60, 400))], ARMS)
    assert found
    (photo,) = found.comparisons
    assert (found.gained, found.interval) == (0, (0, 0))
    assert found.worth == pytest.approx(1)
    wanted = confint_proportions_2indep(112, 800, 84, 800, method="newcomb")
    assert photo.interval == pytest.approx(wanted)
    assert photo.any_time[0] < photo.interval[0] < photo.interval[1] < photo.any_time[1]
    assert (found.units, found.converted) == (1600, 196)
    assert found.baseline == pytest.approx(0.105)


def test_what_was_gained_is_what_units_beyond_an_even_split_brought():
    found = account([day((10, 100), (180, 900))], ARMS)
    assert found
    # 400 more saw a photo, of whom 20 % did it; 400 fewer the other, 10 % of those
    assert found.gained == pytest.approx(400 * 0.2 - 400 * 0.1)
    low, high = found.interval
    assert low < 40 < high
    one, other = 0.1 * 0.9, 0.2 * 0.8
    wanted = (one / 500 + other / 500) / (one / 100 + other / 900)
    assert found.worth == pytest.approx(wanted)


def test_a_good_day_on_which_an_arm_was_large_is_not_its_merit():
    days = [day((50, 500), (50, 500)), day((20, 50), (380, 950))]
    found = account(days, ARMS)
    assert found
    assert found.comparisons[0].difference == pytest.approx(0)
    assert found.gained == pytest.approx(0)
    assert found.comparisons[0].p == pytest.approx(1)


def test_until_each_arm_was_seen_there_is_no_account():
    assert account([], ARMS) is None
    assert account([day((1, 10), (0, 0))], ARMS) is None
    assert account([day((1, 10), (0, 0)), day((0, 9), (1, 3))], ARMS)


def test_several_arms_are_each_held_against_the_first():
    sums = {
        arm: Sums(units=500, converted=done)
        for arm, done in (("a", 50), ("b", 60), ("c", 40))
    }
    found = account([sums], tuple(sums))
    assert found
    assert [(each.arm, round(each.difference, 9)) for each in found.comparisons] == [
        ("b", 0.02),
        ("c", -0.02),
    ]
    assert [each.share for each in found.comparisons] == [0.12, 0.08]
    alone = account([{arm: sums[arm] for arm in "ab"}], ("a", "b"))
    assert alone
    assert alone.comparisons[0].any_time[0] > found.comparisons[0].any_time[0]
    assert alone.comparisons[0].interval == found.comparisons[0].interval


def test_where_nobody_did_it_nothing_is_certain_all_the_same():
    found = account([day((0, 100), (0, 900))], ARMS)
    assert found
    assert found.interval[0] < 0 < found.interval[1]
    assert found.comparisons[0].interval[1] > 0
