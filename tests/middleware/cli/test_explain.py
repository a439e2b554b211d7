"""`sarto explain` of pages of a small site."""

import json
from datetime import UTC, datetime

import pytest

from support.cli_site import CONFIG, run


def test_explain_in_json_has_the_contracts_shape(config):
    as_ = "device=mobile country=IR time=20:00"

    answer = run("explain", "/", "--as", as_, "--json", "--config", config)

    told = json.loads(answer.output)
    assert told["path"] == "/"
    assert told["facts"]["country"] == {"value": "IR", "from": "as"}
    assert told["facts"]["time"] == {"value": "20:00", "from": "as"}
    hero = told["slots"]["hero"]
    assert hero["fragment"] == "hero/evening.html"
    assert hero["audience"] == "evening-phones"
    assert hero["experiment"] is hero["arm"] is None
    assert hero["because"][1] == {
        "condition": 'country = ["IR"]',
        "value": "IR",
        "holds": True,
    }
    assert (told["layouts"], told["serve"]) == ({}, None)


def test_explain_tells_the_near_miss(config):
    answer = run(
        "explain", "/", "--as", "device=mobile time=20:00", "--json", "--config", config
    )

    hero = json.loads(answer.output)["slots"]["hero"]
    assert hero["audience"] is None
    assert hero["near"] == [{"fragment": "hero/evening.html", "would": "country=IR"}]


def test_explain_tells_what_was_read_and_until_when_that_holds(config):
    asked = "explain", "/", "--as", "device=mobile country=IR", "--config", config

    hero = json.loads(run(*asked, "--json").output)["slots"]["hero"]
    assert hero["reads"] == ["country", "device", "time"]  # in UTC for all
    until = datetime.fromisoformat(hero["until"])
    assert until > datetime.now(UTC)
    assert f"  until {hero['until']}" in run(*asked).output


def test_explain_of_what_no_clock_changes_has_no_end(config):
    answer = run("explain", "/", "--as", "device=tv", "--json", "--config", config)

    assert json.loads(answer.output)["slots"]["hero"]["until"] is None


def test_explain_takes_a_persona(config):
    answer = run("explain", "/", "--as", "@tehran", "--config", config)

    assert "hero: hero/evening.html" in answer.output
    assert 'yes  country = ["IR"]  (it is IR)' in answer.output


def test_explain_of_nobody_shows_the_default_and_what_is_unknown(config):
    answer = run("explain", "/", "--config", config)

    assert "device = unknown" in answer.output
    assert "no rule holds, so the default stands" in answer.output


def test_explain_leaves_out_slots_of_other_pages(config):
    config.write_text(CONFIG.replace("[slots.hero]", '[slots.hero]\npages = "/a"'))

    answer = run("explain", "/b", "--json", "--config", config)

    assert json.loads(answer.output)["slots"] == {}


def test_explain_names_the_route_a_page_is_swapped_for(config):
    with config.open("a") as file:
        file.write('[[pages]]\npath = "/"\nshow = [{ serve = "/other" }]\n')

    answer = run("explain", "/", "--config", config)

    assert answer.output.startswith("/ is swapped for /other")


@pytest.mark.parametrize(
    ("as_", "said"),
    [
        ("devise=mobile", "device"),
        ("device=phone", "phone"),
        ("device", "device"),
        ("@nobody", "nobody"),
        ('city="unclosed', ""),
    ],
)
def test_a_wrong_visitor_is_wrong_use(config, as_, said):
    answer = run("explain", "/", "--as", as_, "--config", config)

    assert answer.exit_code == 2
    assert said in answer.output


def test_explain_of_a_broken_config_shows_its_mistakes(config):
    config.write_text("[slots.hero]\nshw = 1", "utf-8")

    answer = run("explain", "/", "--config", config)

    assert answer.exit_code == 1
    assert "sarto.toml:2:1" in answer.output
