"""Charts: what they draw stands where the figures say, and is told in words."""

import pytest

from sarto.measure.report.figures import Effect, Look
from sarto.pages.console.reports.course import Scale, axis_of, course, of_arm
from sarto.pages.console.reports.whiskers import EFFECTS, Guides, Mark, whiskers


def mark(name="photo", dot=0.03, once=(0.01, 0.05), any_day=(-0.01, 0.07)):
    return Mark(name=name, said="+3.0", dot=dot, once=once, any_day=any_day)


def looks(*effects):
    return [
        Look(
            day=day,
            units={},
            done={},
            effects=(Effect(arm="b", difference=d, interval=i),),
        )
        for day, d, i in effects
    ]


def test_a_whisker_lies_around_its_dot_the_thin_line_around_the_thick_one() -> None:
    chart = whiskers("t", [mark()], str, EFFECTS)
    (line,) = chart.lines
    assert line.any_day[0] < line.once[0] < line.x < line.once[1] < line.any_day[1]
    assert line.any_day[0] < chart.zero < line.once[0]


def test_rows_stand_one_below_the_other_on_one_axis() -> None:
    first, second = whiskers("t", [mark("a"), mark("b")], str).lines
    assert second.y > first.y
    assert second.x == first.x


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = whiskers("t", [mark("a"), mark("b")], str)
    assert chart.told == "a: +3.0; b: +3.0"


def test_of_nothing_there_is_no_chart() -> None:
    assert whiskers("t", [], str) is None


def test_a_name_keeps_clear_of_the_line_of_no_difference() -> None:
    chart = whiskers("t", [mark(once=(0.001, 0.05), any_day=None)], str, EFFECTS)
    assert chart.left("photo") == (chart.zero, 8)
    wide = whiskers("t", [mark(any_day=(-0.2, 0.2))], str, EFFECTS)
    assert wide.left("photo") == (0.0, 0)


def test_a_figure_keeps_clear_of_what_is_allowed() -> None:
    chart = whiskers(
        "t", [mark(dot=-0.3, once=None, any_day=None)], str, Guides(limit=0.01)
    )
    assert chart.right("+3.0") == (chart.limit, -8)


def test_a_course_goes_from_the_first_day_to_the_last() -> None:
    found = looks(
        (10, 0.1, (-0.1, 0.3)), (15, 0.06, (0.01, 0.11)), (20, 0.05, (0.02, 0.08))
    )
    scale = Scale(axis_of(found), str, str)
    chart = course("t", "told", of_arm(found, "b"), scale)
    points = [tuple(map(float, each.split(","))) for each in chart.line.split()]
    assert [x for x, _ in points] == [0, 50, 100]
    assert points[0][1] < points[1][1] < points[2][1] < chart.zero  # above it, falling
    assert len(chart.band.split()) == 6
    assert [tick.name for _, tick in chart.days] == ["10", "15", "20"]


def test_early_days_do_not_make_the_later_ones_flat() -> None:
    found = looks((1, 0.5, (-1.0, 1.0)), (9, 0.02, (0.01, 0.03)))
    axis = axis_of(found)
    assert axis.high < 0.1
    assert axis.at(1.0) == 100


@pytest.mark.parametrize("days", [(), ((3, 0.1, (0, 0.2)),)])
def test_a_day_alone_has_no_course(days) -> None:
    found = looks(*days)
    assert course("t", "", of_arm(found, "b"), Scale(axis_of(found), str, str)) is None
