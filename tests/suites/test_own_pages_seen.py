"""Our own pages in a real browser, JavaScript off: seen, walked by keyboard, used.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of ours has a script.
"""

import os
import re
from itertools import product
from pathlib import Path

import pytest

from support.play import html
from support.privacy_site import TOML, whole
from support.serve import serving

pytestmark = pytest.mark.browser

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
COMPUTER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
PAGES = ("privacy?page=/menu/vegan", "consent", "preferences", "no-such-page")
LANGUAGES = {"en": "PL", "fa": "IR", "ar": "EG", "pl": "PL"}
WIDTHS = {"phone": 390, "desktop": 1200}
SHOTS = os.environ.get("SARTO_SHOTS")


@pytest.fixture(scope="module")
def address():
    with serving(whole(TOML)) as address:
        yield address


@pytest.fixture
def met(chromium):
    """Open a browser as some visitor's; without JavaScript unless it is said."""
    opened = []

    def meet(language="en", scheme="light", width=390, *, javascript=False, zoom=1):
        context = chromium.new_context(
            viewport={"width": width // zoom, "height": 800 // zoom},
            device_scale_factor=zoom,
            locale=language,
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            reduced_motion="reduce",
            user_agent=PHONE if width < 600 else COMPUTER,
            extra_http_headers={"x-country": LANGUAGES[language]},
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield meet
    for context in opened:
        context.close()


def grown_up(page, address) -> None:
    """Let a visitor allow all, come again, and do something."""
    page.goto(f"{address}/_sarto/consent?next=/")
    page.click("button[value=all]")
    for _ in range(3):
        page.goto(f"{address}/menu/vegan")
    page.goto(f"{address}/_sarto/preferences")
    page.select_option("[name=level]", "expert")
    page.fill("[name=interests]", "vegan, jazz")
    page.click("main button")


def picture(page, name) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    list(product(LANGUAGES, ("light", "dark"), WIDTHS)),
)
def test_pages_are_seen_whole(met, address, language, scheme, device) -> None:
    page = met(language, scheme, WIDTHS[device])
    for name in PAGES:
        page.goto(f"{address}/_sarto/{name}")
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == language
        picture(page, f"{name.partition('?')[0]}-{language}-{scheme}-{device}")
    grown_up(page, address)
    page.goto(f"{address}/_sarto/privacy?page=/menu/vegan")
    picture(page, f"known-{language}-{scheme}-{device}")


@pytest.mark.parametrize(
    ("language", "scheme"), list(product(LANGUAGES, ("light", "dark")))
)
def test_axe_finds_nothing(met, address, language, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = met(language, scheme, javascript=True)
    for name in PAGES:
        page.goto(f"{address}/_sarto/{name}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    grown_up(page, address)
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}/_sarto/privacy?page=/menu/vegan")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("language", "zoom"), list(product(LANGUAGES, (1, 2))))
def test_nothing_is_wider_than_a_narrow_screen_or_a_zoomed_one(
    met, address, language, zoom
) -> None:
    width = 320 if zoom == 1 else 1280
    page = met(language, width=width, javascript=True, zoom=zoom)
    for name in PAGES:
        page.goto(f"{address}/_sarto/{name}")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width // zoom
        picture(page, f"narrow-{name.partition('?')[0]}-{language}-{zoom}")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_saying_no_is_as_easy_as_saying_yes(met, address, language) -> None:
    for width in WIDTHS.values():
        page = met(language, width=width, javascript=True)
        page.goto(f"{address}/_sarto/consent")
        said = {
            value: page.locator(f"button[value={value}]").evaluate(
                "e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();"
                "return [Math.round(r.width), Math.round(r.height), s.color, s.backgroundColor,"
                " s.fontWeight, s.fontSize, s.borderColor, s.borderWidth]; }"
            )
            for value in ("all", "none")
        }
        assert said["all"] == said["none"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_control_is_reached_in_order_by_keyboard_and_seen(
    met, address, language
) -> None:
    page = met(language, javascript=True)
    page.goto(f"{address}/_sarto/privacy")
    order = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, pre')].length"
    )
    tops = []
    for number in range(order):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.tagName, e.getBoundingClientRect().top + scrollY, s.outlineStyle, s.outlineWidth]; })()"
        )
        assert at[0] != "BODY", number
        assert at[2:] == ["solid", "3px"], at
        tops.append(at[1])
        if number == 0:
            assert page.evaluate("document.activeElement.className") == "skip"
            assert at[1] >= 0
            picture(page, f"skip-{language}")
    assert tops[1:] == sorted(tops[1:])


