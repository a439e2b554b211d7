"""A report at a terminal: a sentence first, and nothing left out that matters."""

import json

import pytest

from sarto.config.config import Config
from sarto.measure.report.report import reported
from sarto.vocabulary.measured import Exposure, Happened, Ledger
from sarto.workbench.report import as_text
from support.events import MemoryEvents
from support.reported import BEGIN, DAY

NOW = BEGIN + 60 * DAY
TOML = """languages = ["en"]
[consent]
source = "form"
map = { personalization = "visits", analytics = "trials" }
[signals.booked]
on = "POST /book"
[experiments.hero]
arms = { plain = 50, photo = 50 }
goal = "booked"
breakdown = ["device", "stage"]
"""


@pytest.fixture
def text(tmp_path):
    """Write a report of visitors: an arm, facts, whether they did it; how many."""

    def write(*visitors, dropped=0, paint=lambda _role, said: said):
        store, number, events = MemoryEvents(), 0, []
        for arm, facts, is_done, count in visitors:
            for _ in range(count):
                number += 1
                unit = number.to_bytes(16, "big")
                said = json.dumps(facts, sort_keys=True)
                events.append(Exposure("experiments.hero", arm, "", unit, BEGIN, said))
                if is_done:
                    id_ = b"twelve bytes"
                    events.append(Happened(id_, unit, "booked", BEGIN + 5, None))
        seen = len(events) + dropped
        store.write(
            events, Ledger(run="a", seen=seen, stored=len(events), dropped=dropped)
        )
        config = Config.loads(TOML, folder=tmp_path)
        return as_text(reported(config.toml, store, NOW), paint)

    return write


def both(facts, plain, photo, units=400):
    yield "plain", facts, True, plain
    yield "plain", facts, False, units - plain
    yield "photo", facts, True, photo
    yield "photo", facts, False, units - photo


def test_a_fact_that_makes_a_difference_is_said_to(text) -> None:
    mobile, desktop = {"device": "mobile"}, {"device": "desktop"}
    told = text(*both(mobile, 40, 120), *both(desktop, 120, 40))
    assert "It is not the same for all of them." in told
    assert "by stage" not in told  # known of nobody


def test_rows_that_are_too_small_are_joined_and_nothing_is_told_of_them(text) -> None:
    big, other = {"device": "mobile"}, {"device": "desktop"}
    rare = [*both({"device": "tv"}, 1, 1, 3), *both({"device": "console"}, 0, 1, 3)]
    told = text(*both(big, 40, 60), *both(other, 40, 60), *rare)
    (line,) = [each for each in told.splitlines() if each.startswith("  others")]
    assert line.split() == ["others", "too", "few", "12"]


def test_what_speaks_against_the_figures_is_said(text) -> None:
    told = text(("plain", {}, False, 300), ("photo", {}, False, 500), dropped=80)
    assert "came to the arms NOT as the weights say (p < 0.001)" in told
    assert "Do not trust this" in told
    assert "80 were lost" in told


def test_an_arm_that_the_file_lost_is_named(text) -> None:
    told = text(*both({}, 40, 60), ("sketch", {}, True, 7))
    assert "7 saw the arm sketch, which this file does not have." in told


def test_the_verdict_alone_is_painted_by_what_it_is(text) -> None:
    painted = []

    def paint(role, said):
        painted.append((role, said.strip()))
        return said

    text(*both({}, 100, 250, 2000), paint=paint)
    assert painted[0] == ("message", "hero")
    assert painted[1][0] == "help"
    assert painted[1][1].startswith("Keep photo: booked")
