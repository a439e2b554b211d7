"""Why a page looks so: swaps, layouts, windows and what must not be, in plain words."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

import pytest

from sarto.config.config import Config
from sarto.pages.pages import Pages
from sarto.pages.why import Reason, reasons
from sarto.site.compile import compile_site
from sarto.speech.speech import speech
from support.own_pages import Browser, words
from support.play import scope_of

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
PHONE = (
    "user-agent",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
)
SWAPS = """
[[pages]]
path = "/"
show = [{ when = { device = "mobile" }, serve = "/small" }]
[[pages]]
path = "/"
show = [{ serve = "/other" }]
"""


def why(toml: str, path: str = "/", folder: Path | None = None) -> list[Reason]:
    config = Config.loads(toml, folder=folder or Path(gettempdir()))
    site = compile_site(config, clock=lambda: NOW)
    return reasons(
        site.meet(scope_of(path, headers=[PHONE])), speech("en"), frozenset()
    )


def test_a_page_that_is_swapped_is_explained_as_a_whole() -> None:
    (reason,) = why(SWAPS)
    assert reason == Reason(
        title="The whole page",
        outcome="You see a version that fits you:",
        grounds=("You are using a phone.",),
    )


def test_a_page_that_could_be_swapped_and_is_not_says_so() -> None:
    (reason,) = why(
        SWAPS.replace("mobile", "tv").replace(
            '{ serve = "/other" }', '{ when = { bot = true }, serve = "/other" }'
        )
    )
    assert reason.is_usual


def test_a_layout_is_the_arrangement_of_its_region(folder) -> None:
    (folder("").parent / "layouts").mkdir()
    (folder("").parent / "layouts" / "a.html").write_text("{{ rest }}")
    (reason,) = why(
        '[layouts.home]\nshow = [{ when = { device = "mobile" }, layout = "a.html" }]',
        folder=folder("").parent,
    )
    assert reason.title == "The arrangement of home"
    assert reason.grounds == ("You are using a phone.",)


def test_a_version_for_a_time_says_when_it_ends() -> None:
    (reason,) = why(
        '[slots.a]\nshow = [{ attrs = { x = "y" }, until = 2026-12-24T18:00:00 }]'
    )
    assert reason.outcome == "Everybody sees this version at the moment."
    assert (
        reason.until.replace("\u202f", " ")
        == "This version ends: Dec 24, 2026, 6:00:00 PM."
    )


def test_what_must_not_be_is_told_by_what_was_seen() -> None:
    (reason,) = why(
        '[slots.a]\nshow = [{ when = { not = { device = "tv" } }, attrs = { x = "y" } }]'
    )
    assert reason.grounds == ("You are using a phone.",)


def test_of_alternatives_the_one_that_was_seen_is_told() -> None:
    (reason,) = why(
        '[slots.a]\nshow = [{ when = { any = [{ device = "tv" }, { device = "mobile" }, { language = "en" }] }, attrs = { x = "y" } }]'
    )
    assert reason.grounds == ("You are using a phone.",)


def test_a_place_that_no_rule_is_for_is_not_spoken_of() -> None:
    assert (
        why(
            '[slots.a]\nwhy = "later"\n[slots.b]\nshow = [{ when = { device = "tv" }, attrs = { x = "y" } }]'
        )[0].title
        == "The part b"
    )
    assert why('[slots.a]\nwhy = "later"') == []


def test_what_fits_comes_before_what_does_not() -> None:
    found = why(
        '[slots.a]\nshow = [{ when = { device = "tv" }, attrs = { x = "y" } }]\n[slots.b]\nshow = [{ when = { device = "mobile" }, attrs = { x = "y" } }]'
    )
    assert [each.title for each in found] == ["The part b", "The part a"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {
                "first": 1795340971,
                "visits": 3,
                "signals": [{"name": "booked", "count": 2}],
                "topics": [{"name": "wine"}],
            },
            "You were first here on November 22, 2026. We noticed that you have been here 3 times. We noticed that you have booked before. You looked at: wine.",
        ),
        ({"visits": 0, "other": 1}, "What we remember Everything, word for word"),
        (
            {"signals": "none", "topics": [1]},
            "What we remember Everything, word for word",
        ),
    ],
)
def test_a_memory_is_put_in_words_as_far_as_there_are_any(told, said) -> None:
    site = compile_site(
        Config.loads('[consent]\nsource = "form"', folder=Path(gettempdir()))
    )

    class Memory:
        is_withdrawn = False
        kept = None

        def told(self):
            return told

    def meet(scope):
        guest = site.meet(scope)
        guest._visit.memory = Memory()
        return guest

    assert said in words(
        Browser(Pages(site, meet=meet).answer).get("/_sarto/privacy").text
    )


def test_a_person_is_not_told_that_they_are_one() -> None:
    site = compile_site(
        Config.loads(
            '[slots.a]\nshow = [{ when = { bot = false, city = "Paris", facts.x = "y" }, attrs = { x = "y" } }]',
            folder=Path(gettempdir()),
        )
    )
    said = words(
        Browser(Pages(site).answer, headers=[PHONE]).get("/_sarto/privacy").text
    )
    assert "person" not in said.replace("The part", "")
    bot = words(
        Browser(
            Pages(site).answer,
            headers=[("user-agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")],
        )
        .get("/_sarto/privacy")
        .text
    )
    assert "You are a program, not a person." in bot


ACCOUNT = "This depends on your account, too, which is not looked at on this page."


@pytest.mark.parametrize(
    "when",
    [
        "signed_in = true",
        "signed_in = false",
        'traits.plan = "gold"',
        'device = "mobile", not = { signed_in = true }',
    ],
)
def test_of_what_an_account_decides_nothing_else_is_said(when) -> None:
    slot = f'[slots.a]\nshow = [{{ when = {{ {when} }}, attrs = {{ x = "y" }} }}]'
    page = f'[[pages]]\npath = "/"\nshow = [{{ when = {{ {when} }}, serve = "/b" }}]\n'
    for reason in why(page + SWAPS + slot):
        assert (reason.outcome, reason.grounds) == (ACCOUNT, ())


def test_an_account_that_does_not_matter_is_not_spoken_of() -> None:
    (reason,) = why(
        '[slots.a]\nshow = [{ when = { device = "mobile" }, attrs = { x = "y" } },'
        ' { when = { signed_in = true }, attrs = { x = "z" } }]'
    )
    assert reason.grounds == ("You are using a phone.",)


def test_nobody_is_told_that_they_are_signed_in_or_not() -> None:
    site = compile_site(
        Config.loads(
            '[app.reads]\n"/" = ["signed_in", "traits.plan", "device"]',
            folder=Path(gettempdir()),
        )
    )
    browser = Browser(Pages(site).answer, headers=[PHONE])
    assert "signed in" not in words(browser.get("/_sarto/privacy").text)
    copy = json.loads(browser.get("/_sarto/export").text)
    assert not {"signed_in", "traits.plan"} & copy["known"].keys()
    assert copy["known"]["device"] == "mobile"