def test_the_skip_link_leads_to_the_content(met, address) -> None:
    page = met(javascript=True)
    page.goto(f"{address}/_sarto/privacy")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_enter_in_the_form_of_consent_never_allows_all(met, address) -> None:
    page = met()
    page.goto(f"{address}/_sarto/consent")
    page.focus("#purpose-1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{address}/_sarto/consent")
    assert "you refused" in page.inner_text(".state")


def test_all_of_it_works_without_javascript(met, address) -> None:
    page = met()
    page.goto(f"{address}/")
    page.click("a")
    page.wait_for_url("**/_sarto/privacy")
    page.check("#purpose-1")
    page.click("#consent button:not([value])")
    page.wait_for_url("**/_sarto/privacy#consent")
    assert "you allowed: “Remember my visits”" in page.inner_text("#consent .state")
    page.goto(f"{address}/menu/vegan")
    page.goto(f"{address}/_sarto/privacy")
    assert "You were first here" in page.inner_text("#remembered")
    page.select_option("[name=language]", "fa")
    page.check("#keep")
    page.click("#preferences button")
    page.wait_for_url("**#preferences")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.click("#data form:nth-of-type(1) button")
    page.wait_for_url("**#data")
    page.click("#data form:nth-of-type(2) button")
    page.goto(f"{address}/_sarto/privacy")
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.context.cookies() == []


def test_a_copy_is_downloaded(met, address) -> None:
    page = met()
    page.goto(f"{address}/_sarto/privacy")
    with page.expect_download() as downloading:
        page.click("a.button")
    assert downloading.value.suggested_filename == "my-data.json"


def test_without_styles_it_still_reads_in_order(met, address) -> None:
    page = met()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{address}/_sarto/privacy")
    assert re.search(
        "know right now.*remember.*looks this way.*allow.*like it.*data",
        page.inner_text("main"),
        re.DOTALL,
    )
    picture(page, "plain")


BANNER = """
[slots.ask]
default = "sarto:consent"
[slots.like]
default = "sarto:preferences"
[slots.why]
default = "sarto:why"
"""
SITE = """<!doctype html><html lang="en"><title>Bistro</title>
<meta name="viewport" content="width=device-width">
<style>:root{color-scheme:light dark}body{margin:0;font:1rem/1.5 Georgia,serif}main{max-width:60ch;margin:auto;padding:1rem}
button{border:0;background:#c00;color:#fff;padding:0}</style>
<div data-sarto="ask"></div><main><h1>Bistro</h1><p>Dinner tonight.</p>
<div data-sarto="like"></div><p data-sarto="why"></p></main></html>"""


@pytest.fixture(scope="module")
def bistro():
    with serving(whole(TOML + BANNER, app=html(SITE))) as address:
        yield address


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    list(product(("en", "fa"), ("light", "dark"), WIDTHS)),
)
def test_our_fragments_look_well_on_a_site_s_own_page(
    met, bistro, language, scheme, device
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = met(language, scheme, WIDTHS[device], javascript=True)
    page.goto(f"{bistro}/")
    picture(page, f"banner-{language}-{scheme}-{device}")
    found = Axe().run(page, context=".sarto-form")
    assert found.violations_count == 0, found.generate_report()
    refuse, allow = (
        page.locator(f"button[value={value}]").bounding_box()
        for value in ("none", "all")
    )
    assert (refuse["height"], refuse["width"]) == (allow["height"], allow["width"])
    assert page.evaluate("document.scrollingElement.scrollWidth") <= WIDTHS[device]


def test_the_banner_works_without_javascript(met, bistro) -> None:
    page = met()
    page.goto(f"{bistro}/menu/x")
    with page.expect_navigation():
        page.click("button[value=none]")
    assert page.url == f"{bistro}/menu/x"
    assert page.locator("button[value=none]").count() == 0
    page.click("text=Why do I see this?")
    assert page.input_value("#page") == "/menu/x"
