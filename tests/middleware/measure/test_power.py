import pytest
from scipy import stats
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    power_proportions_2indep,
    samplesize_proportions_2indep_onetail,
)

from sarto.measure.judged import text
from sarto.measure.power import Look, Traffic, days, power, remarks, shows, smallest
from sarto.measure.statistics.normal import reach

ONCE = Look(is_sequential=False)
DAILY = Look()
BISTRO = Traffic(units_a_day=310, share=0.041)


@pytest.mark.parametrize("difference", [0.0001, 0.01, -0.02, 0.1])
@pytest.mark.parametrize("share", [0.03, 0.3, 0.8])
@pytest.mark.parametrize("units", [(900, 900), (500, 4000), (10**6, 10**4)])
def test_power_is_that_of_two_independent_proportions(difference, share, units):
    one, other = units
    wanted = power_proportions_2indep(
        difference, share, other, ratio=one / other, return_results=False
    )
    found = power(difference, share, units, reach(0.95))
    assert found == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5])
def test_the_units_needed_are_those_of_the_closed_formula(share):
    difference = share / 10
    wanted = samplesize_proportions_2indep_onetail(difference, share, 0.8)
    traffic = Traffic(units_a_day=wanted / 50, share=share)
    assert days(traffic, difference, ONCE) == pytest.approx(100, abs=1)


def test_a_small_difference_needs_what_a_standardised_one_does():
    share, difference = 0.5, 0.01
    size = difference / (share * (1 - share)) ** 0.5
    wanted = NormalIndPower().solve_power(size, power=0.9, alpha=0.05)
    traffic = Traffic(units_a_day=2000, share=share)
    found = days(traffic, difference, Look(power=0.9, is_sequential=False))
    assert found == pytest.approx(wanted / 1000, rel=0.01, abs=1)


@pytest.mark.parametrize("look", [ONCE, DAILY])
def test_the_smallest_difference_is_the_one_that_takes_so_long(look):
    found = smallest(BISTRO, 60, look)
    assert found
    assert shows(found, BISTRO, 60, look) == pytest.approx(0.8)
    assert days(BISTRO, found, look) == 60
    assert days(BISTRO, found * 1.1, look) < 60


def test_looking_every_day_takes_longer_than_looking_once():
    once, daily = (days(BISTRO, 0.01, look) for look in (ONCE, DAILY))
    assert once
    assert daily
    assert 1.5 < daily / once < 3


def test_more_arms_and_uneven_weights_take_longer():
    two, three, uneven = (
        days(Traffic(units_a_day=310, share=0.041, weights=weights), 0.02, ONCE)
        for weights in ((1, 1), (1, 1, 1), (9, 1))
    )
    assert two
    assert three
    assert uneven
    assert two < three < uneven


def test_an_arm_that_is_closed_is_none():
    two, closed = (
        days(Traffic(units_a_day=310, share=0.041, weights=weights), 0.02, DAILY)
        for weights in ((1, 1), (1, 0, 1))
    )
    assert closed == two


def test_what_is_expected_makes_the_sequential_interval_narrowest_there():
    of = {
        expected: days(
            Traffic(units_a_day=310, share=0.041, expected=expected), 0.0041, DAILY
        )
        for expected in (1_000, 150_000)
    }
    assert of[150_000] < of[1_000]


@pytest.mark.parametrize(
    "traffic",
    [
        Traffic(units_a_day=0, share=0.1),
        Traffic(units_a_day=9, share=0),
        Traffic(units_a_day=9, share=1),
        Traffic(units_a_day=9, share=0.5, weights=(1, 0)),
        Traffic(units_a_day=9, share=0.5, weights=(0, 1)),
    ],
)
def test_where_nobody_comes_or_all_do_it_nothing_shows(traffic):
    assert days(traffic, 0.1, DAILY) is None
    assert smallest(traffic, 9, DAILY) is None


def test_what_cannot_be_never_shows():
    assert days(BISTRO, 0, DAILY) is None
    assert days(BISTRO, 0.96, DAILY) is None
    assert days(BISTRO, -0.05, DAILY) is None
    assert days(Traffic(units_a_day=3, share=0.01), 0.001, DAILY) is None
    assert smallest(Traffic(units_a_day=1, share=0.5), 1, DAILY) is None
    assert smallest(BISTRO, 0, DAILY) is None


def test_a_difference_to_all_or_none_is_seen_at_once():
    assert power(0.0, 0.0, (9, 9), 1.96) == 0
    assert power(1.0, 0.0, (9, 9), 1.96) == 1


def test_who_plans_is_told_in_a_sentence():
    assert text(remarks(BISTRO, "booked", 0.0041)) == (
        "At 310 visitors a day, 4.1 % of whom booked, a change of 0.4 points shows "
        "within 548 days. Within 14 days only a change of 2.7 points or more shows."
    )
    assert text(remarks(BISTRO, "booked", 0.03)) == (
        "At 310 visitors a day, 4.1 % of whom booked, a change of 3.0 points shows "
        "within 12 days."
    )
    assert "takes more than 3,650 days" in text(
        remarks(Traffic(units_a_day=3, share=0.01), "booked", 0.001)
    )
    assert "nobody booked yet" in text(
        remarks(Traffic(units_a_day=3, share=0), "booked", 0.001)
    )


def test_the_power_of_one_look_is_what_chance_gives():
    units, share, difference = 3_000, 0.1, 0.02
    control = stats.binom(units, share).rvs(20_000, random_state=1)
    arm = stats.binom(units, share + difference).rvs(20_000, random_state=2)
    pooled = (control + arm) / (2 * units)
    z = (arm - control) / units / (pooled * (1 - pooled) * 2 / units) ** 0.5
    found = power(difference, share, (units, units), reach(0.95))
    assert found == pytest.approx((abs(z) > 1.96).mean(), abs=0.012)
