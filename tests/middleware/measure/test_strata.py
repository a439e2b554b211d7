import pytest

from sarto.measure.strata import Evened, evened, strata
from sarto.vocabulary.measured import Sums

ARMS = ("control", "photo")


def day(**counted: tuple[int, int]) -> dict[str, Sums]:
    return {
        a: Sums(units=units, converted=done) for a, (done, units) in counted.items()
    }


def test_an_arm_that_was_large_on_a_good_day_is_no_better_for_it():
    days = [
        day(control=(50, 500), photo=(50, 500)),
        day(control=(20, 50), photo=(380, 950)),
    ]
    control, photo = (evened([(1000, each[arm]) for each in days]) for arm in ARMS)
    assert control.share == pytest.approx(photo.share) == pytest.approx(0.25)


def test_what_an_arm_is_worth_is_less_where_it_was_given_unevenly():
    even = evened([(1000, Sums(units=500)), (1000, Sums(units=500))])
    uneven = evened([(1000, Sums(units=900)), (1000, Sums(units=100))])
    assert even == Evened(share=0, worth=1000)
    assert uneven.worth == pytest.approx(4 / (1 / 900 + 1 / 100))
    assert evened([(1000, Sums())]) == Evened()


def test_days_are_taken_together_until_each_arm_was_seen():
    thin = day(control=(1, 30), photo=(0, 1))
    full = day(control=(2, 20), photo=(1, 15))
    both = day(control=(3, 50), photo=(1, 16))
    assert strata([thin, full], ARMS, least=2) == [both]
    assert strata([full, thin], ARMS, least=2) == [both]  # the last one may be thin
    assert strata([full, full, thin], ARMS, least=2) == [full, both]
    assert strata([thin], ARMS, least=2) == [thin]
    assert strata([{}, full], ARMS, least=2) == [full]
    assert strata([full, full, full], ARMS, least=40) == [
        day(control=(6, 60), photo=(3, 45))
    ]
