"""The rules as a page: in order, in words, with what for, whose, and where."""

from html import unescape
from pathlib import Path

import pytest

from sarto import Config
from sarto.pages.console.rulebook import Rulebook
from support.console_site import HOME, entered, opened
from support.own_pages import words

TOML = """
languages = ["en", "fa"]
[audiences.evening-novices-iran]
device = "mobile"
country = ["IR"]
time = "18:00-23:00"
returning = true
[audiences.few]
all = ["evening-novices-iran"]
[audiences.unused]
bot = true
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
[slots.hero]
why = "more bookings at dinner time"
owner = "web team"
pages = ["/", "/menu/*"]
default = "d.html"
stable = "visit"
selector = "#hero"
[[slots.hero.show]]
to = ["evening-novices-iran", "few"]
when = { channel = "email" }
fragment = "a.html"
from = 2026-12-01
until = 2026-12-24
cap = { times = 3, per = "visitor" }
why = "a gift"
[[slots.hero.show]]
fragment = "default"
off = true
[[slots.hero.show]]
experiment = "photo"
fragments = { control = "keep", photo = "b.html" }
[slots.rest]
pages = ["/"]
[layouts.home]
off = true
show = [{ when = { all = ["few"] }, layout = "keep" }]
[[pages]]
path = "/"
show = [{ serve = "/home" }]
[console]
"""


@pytest.fixture
def book():
    return Rulebook.of(Config.loads(TOML, folder=Path()))


def test_places_come_in_the_order_of_the_file_with_what_for_and_whose(book) -> None:
    hero, home, page = book.entries()

    assert (hero.kind, hero.name, hero.id) == ("slot", "hero", "slots-hero")
    assert (hero.why, hero.owner) == ("more bookings at dinner time", "web team")
    assert hero.pages == ("/", "/menu/*")
    assert hero.notes == ("found by #hero", "stays the same within a visit")
    assert hero.otherwise == "d.html"
    assert hero.where == "sarto.toml:17"
    assert (home.kind, home.is_off) == ("layout", True)
    assert (page.kind, page.name, page.otherwise) == ("page", "/", "the page itself")
    assert book.resting() == ["rest"]


def test_a_rule_says_to_whom_what_when_and_how_often(book) -> None:
    gift, off, trial = next(book.entries()).lines

    assert [whom.name for whom in gift.whom] == ["evening-novices-iran", "few"]
    assert gift.whom[0].text == (
        "somebody on a phone, in Iran, between 18:00 and 23:00, "
        "who has been here before"
    )
    assert gift.besides == "somebody who came from an e-mail"
    assert gift.shows == "a.html"
    assert gift.notes == (
        "from 1 December 2026 until 24 December 2026 (that day too)",
        "at most 3 times per visitor",
        "a gift",
    )
    assert gift.where == "sarto.toml:24"
    assert (off.shows, off.is_off, off.whom[0].text) == (
        "its default",
        True,
        "everybody",
    )
    assert (
        trial.shows
        == "an arm of the experiment “photo” (control: the page's own content; photo: b.html)"
    )


def test_an_audience_tells_who_names_it(book) -> None:
    evening, few, unused = book.groups()

    assert evening.used == (
        ("slot hero", "slots-hero"),
        ("audience few", "audiences-few"),
    )
    assert few.used == (("slot hero", "slots-hero"), ("layout home", "layouts-home"))
    assert (unused.text, unused.used) == ("somebody who is a robot", ())


def test_all_of_it_is_on_its_page_and_every_link_finds_its_place(tmp_path) -> None:
    quiet = TOML.replace('[[slots.hero.show]]\nexperiment = "photo"\nfragments = { control = "keep", photo = "b.html" }\n', "").replace('[experiments.photo]\narms = { control = 50, photo = 50 }\ngoal = "booked"\n', "")  # fmt: skip
    for name in ("a.html", "d.html"):
        file = tmp_path / "fragments" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    page = entered(opened(tmp_path, quiet)).get(f"{HOME}rules").text
    said = words(unescape(page))

    assert "for evening-novices-iran : somebody on a phone, in Iran" in said
    assert "Used by nothing" in said
    targets = [part.partition('"')[0] for part in page.split('href="#')[1:]]
    assert len(targets) > 6
    assert all(f'id="{target}"' in page for target in targets)


def test_a_page_that_names_an_audience_is_called_by_its_path() -> None:
    toml = TOML.replace("{ serve =", '{ when = { all = ["few"] }, serve =')
    book = Rulebook.of(Config.loads(toml, folder=Path()))
    (few,) = [group for group in book.groups() if group.name == "few"]
    assert ("page /", "pages-0") in few.used
