"""The blog in a real browser, JavaScript off: phone and desktop, light and dark.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in the test's
browser alone: nothing of the blog's has a script.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from support.serve import serving

pytestmark = pytest.mark.browser

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
COMPUTER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
PAGES = ("/", "/tag/cloth", "/post/roadside-puncture", "/search?q=none", "/letter")
WIDTHS = {"phone": 390, "desktop": 1200}
SHOTS = os.environ.get("SARTO_SHOTS")


@pytest.fixture
def opened(blog, chromium):
    """Open a browser as some reader's; without JavaScript unless it is said."""
    contexts = []

    with serving(blog.app) as address:

        def meet(language="en", scheme="light", width=390, *, javascript=False):
            context = chromium.new_context(
                base_url=address,
                viewport={"width": width, "height": 800},
                locale=language,
                color_scheme=scheme,
                java_script_enabled=javascript,
                user_agent=PHONE if width < 600 else COMPUTER,
            )
            contexts.append(context)
            return context.new_page()

        yield meet
        for context in contexts:
            context.close()


def picture(page, name) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_reader_without_javascript_walks_through_it(opened) -> None:
    page = opened(width=WIDTHS["desktop"])
    page.goto("/")
    picture(page, "blog-first")
    page.click("button[value=all]")
    for _ in range(3):
        page.click("nav >> text=Bicycles")
    page.click(".name")
    assert "Back on two wheels" in page.inner_text("main")
    picture(page, "blog-interested")
    page.click("text=What this blog knows about you")
    assert "bicycles" in page.inner_text("main")
    page.goto("/_sarto/preferences")
    page.select_option("[name=level]", "expert")
    page.click("main button")
    page.goto("/")
    assert not page.is_visible("text=A cup, a needle")
    page.fill("#email", "reader@example.com")
    page.click("text=Send it to me")
    assert page.inner_text("h1") == "It is on its way"
    page.goto("/")
    assert page.locator("#email").count() == 0
    picture(page, "blog-expert")


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    list(product(("en", "fa"), ("light", "dark"), WIDTHS)),
)
def test_it_is_seen_whole_and_axe_finds_nothing(
    opened, language, scheme, device
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = opened(language, scheme, WIDTHS[device], javascript=True)
    for path in PAGES:
        page.goto(path)
        name = path.partition("?")[0].replace("/", "-")
        picture(page, f"blog{name}-{language}-{scheme}-{device}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_nothing_is_wider_than_a_narrow_screen(opened) -> None:
    for language in ("en", "fa"):
        page = opened(language, width=320, javascript=True)
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
