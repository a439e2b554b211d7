"""A preview in a real browser, JavaScript off: its banner seen, walked, used.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of ours has a script. The site forbids all but its own styles.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from sarto.clock import utc_now
from support.play import html
from support.previewed_site import PHONE, link
from support.privacy_site import SECRET, whole
from support.serve import serving

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fa", "ar", "pl")
WIDTHS = {"phone": 390, "desktop": 1200}
SHOTS = os.environ.get("SARTO_SHOTS")
POLICY = ("content-security-policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")  # fmt: skip
TOML = """
languages = ["en", "fa"]
site_timezone = "Europe/Warsaw"
[slots.hero]
show = [{ when = { device = "mobile", language = "fa" }, attrs = { class = "seen" } }]
"""
PAGE = """<!doctype html><html lang="en"><title>Bistro</title>
<meta name="viewport" content="width=device-width">
<style>:root{color-scheme:light dark}body{margin:0;font:1.1rem/1.5 Georgia,serif}
main{max-width:60ch;margin:auto;padding:1rem}a{color:#06c}p,b,span{letter-spacing:.3em}
button{border:0;background:#c00;color:#fff;padding:0}form{border:9px solid red}</style>
<main><h1>Bistro</h1><p data-sarto="hero">Dinner at noon.</p></main></html>"""


@pytest.fixture(scope="module")
def address():
    app = whole(TOML, app=html(PAGE, headers=[POLICY], chunks=9))
    with serving(app) as address:
        yield address


@pytest.fixture
def met(chromium):
    """Open a browser as some visitor's; without JavaScript unless it is said."""
    opened = []

    def meet(language="en", scheme="light", width=390, *, javascript=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 600},
            locale=language,
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return context.new_page()

    yield meet
    for context in opened:
        context.close()


def entered(page, address, facts="device=mobile language=fa", name="tehran-evening"):
    text = link(facts, "/menu", ends=utc_now().replace(year=2099), secret=SECRET, name=name)  # fmt: skip
    page.goto(f"{address}/_sarto/preview/{text}")
    assert page.url == f"{address}/menu"


def picture(page, name) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    list(product(LANGUAGES, ("light", "dark"), WIDTHS)),
)
def test_the_banner_is_seen_whole(met, address, language, scheme, device) -> None:
    page = met(language, scheme, WIDTHS[device])
    entered(page, address)
    banner = page.locator(".sarto-preview")
    assert page.locator(".seen").count() == 1
    assert banner.get_attribute("lang") == language
    box = banner.bounding_box()
    assert (box["x"], box["width"]) == (0, WIDTHS[device])
    assert box["y"] >= page.locator("main").bounding_box()["y"]
    line = 64 if device == "desktop" else 160
    assert box["height"] <= line  # one line, where there is room for it
    picture(page, f"preview-{language}-{scheme}-{device}")
    page.click(".sarto-preview summary")
    assert "language" in page.inner_text(".sarto-preview ul")
    picture(page, f"preview-open-{language}-{scheme}-{device}")


@pytest.mark.parametrize(("language", "scheme"), list(product(LANGUAGES, ("light", "dark"))))  # fmt: skip
def test_axe_finds_nothing(met, address, language, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = met(language, scheme, javascript=True)
    entered(page, address)
    for _ in range(2):
        found = Axe().run(page, context=".sarto-preview")
        assert found.violations_count == 0, found.generate_report()
        page.click(".sarto-preview summary")
    page.goto(f"{address}/_sarto/preview/exit")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_a_narrow_screen(met, address, language) -> None:
    page = met(language, width=320, javascript=True)
    entered(page, address, f"{PHONE} city={'x' * 200}", "")
    page.click(".sarto-preview summary")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    picture(page, f"preview-narrow-{language}")


def test_it_looks_the_same_on_a_site_of_any_look(met, address) -> None:
    page = met(javascript=True)
    entered(page, address)
    seen = page.evaluate(
        "[...document.querySelectorAll('.sarto-preview, .sarto-preview *')].map(e => {"
        "const s = getComputedStyle(e); return [s.letterSpacing, s.fontFamily, s.borderTopColor]; })"
    )
    assert {spacing for spacing, _, _ in seen} == {"normal"}
    assert not any("Georgia" in family for _, family, _ in seen)
    assert "rgb(255, 0, 0)" not in {colour for _, _, colour in seen}


def test_its_button_is_reached_by_keyboard_and_ends_it_without_javascript(
    met, address
) -> None:
    page = met()
    entered(page, address)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{address}/menu"
    assert page.locator(".sarto-preview").count() == 0
    assert page.locator(".seen").count() == 0
    assert page.context.cookies() == []


def test_it_is_not_printed(met, address) -> None:
    page = met()
    entered(page, address)
    page.emulate_media(media="print")
    assert not page.locator(".sarto-preview").is_visible()
