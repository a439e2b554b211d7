"""Heron's documentation in Chromium, JavaScript off: a walk, and how it looks.

`SARTO_SHOTS` names a folder that pictures are written to. axe-core runs in a context of
its own, for it is a script.
"""

import os
from pathlib import Path

import pytest

DEVICES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "tiny": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
}
PAGES = ("/en/", "/fa/install", "/en/alarms", "/fa/commands", "/fa/nowhere")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def opened(chromium, docs, device, path, *, scripts=False):
    context = chromium.new_context(java_script_enabled=scripts, **DEVICES[device])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{docs.port}{path}")
    return page


def pictured(page, name):
    if folder := os.environ.get("SARTO_SHOTS"):
        page.screenshot(path=Path(folder) / f"static-docs-{name}.png", full_page=True)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_walk_without_javascript(chromium, docs, device):
    page = opened(chromium, docs, device, "/en/")
    pictured(page, f"{device}-1-home")
    page.get_by_role("link", name="Install", exact=True).click()
    page.get_by_role("button", name="I know it all").click()
    assert page.url.endswith("/en/install")
    pictured(page, f"{device}-2-expert")
    reason = page.get_by_text("From then on it sleeps")
    assert not reason.is_visible()
    page.get_by_text("Why", exact=True).click()
    assert reason.is_visible()
    page.get_by_role("link", name="فارسی").click()
    pictured(page, f"{device}-3-persian")
    assert page.get_by_role("heading", level=1).inner_text() == "نصب"
    page.get_by_role("button", name="همه چیز").click()
    assert page.get_by_text("از آن پس").is_visible()
    page.context.close()


@pytest.mark.parametrize("device", DEVICES)
def test_nothing_is_wider_than_the_screen(chromium, docs, device):
    page = opened(chromium, docs, device, "/", scripts=True)
    for path in PAGES:
        page.goto(f"http://127.0.0.1:{docs.port}{path}")
        assert page.evaluate(WIDE) <= 0, path
    page.context.close()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing(chromium, docs, device):
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    page = opened(chromium, docs, device, "/", scripts=True)
    for path in PAGES:
        page.goto(f"http://127.0.0.1:{docs.port}{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.context.close()
