import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given
from hypothesis import strategies as st

from sarto.measure.bandit import beliefs, levelled, weights
from sarto.measure.posterior import Beta
from sarto.vocabulary.measured import Sums

ARMS = ("control", "photo")


def day(**counted: tuple[int, int]) -> dict[str, Sums]:
    return {
        a: Sums(units=units, converted=done) for a, (done, units) in counted.items()
    }


def test_while_nothing_is_known_the_split_is_even():
    assert weights([], ARMS) == {"control": 0.5, "photo": 0.5}
    assert weights([{}], ("a", "b", "c", "d")) == dict.fromkeys("abcd", 0.25)
    assert weights([], ("only",)) == {"only": 1}
    assert weights([], ()) == {}


def test_the_better_arm_gets_more_and_none_less_than_its_part_of_the_floor():
    seen = [day(control=(100, 1000), photo=(130, 1000))]
    found = weights(seen, ARMS)
    assert found["photo"] > 0.9
    clear = weights([day(control=(100, 1000), photo=(300, 1000))], ARMS)
    assert clear == {"control": 0.05, "photo": 0.95}
    assert weights(seen, ARMS, floor=1) == {"control": 0.5, "photo": 0.5}


def test_without_a_floor_a_weight_is_the_chance_of_being_the_best():
    # Of Beta(2, 1) and Beta(1, 1) the first is the larger one in 2 of 3 draws.
    found = weights([day(one=(1, 1), two=(0, 0))], ("one", "two"), floor=0)
    assert found == {"one": 0.666667, "two": 0.333333}


def test_of_one_day_what_is_believed_is_what_was_counted():
    assert beliefs([day(control=(4, 20), photo=(5, 10))], ARMS) == [
        Beta(pytest.approx(5), pytest.approx(17)),
        Beta(pytest.approx(6), pytest.approx(6)),
    ]


def test_of_days_with_the_same_split_too():
    days = [day(control=(4, 20), photo=(8, 40)), day(control=(1, 30), photo=(9, 60))]
    assert beliefs(days, ARMS) == [
        Beta(pytest.approx(6), pytest.approx(46)),
        Beta(pytest.approx(18), pytest.approx(84)),
    ]


def test_an_arm_that_was_large_on_a_good_day_is_no_better_for_it():
    days = [
        day(control=(50, 500), photo=(50, 500)),
        day(control=(20, 50), photo=(380, 950)),  # everybody does it on that day
    ]
    assert levelled(days, ARMS) == pytest.approx([0.25, 0.25])
    found = weights(days, ARMS, floor=0)
    assert found["photo"] == pytest.approx(0.5, abs=0.01)
    pooled = weights([day(control=(70, 550), photo=(430, 1450))], ARMS, floor=0)
    assert pooled["photo"] > 0.999  # what counting without days would have said


@pytest.mark.parametrize("seed", range(8))
def test_steps_are_those_of_weighted_least_squares(seed):
    random = np.random.default_rng(seed)
    names = ("a", "b", "c")
    rows, cohorts = [], []
    for number in range(6):
        units = random.integers(5, 400, 3)
        done = random.binomial(units, random.uniform(0.2, 0.6))
        cohorts.append(
            {
                arm: Sums(units=int(n), converted=int(x))
                for arm, n, x in zip(names, units, done, strict=True)
            }
        )
        for arm, n, x in zip(names, units, done, strict=True):
            rows.append((number, arm, x / n, n))
    known = pd.DataFrame(rows, columns=["day", "arm", "share", "units"])
    model = smf.wls("share ~ C(arm) + C(day)", known, weights=known.units).fit()
    one, two, three = levelled(cohorts, names)
    assert two - one == pytest.approx(model.params["C(arm)[T.b]"])
    assert three - one == pytest.approx(model.params["C(arm)[T.c]"])


def test_days_that_do_not_tell_arms_apart_say_nothing_of_them():
    alone = [day(control=(5, 50)), day(photo=(30, 60))]
    assert levelled(alone, ARMS) == pytest.approx([35 / 110] * 2)
    assert levelled([], ARMS) == [0, 0]


def test_a_share_beyond_none_or_all_is_none_or_all():
    days = [day(control=(0, 100), photo=(0, 1)), day(control=(1, 1), photo=(0, 100))]
    assert all(0 <= each <= 1 for each in levelled(days, ARMS))
    assert levelled(days, ARMS)[1] == 0


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=3, max_size=3
        )
    )
)
def test_whatever_was_counted_there_is_a_split(days):
    cohorts = [
        {
            arm: Sums(units=max(pair), converted=min(pair))
            for arm, pair in zip("abc", counted, strict=True)
        }
        for counted in days
    ]
    found = weights(cohorts, "abc")
    assert list(found) == ["a", "b", "c"]
    assert sum(found.values()) == pytest.approx(1, abs=2e-6)
    assert min(found.values()) >= 0.0333
    assert weights(cohorts, "abc") == found
