from pathlib import Path
from tempfile import gettempdir

import pytest

from sarto import Config
from sarto.config.pins import pins
from sarto.site.compile import compile_site
from sarto.site.explained import explained
from sarto.workbench.explain import as_text
from support.visits import NOON

TOML = """
timezone = "UTC"
languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
not = { country = "US" }
[slots.hero]
show = [
  { when = { consent = "analytics", bot = true }, fragment = "a" },
  { to = "phones", fragment = "b", attrs = { class = "small" } },
  { from = 2026-12-01, until = 2026-12-24, fragment = "keep", attrs = { class = "late" } },
]
[layouts.home]
pages = ["/home"]
show = [{ when = { time = "08:00-20:00" }, layout = "keep" }]
[slots.all]
pages = ["/all"]
show = [{ fragment = "a" }]
[[pages]]
path = "/swapped"
show = [{ when = { bot = true }, serve = "/other" }]
"""


class Fragments:
    def names(self):
        return frozenset({"a", "b"})

    def text(self, name):
        return name


def told(page, as_=""):
    config = Config.loads(TOML, folder=Path(gettempdir()))
    site = compile_site(config, fragments=Fragments(), clock=lambda: NOON)
    return explained(site, page, pins(site.config.dictionary, as_))


def text(page, as_=""):
    return as_text(told(page, as_))


def test_the_whole_of_it_reads_like_this():
    assert text("/", "device=mobile country=PL consent=analytics,personalization") == (
        """\
/
  bot = unknown  (unknown)
  consent = analytics, personalization  (as)
  country = PL  (as)
  device = mobile  (as)

Decided for such a visitor, where these stand on the page:

hero: b class="small"
  for phones (sarto.toml:10)
  yes  device = "mobile"  (it is mobile)
  yes  not country = "US"  (it is PL)
  near: a, if bot=true"""
    )


def test_a_rule_for_another_time_is_told_with_that_time():
    assert "near: the page's own content, if date=2026-12-01 (it holds from " in text(
        "/", "device=tv"
    )


def test_a_rule_without_an_audience_is_told_by_its_conditions():
    assert "  by its conditions (sarto.toml:9)" in text(
        "/", "consent=analytics bot=true"
    )


def test_a_rule_for_everybody_says_so():
    assert "all: a\n  for everybody (sarto.toml:18)" in text("/all")


def test_layouts_are_told_as_such():
    found = text("/home", "time=12:00")
    assert "layout home: the page's own content" in found
    assert "  yes  time = " in found


def test_until_when_it_holds_is_told():
    assert "  until 2026-06-15T20:00:00+00:00" in text("/home")


def test_nothing_granted_is_none():
    assert "consent = none  (as)" in text("/", "consent=")


@pytest.mark.parametrize(
    ("as_", "said"),
    [
        ("bot=true", "/swapped is swapped for /other\n"),
        ("", "/swapped\n"),
    ],
)
def test_a_page_that_is_swapped_says_for_what(as_, said):
    assert text("/swapped", as_).startswith(said)


def test_a_page_that_nothing_changes_says_so():
    config = Config.loads("", folder=Path(gettempdir()))
    site = compile_site(config, clock=lambda: NOON)
    assert (
        as_text(explained(site, "/x", {})) == "/x\n\nNo slot may change on this page."
    )


def test_an_unknown_value_is_called_so():
    config = Config.loads(
        '[slots.hero]\nshow = [{ when = { not = { country = "PL" } }, fragment = "a" }]',
        folder=Path(gettempdir()),
    )
    site = compile_site(config, fragments=Fragments(), clock=lambda: NOON)
    found = as_text(explained(site, "/", {}))
    assert '  yes  not country = "PL"  (it is unknown)' in found


def test_near_misses_that_were_left_out_are_said_to_be():
    found = told("/")
    assert "too many to try" not in as_text(found)
    found["slots"]["hero"]["more"] = True
    assert "  more rules may be near: they were too many to try" in as_text(found)
