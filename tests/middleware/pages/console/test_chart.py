"""The chart of the last minutes: what is drawn is what stands in the table."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from sarto.pages.console.chart import HEIGHT, WIDTH, ceiling, chart
from sarto.site.recent import MINUTE, MINUTES
from support.browsers import NOON

LAST = int(NOON.timestamp()) // MINUTE


def test_nothing_is_a_flat_line_and_said_so() -> None:
    drawn = chart({}, NOON, UTC)
    assert {each.y for each in drawn.minutes} == {HEIGHT}
    assert drawn.told == f"No page in the last {MINUTES} minutes."


def test_the_last_minute_is_the_one_that_runs() -> None:
    drawn = chart({LAST: 3, LAST - 1: 5, LAST - MINUTES: 99}, NOON, UTC)
    assert len(drawn.minutes) == MINUTES
    assert [each.pages for each in drawn.minutes[-3:]] == [0, 5, 3]
    assert (drawn.minutes[-1].at, drawn.minutes[-1].x) == ("12:00", WIDTH)
    assert (drawn.top, drawn.total, drawn.minutes[-2].y) == (5, 8, 0)
    assert drawn.told == "8 pages in the last 30 minutes, at most 5 a minute, at 11:59."


def test_its_minutes_are_named_by_the_clock_of_the_site() -> None:
    drawn = chart({}, NOON, ZoneInfo("Asia/Tehran"))
    assert [each.at for _, each in drawn.ticks] == ["15:01", "15:16", "15:30"]


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (51, 100)]
)
def test_its_axis_ends_at_a_round_number(most, top) -> None:
    assert ceiling(most) == top
