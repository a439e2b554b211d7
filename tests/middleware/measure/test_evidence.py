import pytest

from sarto.measure.evidence import (
    Evidence,
    crossed,
    guarded,
    lost,
    misplaced,
    tried,
)
from sarto.measure.judged import said
from sarto.measure.statistics.proportions import Count
from sarto.measure.statistics.sequential import of_shares
from sarto.vocabulary.measured import Ledger, Sums


def sums(**counted: tuple[int, int]) -> dict[str, Sums]:
    return {
        a: Sums(units=units, converted=done) for a, (done, units) in counted.items()
    }


THREE = sums(control=(100, 1000), photo=(150, 1000), video=(90, 900))


def test_arms_are_tried_by_sequential_intervals_of_all_of_them():
    photo, video = tried(THREE)
    wanted = of_shares(Count(100, 1000), Count(150, 1000), level=0.975)
    assert photo.interval == wanted.interval
    assert (photo.units, photo.converted) == (1000, 150)
    assert video.difference == pytest.approx(0)
    (alone,) = tried(sums(control=(100, 1000), photo=(150, 1000)))
    assert photo.interval[0] < alone.interval[0]


def test_an_arm_without_units_may_be_anything():
    (photo,) = tried(sums(control=(9, 90), photo=(0, 0)))
    assert (photo.difference, photo.interval) == (0, (-1, 1))


def test_what_is_expected_makes_intervals_narrow_there():
    (near,) = guarded(
        "left", sums(a=(100, 1000), b=(100, 1000)), margin=0.1, expected=2000
    )
    (far,) = guarded(
        "left", sums(a=(100, 1000), b=(100, 1000)), margin=0.1, expected=10**7
    )
    assert far.interval[0] < near.interval[0] < 0 < near.interval[1] < far.interval[1]


@pytest.mark.parametrize(
    ("left", "state"),
    [
        ((1000, 20000), "fine"),  # the same
        ((1120, 20000), "unsure"),  # perhaps worse than allowed
        ((1600, 20000), "worse"),
    ],
)
def test_a_guardrail_is_fine_worse_or_unsure(left, state):
    (found,) = guarded("left", sums(a=(1000, 20000), b=left), margin=0.01)
    assert found.state == state


def test_worse_by_less_than_is_allowed_is_fine():
    (found,) = guarded("left", sums(a=(10_000, 10**6), b=(12_000, 10**6)), margin=0.01)
    assert found.interval[0] > 0
    assert found.state == "fine"


def test_what_matters_is_a_tenth_of_the_share_and_at_most_the_margin():
    def of(units: int, converted: int) -> float:
        return Evidence(
            goal="g",
            baseline="a",
            units=units,
            converted=converted,
            tried=(),
            margin=0.01,
        ).matters

    assert of(1000, 40) == pytest.approx(0.004)
    assert of(1000, 400) == 0.01
    assert of(0, 0) == of(9, 0) == 0


def test_doubts_are_said_with_their_numbers():
    assert "photo was seen by 5,100 visitors where 5,000 were" in said(
        misplaced("photo", 5100, 4999.6)
    )
    assert "3.0 %" in said(crossed(30, 1000))
    assert "0.0 %" in said(crossed(0, 0))


def test_events_that_were_lost_are_a_doubt_if_they_are_many():
    fine = Ledger(run="a", seen=1000, stored=1000)
    bad = Ledger(run="b", seen=1000, stored=950, dropped=50)
    assert lost([]) is None
    assert lost([fine]) is None
    assert lost([Ledger(run="c", seen=1000, stored=990, dropped=10)]) is None
    found = lost([fine, bad])
    assert found
    assert "2.5 %" in said(found)


def test_days_left_are_reckoned_from_how_intervals_shrink():
    def left(
        interval: tuple[float, float], target: float, days: int = 10
    ) -> int | None:
        return Evidence(
            goal="g",
            baseline="a",
            units=1,
            converted=1,
            tried=(),
            days=days,
            days_left=7,
        ).left(interval, target)

    assert left((-0.01, 0.03), 0.01) == 30  # half as wide takes four times as long
    assert left((-0.01, 0.03), 0.02) == 1
    assert left((-1, 1), 0.0001) is None
    assert left((-0.01, 0.03), 0) == 7  # nobody can tell: what somebody else reckoned
    assert left((-0.01, 0.03), 0.01, days=0) == 7
