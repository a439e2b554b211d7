"""What is told of a page that was answered: what the file names, and no more."""

import asyncio

import pytest

from sarto.site.naming import ANOTHER, UNNAMED
from sarto.site.seen import LONG, LONGEST, UNLISTED, printable
from support.browsers import Browser
from support.console_site import PERSIAN, TOML, opened

PAGES = TOML.replace(
    "[slots.hero]", '[slots.hero]\npages = ["/menu", "/menu/*", "/ش/{token}", "/"]'
)
ASKING = """
[[slots.hero.show]]
when = { query.invite = "*", campaign.term = "a*" }
fragment = "gold.html"
[[slots.hero.show]]
when = { path = "/reset/*" }
fragment = "city.html"
"""
WHOLE = TOML.partition("show = [")[0] + ASKING + "[console]\nrecent = 50\n"


def told(folder, toml, path, **headers):
    """Give what is told of one page."""
    app = opened(folder, toml)
    Browser(app).get(path, **headers)
    (recent,) = app.current.site.watchers
    (seen,) = recent.kept
    return seen


@pytest.mark.parametrize(
    ("path", "name", "like"),
    [
        ("/", "/", "/"),
        ("/menu", "/menu", "/menu"),
        ("/menu/for-anna@example.com", "/menu/*", "/menu/x"),
        ("/ش/9f2c-a-token", "/ش/{token}", "/ش/x"),
    ],
)
def test_a_page_is_named_as_the_file_names_it(tmp_path, path, name, like) -> None:
    seen = told(tmp_path, PAGES, path)
    assert (seen.path, seen.like) == (name, like)


def test_a_page_that_the_file_does_not_name_is_another(tmp_path) -> None:
    seen = told(tmp_path, TOML, "/reset-password/9f2c-a-token")
    assert (seen.path, seen.like) == (ANOTHER, UNNAMED)


def test_what_visitors_are_free_to_say_is_told_by_what_the_file_asks(tmp_path) -> None:
    seen = told(tmp_path, WHOLE, "/reset/me?invite=anna@example.com&utm_term=annas-own")
    facts = {fact.name: fact.value for fact in seen.facts}
    assert facts["query.invite"] == "*"
    assert facts["campaign.term"] == "a*"
    (part,) = seen.parts
    assert part.shows == "gold.html"
    assert "anna" not in repr(seen)


def test_a_path_that_is_asked_for_is_told_as_its_glob(tmp_path) -> None:
    seen = told(tmp_path, WHOLE, "/reset/9f2c-a-token")
    facts = {fact.name: fact.value for fact in seen.facts}
    assert (seen.path, facts["path"]) == ("/reset/*", "/reset/*")
    assert "9f2c" not in repr(seen)


def test_what_the_file_does_not_name_is_said_to_be_that(tmp_path) -> None:
    seen = told(tmp_path, WHOLE, "/?invite=x&utm_term=my-own")
    (term,) = [fact for fact in seen.facts if fact.name == "campaign.term"]
    assert (term.value, term.is_whole) == (UNLISTED, False)


def test_closed_words_are_told_as_they_are(tmp_path) -> None:
    facts = {fact.name: fact for fact in told(tmp_path, TOML, "/", **PERSIAN).facts}
    assert facts["language"].value == "fa"
    assert facts["language"].is_whole


def test_a_method_of_one_s_own_is_not_told(tmp_path) -> None:
    app = opened(tmp_path)
    scope = {**Browser(app).scope("GET", "/", {}), "method": "ANNA"}

    async def send(_message):
        pass

    asyncio.run(app(scope, None, send))
    (recent,) = app.current.site.watchers
    assert [each.method for each in recent.kept] == ["another"]


@pytest.mark.parametrize(
    "path", ["/" + "a" * 10**5, "/\udce4", "/\u202egnp", "/\x00\n", "/" + "ش" * 9999]
)
def test_hostile_paths_are_kept_short_and_on_their_line(tmp_path, path) -> None:
    app = opened(tmp_path)
    scope = {**Browser(app).scope("GET", "/", {}), "path": path}

    async def send(_message):
        pass

    asyncio.run(app(scope, None, send))
    (recent,) = app.current.site.watchers
    (seen,) = recent.kept
    assert len(seen.path) <= LONGEST * 6
    assert all(c.isprintable() for c in seen.path)


def test_joiners_stay_in_words() -> None:
    assert printable("خورش\u200cها", LONG) == "خورش\u200cها"
    assert len(printable("a" * 999, LONG)) == LONG


def test_what_would_end_a_line_is_written_out() -> None:
    assert printable("a\nb\u202e", LONG) == "a\\u000ab\\u202e"
