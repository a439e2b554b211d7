"""Conditions in words that people read who never saw the file."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sarto import Config
from sarto.config.model import Cap, Show
from sarto.decide.conditions import All, Capped, Not, Window, named_nodes, node_of
from sarto.site.phrases import within
from sarto.site.saying import often, sentence, window
from sarto.vocabulary.facts import FACTS

HEAD = """
languages = ["en", "fa", "pl"]
[preferences.view]
values = ["simple", "expert"]
[signals.booked]
on = "POST /book"
[signals.left]
on = "GET /bye"
[interests]
from = ["/menu/{topic}"]
[journey]
stages = [{ name = "new" }, { name = "guest", when = { visits = ">=2" } }]
[audiences.other]
device = "tv"
[audiences.asked]
"""

SAID = [
    ('device = "mobile"', "on a phone"),
    ('device = ["mobile", "tablet"]', "on a phone or on a tablet"),
    ('country = "IR"', "in Iran"),
    ('country = ["IR", "PL", "DE"]', "in Iran, Poland or Germany"),
    ('region = "US-WA"', "in the region “US-WA”"),
    ('continent = "AS"', "in Asia"),
    ("eu = false", "outside the European Union"),
    ('city = "Tehran"', "in or near Tehran"),
    ('zone = "Europe/*"', "in the time zone “Europe/*”"),
    ('language = "fa"', "who reads Persian"),
    ('browser = "Firefox"', "with Firefox"),
    ('os = "Android"', "on Android"),
    ("bot = true", "who is a robot"),
    ("bot = false", "who is no robot"),
    ('time = "18:00-23:00"', "between 18:00 and 23:00"),
    ('time = ["22:00-06:00", "12:00-13:30"]', "between 22:00 and 06:00 or 12:00 and 13:30"),
    ('days = "tue-fri"', "from Tuesday to Friday"),
    ('days = ["sat", "sun"]', "on Saturday or Sunday"),
    ('days = "mon"', "on Monday"),
    ('days = ["mon", "wed", "fri"]', "on Monday, Wednesday or Friday"),
    ('date = "2026-12-01..2026-12-26"', "from 1 December 2026 to 26 December 2026"),
    ('date = "2026-12-24"', "on 24 December 2026"),
    ('daypart = "evening"', "in the evening"),
    ("holiday = true", "on a public holiday"),
    ('holiday = "Nowruz"', "on the holiday Nowruz"),
    ('channel = "email"', "who came from an e-mail"),
    ('campaign.source = "letter*"', "whose link says source: “letter*”"),
    ('host = "shop.example"', "at the host “shop.example”"),
    ('path = "/menu/*"', "on the page “/menu/*”"),
    ('query.plan = "gold"', "whose address says plan: gold"),
    ("save_data = true", "who saves data"),
    ('color_scheme = "dark"', "who prefers dark colours"),
    ('reduced_motion = "reduce"', "who prefers little motion"),
    ("signed_in = true", "who is signed in"),
    ('traits.tier = "gold"', "whose account says tier: gold"),
    ('traits.age = ">=18"', "whose account says age: at least 18"),
    ("traits.vip = true", "whose account says vip: true"),
    ('visits = ">=2"', "with at least 2 visits, this one counted"),
    ("visits = 3", "with 3 visits, this one counted"),
    ('visits = ">3"', "with more than 3 visits, this one counted"),
    ('visits = "2..5"', "with 2 to 5 visits, this one counted"),
    ('days_since_last = "<7"', "whose last visit was fewer than 7 days ago"),
    ('days_since_last = "<=7"', "whose last visit was at most 7 days ago"),
    ("returning = true", "who has been here before"),
    ('level = "expert"', "who knows this site very well"),
    ('levels.food = "novice"', "whose level in “food” is novice"),
    ('stage = "guest"', "whose stage is guest"),
    ("signals.booked = true", "who did “booked” at least once"),
    ("signals.booked = false", "who did “booked” never"),
    ('signals.booked = ">=3"\nwithin = "90d"', "who did “booked” at least 3 times in the last 90 days"),
    ('signals.booked = ">=1"\nwithin = "1w"', "who did “booked” at least once in the last week"),
    ('signals.booked = 2\nwithin = "90s"\nsince = "left"', "who did “booked” 2 times in the last 90 seconds, since their last “left”"),
    ('signals.booked.value = "<70"', "whose last “booked” was noted with fewer than 70"),
    ('interest = ["vegan", "soup"]', "who likes soup or vegan"),
    ('often = "booked"', "who most often did booked"),
    ('preference.view = "simple"', "who chose for “view”: simple"),
    ('consent = "analytics"', "who lets us count them"),
    ("undecided = true", "who has not answered about consent"),
    ('facts.weather = "rain"', "of whom this site says weather: rain"),
    ('all = ["other"]', "who is one of “other”"),
    ('any = [{ device = "tv" }, { country = "IR" }]', "either at a television or in Iran"),
    ('any = [{ device = "tv", eu = true }, { bot = true }]', "either (at a television, in the European Union) or who is a robot"),
    ('not = { country = ["US"] }', "not in United States"),
    ("not = { bot = true }", "but nobody who is a robot"),
    ('not = { device = "tv", country = "IR" }', "but nobody (at a television, in Iran)"),
    ('device = "mobile"\ncountry = "IR"', "on a phone, in Iran"),
    ('traits.points = ">=1234567"', "whose account says points: at least 1234567"),
    ('traits.points = "<0.1"', "whose account says points: fewer than 0.1"),
    ("visits = 1", "with 1 visit, this one counted"),
    ("days_since_last = 1", "whose last visit was 1 day ago"),
    ("signals.booked = 1", "who did “booked” once"),
    ('signals.booked = ">1"', "who did “booked” more than once"),
    ('signals.booked = "0..3"', "who did “booked” 0 to 3 times"),
    ('not = { not = { country = "IR" } }', "in Iran"),
    ("not = { not = { bot = true } }", "who is a robot"),
    ('any = [{ any = [{ bot = true }, { eu = true }] }, { device = "tv" }]', "either who is a robot or in the European Union or at a television"),
    ('any = [{ device = "tv" }]', "at a television"),
]  # fmt: skip


def said(toml):
    config = Config.loads(HEAD + toml, folder=Path())
    nodes = named_nodes(config.audiences)
    return sentence(node_of(config.audiences["asked"], nodes))


@pytest.mark.parametrize(("toml", "words"), SAID)
def test_a_condition_is_said_as_people_say_it(toml, words) -> None:
    assert said(toml) == f"somebody {words}"


def test_no_fact_is_left_without_words() -> None:
    cases = "\n".join(toml for toml, _ in SAID)
    families = {fact.name.partition(".")[0] for fact in FACTS}
    assert {name for name in families if name not in cases} == {"arm"}


def test_who_is_asked_nothing_is_everybody() -> None:
    assert sentence() == "everybody"
    assert sentence(All(()), None) == "everybody"
    assert sentence(Not(All(()))) == "somebody not everybody"


def test_windows_and_caps_among_conditions_are_said() -> None:
    start = datetime(2026, 12, 1, 8, 30)  # noqa: DTZ001 - as an author writes it
    shut = Window(start=start)
    assert sentence(shut) == "somebody from 1 December 2026, 08:30"
    capped = Capped(rule="x", times=3, per="visit")
    assert sentence(capped) == "somebody who saw this fewer than 3 times"


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ({}, ""),
        ({"from": datetime(2026, 12, 1).date()}, "from 1 December 2026"),  # noqa: DTZ001 - a day
        ({"until": datetime(2026, 12, 24).date()}, "until 24 December 2026 (that day too)"),  # noqa: DTZ001 - a day
        ({"until": datetime(2026, 12, 24, 18)}, "until 24 December 2026, 18:00"),  # noqa: DTZ001 - as written
    ],
)  # fmt: skip
def test_a_window_is_said_as_it_was_written(show, words) -> None:
    assert window(Show.model_validate(show)) == words


@pytest.mark.parametrize(
    ("cap", "words"),
    [
        (None, ""),
        (Cap(times=1, per="visit"), "at most once per visit"),
        (Cap(times=2, per="day"), "at most twice per visitor and day"),
        (Cap(times=3, per="visitor"), "at most 3 times per visitor"),
    ],
)
def test_a_cap_is_said(cap, words) -> None:
    assert often(cap) == words


def test_a_length_of_no_whole_unit_is_said_in_smaller_ones() -> None:
    assert within(timedelta(hours=36)) == " in the last 36 hours"
    assert within(timedelta(seconds=90)) == " in the last 90 seconds"
    assert within(timedelta(minutes=30)) == " in the last 30 minutes"
