"""What a file asks of the events."""

from datetime import UTC, datetime

import pytest

from sarto.config.config import Config
from sarto.measure.report.plan import goals, plans

TOML = """languages = ["en"]
site_timezone = "Europe/Warsaw"
[signals.booked]
on = "POST /book"
[signals.left]
on = "GET /left"
{more}
"""
TRIAL = """[experiments.hero]
arms = { a = 3, b = 1 }
goal = "booked"
guardrails = ["left"]
window = "2d"
margin = 2.5
from = 2026-12-02
until = 2026-12-10
"""


@pytest.fixture
def plan(tmp_path):
    config = Config.loads(TOML.format(more=TRIAL), folder=tmp_path)
    return plans(config.toml)[0]


def moment(*when: int) -> int:
    return int(datetime(2026, 12, *when, tzinfo=UTC).timestamp())


def test_a_plan_is_in_seconds_and_shares(plan) -> None:
    assert plan.window == 2 * 86_400
    assert plan.margin == 0.025
    assert plan.weights == {"a": 3, "b": 1}
    assert plan.start == moment(1, 23)  # midnight in Warsaw
    assert plan.until == moment(10, 23)  # the last day is in it


def test_it_asks_from_the_whole_utc_day_on_that_it_begins_on(plan) -> None:
    assert plan.question.since == moment(1)
    assert plan.question.before == plan.window
    assert plan.guard("left").before == 0


def test_it_is_over_when_the_last_window_is_closed(plan) -> None:
    assert not plan.is_over(moment(12, 22))
    assert plan.is_over(moment(12, 23))


def test_without_experiments_places_are_judged_by_the_first_signals(tmp_path) -> None:
    config = Config.loads(TOML.format(more=""), folder=tmp_path)
    assert goals(config.toml) == ("booked", "left")
