"""What the rooms of the console tell: pages that were answered, shadows, failures."""

import json
import re
import shlex
from html import unescape

import pytest

from support.browsers import Browser, consenting
from support.console_site import HOME, PERSIAN, TOML, entered, opened
from support.previewed_site import link

HOSTILE = "/$(reboot)`x`'\"\\;"
MENU = TOML.replace(
    "[slots.hero]", f"[slots.hero]\npages = ['/منو', '/a', {json.dumps(HOSTILE)}]"
)

ARM = re.compile(
    r", arm <code>(\w+)</code> of <a href=\"/_sarto/console/reports\">offer<"
)
TRIED = """
[experiments.offer]
arms = { control = 1, gold = 1 }
goal = "booked"
[slots.offer]
show = [{ experiment = "offer", fragments = { control = "keep", gold = "gold.html" } }]
"""


@pytest.fixture
def app(tmp_path):
    return opened(tmp_path)


def test_pages_are_explained_with_facts_and_where_they_came_from(tmp_path) -> None:
    browser = entered(opened(tmp_path, MENU))
    Browser(browser.app).get(
        "/منو?plan=%D8%A7%DB%8C%D8%B1%D8%A7%D9%86&secret=x", **PERSIAN
    )
    said = browser.get(f"{HOME}recent/1").text

    assert '<bdi dir="auto">/منو</bdi>' in said
    assert "plan.html" in said
    assert '<bdi dir="auto">ایران</bdi>' in said
    assert "secret" not in said
    assert "sarto.toml:" in said


def test_a_page_tells_which_arm_it_showed(tmp_path) -> None:
    browser = entered(opened(tmp_path, TOML + TRIED))
    for _ in range(8):
        consenting(browser.app).get("/")
    Browser(browser.app).get("/")
    rooms = [browser.get(f"{HOME}recent/{number}").text for number in range(1, 10)]
    told = [ARM.findall(room) for room in rooms]
    assert told[-1] == []
    assert {*map(len, told[:-1])} == {1}
    assert all(found in (["control"], ["gold"]) for found in told[:-1])
    found = {found for (found,) in told[:-1]}
    listed = browser.get(f"{HOME}recent").text
    assert {*re.findall("<small>arm (\\w+)</small>", listed)} == found


def test_previews_and_its_own_pages_are_not_kept(app) -> None:
    browser = entered(app)
    browser.get(HOME)
    browser.get("/_sarto/privacy")
    guest = Browser(app)
    guest.get(f"/_sarto/preview/{link('language=fa')}")
    assert "readers" in guest.get("/menu").text
    assert "None yet" in browser.get(f"{HOME}recent").text


def test_where_pages_are_not_kept_it_says_how(tmp_path) -> None:
    browser = entered(opened(tmp_path, TOML.replace("recent = 50", "")))
    browser.get("/")
    assert "recent = 50" in browser.get(HOME).text
    assert "recent = 50" in browser.get(f"{HOME}recent").text
    assert browser.get(f"{HOME}recent/1").status == 404


def test_what_failed_is_counted_there(app) -> None:
    app.current.site.failures.note("decide", ValueError("a visitor's own words"))
    said = entered(app).get(HOME).text

    assert '<th scope="row">decide</th><td class="number">1</td>' in said
    assert "own words" not in said


def test_the_command_it_gives_is_safe_to_paste_and_tells_the_same(tmp_path) -> None:
    app = opened(tmp_path, MENU)
    browser, hostile = entered(app), HOSTILE
    Browser(app).get(hostile, **PERSIAN)
    Browser(app).get("/a?plan=ایران", **PERSIAN)
    said = [unescape(browser.get(f"{HOME}recent/{number}").text) for number in (1, 2)]
    commands = [text.partition("<code>sarto explain")[2] for text in said]
    first, second = (shlex.split(text.partition("</code>")[0]) for text in commands)

    assert first == [hostile, "--as", "language=fa"]
    assert second[:2] == ["/a", "--as"]


def test_what_a_shadow_counted_is_a_table(tmp_path) -> None:
    other = TOML.replace('fragment = "readers.html"', 'fragment = "gold.html"')
    (tmp_path / "next.toml").write_text(other, "utf-8")
    app = opened(tmp_path, TOML + '[shadow]\nconfig = "next.toml"\n')
    Browser(app).get("/", **PERSIAN)
    said = entered(app).get(f"{HOME}shadow").text

    assert '<bdi dir="auto">readers.html</bdi>' in said
    assert '<bdi dir="auto">gold.html</bdi>' in said
    assert '<td class="number">1</td><td class="number">1</td>' in said


def test_a_shadow_with_a_mistake_is_said_to_have_one(tmp_path) -> None:
    (tmp_path / "next.toml").write_text("[slots.hero]\nshow = 1\n", "utf-8")
    app = opened(tmp_path, TOML + '[shadow]\nconfig = "next.toml"\n')
    assert "It has a mistake" in entered(app).get(f"{HOME}shadow").text
