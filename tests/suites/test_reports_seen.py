"""Reports in a real browser, JavaScript off: each language, light and dark, any width.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of ours has a script.
"""

import os
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from sarto import Sarto
from sarto.clock import utc_now
from sarto.config.config import Config
from sarto.measure.report.report import reported
from sarto.pages.console.keys import Keys
from sarto.pages.console.reports import alone
from sarto_adapters.stores.events_sqlite import EventStore
from support.browsers import SECRET
from support.console_site import HOME
from support.play import html
from support.reported import BEGIN, DAY, FRAGMENTS, filled, toml
from support.serve import serving

pytestmark = pytest.mark.browser

NOW = BEGIN + 60 * DAY
WIDTHS = {"phone": 390, "desktop": 1200}
LANGUAGES = ("en", "fa")
SHOTS = os.environ.get("SARTO_SHOTS")
EVERY = list(product(LANGUAGES, ("light", "dark"), WIDTHS))
LOOKS = EVERY if SHOTS else EVERY[::3]  # each language, scheme and width among them
PAGE = '<!doctype html><html lang="en"><title>Bistro</title><link rel="icon" href="data:,"><h1>Bistro</h1></html>'


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    file = tmp_path_factory.mktemp("events") / "events.db"
    return filled(EventStore(f"sqlite:///{file}"), visitors=2500)


@pytest.fixture(scope="module")
def files(tmp_path_factory, store):
    """Write the page of each language."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "fragments").mkdir()
    for name, text in FRAGMENTS.items():
        (folder / "fragments" / name).write_text(text, "utf-8")
    for language in LANGUAGES:
        config = Config.loads(toml(language), folder=folder)
        text = alone(reported(config.toml, store, NOW), config)
        (folder / f"{language}.html").write_text(text, "utf-8")
    return folder


@pytest.fixture
def look(chromium, files):
    """Open a page; without JavaScript unless it is said."""
    opened = []

    def look(language="en", scheme="light", width=390, *, javascript=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.goto(f"file://{files}/{language}.html")
        return page

    yield look
    for context in opened:
        context.close()


@pytest.mark.parametrize(("language", "scheme", "device"), LOOKS)
def test_the_page_is_seen(chromium, files, language, scheme, device) -> None:
    said = []
    context = chromium.new_context(
        viewport={"width": WIDTHS[device], "height": 800},
        color_scheme=scheme,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.on("console", lambda each: said.append(each.text))
    page.goto(f"file://{files}/{language}.html")
    assert page.locator("h1").count() == 1
    assert page.locator(".dot").count() > 20
    assert page.locator(".dot").first.is_visible()
    assert said == []  # the policy refused nothing of ours
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=f"{SHOTS}/report-{language}-{scheme}-{device}.png", full_page=True
        )
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fa", "dark")])
def test_axe_finds_nothing(look, language, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    found = Axe().run(look(language, scheme, javascript=True))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_a_narrow_screen(look, language) -> None:
    page = look(language, width=320, javascript=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("fa", "right")])
def test_names_stand_where_reading_begins(look, language, side) -> None:
    page = look(language, width=390, javascript=True)
    box = page.locator(".chart").first.bounding_box()
    name = page.locator(".chart .name").first.bounding_box()
    is_left = name["x"] + name["width"] / 2 < box["x"] + box["width"] / 2
    assert is_left == (side == "left")


def test_a_chart_is_told_by_its_title_and_its_figures(look) -> None:
    page = look(javascript=True)
    title, text = page.locator(".chart").first.evaluate(
        "e => e.getAttribute('aria-labelledby').split(' ')"
        ".map(id => document.getElementById(id).textContent)"
    )
    assert title == "Who did it: booked"
    assert "control: " in text
    assert "photo: " in text


def test_days_open_as_a_table_without_any_script(look) -> None:
    page = look()
    table = page.locator("details table").first
    assert not table.is_visible()
    page.locator("summary").first.click()
    assert table.is_visible()


def test_the_console_shows_it_beside_its_other_rooms(chromium, store, files) -> None:
    (files / "sarto.toml").write_text(toml(), "utf-8")
    app = Sarto(html(PAGE), config=files / "sarto.toml", secret=SECRET, events=store)
    with serving(app) as address:
        context, wrong = chromium.new_context(java_script_enabled=False), []
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text))
        text = Keys.checked((SECRET,), "").link(timedelta(hours=8), utc_now())
        page.goto(f"{address}{HOME}enter/{text}")
        page.click("text=Reports")
        assert page.url == f"{address}{HOME}reports"
        assert page.locator("nav [aria-current]").inner_text() == "Reports"
        assert page.locator(".chart").first.is_visible()
        stroke = page.locator(".once").first.evaluate(
            "e => getComputedStyle(e).strokeWidth"
        )
        assert stroke == "5px"
        assert wrong == []
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/console-reports.png", full_page=True)
        context.close()
