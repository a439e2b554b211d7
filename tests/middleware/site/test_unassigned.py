"""Why somebody is in no arm, as `explain` says it."""

from pathlib import Path

import pytest

from sarto import Config
from sarto.config.pins import pins
from sarto.site.compile import compile_site
from sarto.site.explained import explained

TOML = """
[consent]
source = "form"
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { a = 50, b = 50 }
goal = "booked"
[slots.hero]
show = [{ experiment = "photo", fragments = { a = "keep", b = "keep" }, attrs = { class = "x" } }]
"""


@pytest.fixture
def site(tmp_path: Path):
    return compile_site(Config.loads(TOML, folder=tmp_path))


def told(site, as_):
    return explained(site, "/", pins(site.config.dictionary, as_))


@pytest.mark.parametrize(
    ("as_", "why"),
    [
        ("device=mobile", "without consent to analytics nobody is in an arm"),
        ("consent=personalization", "without consent to analytics nobody is in an arm"),
        ("consent=analytics bot=true", "a bot is in no arm"),
        (
            "consent=analytics",
            "of this visitor no id is known, and so no arm; pin one to see it",
        ),
    ],
)
def test_where_there_is_no_arm_it_is_said_why(site, as_, why):
    assert told(site, as_)["facts"]["arm.photo"] == {"value": None, "from": why}


def test_a_pinned_arm_is_shown_with_its_reason(site):
    found = told(site, "arm.photo=b")
    hero = found["slots"]["hero"]
    assert found["facts"]["arm.photo"] == {"value": "b", "from": "as"}
    assert (hero["experiment"], hero["arm"]) == ("photo", "b")
    assert hero["because"] == [
        {"condition": 'arm.photo = "b"', "value": "b", "holds": True}
    ]


def test_an_arm_that_would_be_seen_is_near(site):
    hero = told(site, "device=mobile")["slots"]["hero"]
    assert [each["would"] for each in hero["near"]] == ["arm.photo=a", "arm.photo=b"]
