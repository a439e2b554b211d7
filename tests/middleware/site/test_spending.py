import pytest

from sarto.site.spending import SHARE, WINDOW, Spending


def spent(took, every, seconds):
    """Spend so much, so often, for so long; tell when it was too much."""
    spending, now = Spending(), 1000.0
    end = now + seconds
    while now < end:
        spending.spend(now, now + took)
        if spending.is_over:
            return now - end + seconds
        now += every
    return None


def test_one_slow_request_in_twelve_is_found():
    assert spent(took=0.05, every=12 / 100, seconds=600) is not None


@pytest.mark.parametrize(("took", "every"), [(0.0001, 0.01), (0.1, 5.0), (0.004, 0.1)])
def test_what_stays_below_the_share_may_go_on_for_ever(took, every):
    assert spent(took, every, seconds=3600) is None


def test_the_more_it_takes_the_sooner_it_is_found():
    assert spent(0.9, 1, 600) < spent(0.2, 1, 600)


def test_one_that_hangs_is_found_at_once():
    assert spent(SHARE * WINDOW + 1, 60, 60) == 0
