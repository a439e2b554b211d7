"""The shop on Django in Chromium, JavaScript off: a walk, and how it looks.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in a context of
its own, for it is a script.
"""

import os
from pathlib import Path

import pytest

DEVICES = {
    "desktop": {"viewport": {"width": 1200, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "tiny": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
}
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
)
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(chromium, device, *, scripts=False):
    context = chromium.new_context(
        java_script_enabled=scripts, user_agent=AGENT, **DEVICES[device]
    )
    return context.new_page()


def pictured(page, name):
    if folder := os.environ.get("SARTO_SHOTS"):
        page.screenshot(path=Path(folder) / f"django-shop-{name}.png", full_page=True)


@pytest.mark.parametrize("device", DEVICES)
def test_a_walk_without_javascript(chromium, shop, device):
    page = opened(chromium, device)
    page.goto(shop)
    pictured(page, f"{device}-1-home")
    page.get_by_role("button", name="Allow all").click()
    page.get_by_role("link", name="Mint", exact=True).click()
    pictured(page, f"{device}-2-product")
    page.get_by_role("button", name="Put in the basket").click()
    pictured(page, f"{device}-3-basket")
    page.get_by_role("button", name="Order").click()
    page.get_by_role("link", name="Back to the shelves").click()
    pictured(page, f"{device}-4-grower")

    assert (
        page.get_by_role("heading", level=1).inner_text().startswith("What comes next")
    )
    page.context.close()


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("path", ["/", "/shelf/herbs/basil/", "/basket/", "/sign-in/"])
def test_nothing_is_wider_than_the_screen(chromium, shop, device, path):
    page = opened(chromium, device, scripts=True)
    page.goto(shop + path)

    assert page.evaluate(WIDE) <= 0
    page.context.close()


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("path", ["/", "/shelf/herbs/basil/", "/basket/", "/sign-in/"])
def test_axe_finds_nothing(chromium, shop, device, path):
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = opened(chromium, device, scripts=True)
    page.goto(shop + path)
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    page.context.close()
