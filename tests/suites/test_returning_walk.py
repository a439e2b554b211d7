"""Somebody comes back to the bistro, in a real browser with JavaScript off.

They refuse, and nothing is kept; they allow, and in five visits the page gets to know
them; they want it simple, and it stays simple; they want to be forgotten, and are.
`SARTO_SHOTS=1` keeps a picture of each stop in `examples/bistro/shots/walk`.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from support.serve import serving
from support.walking import BISTRO, DESKTOP, PHONE, Clock, booking, cut, plain

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1280, 800)}
WALKS = [
    ("en", "desktop", "light"),
    ("en", "phone", "dark"),
    ("fa", "phone", "light"),
    ("fa", "desktop", "dark"),
]
TIMES = ("18:30", "19:00", "19:30", "20:00", "20:30")
REGULAR = ["again", "quick", "offer", "tables", "topics", "houses"]
SIMPLE = ["again", "quick", "houses"]
DIRECTIONS = {"en": "ltr", "fa": "rtl"}


@dataclass
class Walker:
    """Somebody at their browser, the address of the site, and its clock."""

    page: Any
    address: str
    clock: Clock
    shots: Path
    name: str

    def go(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    def press(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.click(button)

    def book(self, time: str) -> None:
        """Book a table by the form, from the link that leads to it."""
        self.go(f"/book?{urlencode(booking(time=time))}")
        self.press("form.long button")
        assert self.page.locator(".ticket").count() == 1

    @property
    def sections(self) -> list[str]:
        """The sections of the home page, in their order."""
        headings = self.page.locator("main h2")
        return headings.evaluate_all("all => all.map(each => each.id || 'quick')")

    @property
    def cookies(self) -> set[str]:
        return {cookie["name"] for cookie in self.page.context.cookies()}

    def stop(self, place: str) -> None:
        """Take a picture, and look that nothing is wider than the screen."""
        wide = self.page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= self.page.viewport_size["width"]
        assert self.page.locator("script").count() == 0
        assert self.page.locator("h1").count() == 1
        path = self.shots / f"{self.name}-{place}.png"
        self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def walker(chromium, tmp_path):
    """Begin a walk: `walker(language, device, scheme)`."""
    opened = []
    is_kept = bool(os.environ.get("SARTO_SHOTS"))
    shots = BISTRO / "shots" / "walk" if is_kept else tmp_path / "shots"
    clock = Clock()
    with plain(tmp_path) as site, serving(cut(site, clock)) as address:

        def begin(language="en", device="desktop", scheme="light", **more):
            width, height = SIZES[device]
            context = chromium.new_context(
                **{"java_script_enabled": False, **more},
                user_agent=PHONE if device == "phone" else DESKTOP,
                locale=language,
                color_scheme=scheme,
                reduced_motion="reduce",
                viewport={"width": width, "height": height},
                extra_http_headers={"CF-IPCountry": "PL"},
            )
            context.set_default_timeout(20_000)
            opened.append(context)
            name = f"{language}-{device}-{scheme}"
            return Walker(context.new_page(), address, clock, shots, name)

        yield begin
        for context in opened:
            context.close()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_who_refuses_leaves_nothing_but_that_they_refused(walker, language) -> None:
    guest = walker(language)
    guest.go()
    first = guest.sections
    guest.press("button[value=none]")
    assert guest.cookies == {"sarto-consent"}
    for time in TIMES:
        guest.book(time)
        guest.clock.on(days=3)
    guest.go()
    assert guest.sections == first
    assert guest.cookies == {"sarto-consent"}
    assert guest.page.locator(".ask form").count() == 0
    guest.stop("refused")


@pytest.mark.parametrize(("language", "device", "scheme"), WALKS)
def test_five_visits_then_simple_then_forgotten(
    walker, language, device, scheme
) -> None:
    guest = walker(language, device, scheme)
    guest.go()
    root = guest.page.locator("html")
    assert root.get_attribute("dir") == DIRECTIONS[language]
    newcomer = guest.sections
    assert "guide" in newcomer
    assert "again" not in newcomer
    guest.stop("1-newcomer")

    guest.press("button[value=all]")
    guest.go("/book")
    guest.go()
    assert "/book?note=" in guest.page.locator(".offer a").get_attribute("href")
    guest.stop("2-coupon")

    for number, time in enumerate(TIMES):
        guest.book(time)
        if number == 0:
            guest.stop("3-booked")
            guest.go()
            assert "again" in guest.sections
            assert "guide" in guest.sections
            assert guest.page.get_attribute(".offer a", "href") == "/menu"
            guest.stop("4-thanks")
        guest.clock.on(days=3)
    guest.go()
    assert guest.sections == REGULAR
    assert "lamp" in guest.page.get_attribute(".cards li img >> nth=0", "src")
    guest.stop("5-regular")

    guest.press(".again a")
    assert guest.page.input_value("#house") == "tehran"
    assert guest.page.input_value("#table") == "lamp"
    assert guest.page.input_value("#time") == TIMES[-1]
    guest.stop("6-again")

    guest.go()
    guest.press("button[value=simple]")
    assert guest.sections == SIMPLE
    assert root.get_attribute("class") == "simple"
    guest.stop("7-simple")
    for _ in range(2):
        guest.clock.on(days=3)
        guest.go()
        assert guest.sections == SIMPLE

    guest.go("/_sarto/privacy")
    guest.stop("8-privacy")
    guest.press("form:has([name=everything]) button")
    guest.go()
    assert guest.sections == newcomer
    assert guest.page.locator(".ask form").count() == 1
    assert guest.cookies == set()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_name_is_in_the_banner_only_while_its_guest_is_signed_in(
    walker, language
) -> None:
    guest = walker(language)
    guest.book(TIMES[0])
    assert "Forugh" not in guest.page.inner_text(".strip")
    guest.press(".here a")
    guest.page.fill("#email", "forugh@example.com")
    guest.press(".long button")
    assert guest.page.inner_text(".strip bdi") == "Forugh"
    guest.stop("signed-in")
    guest.go("/book")
    assert guest.page.input_value("#email") == "forugh@example.com"
    guest.press(".strip button")
    assert "Forugh" not in guest.page.inner_text(".strip")
    guest.go("/sign-in")
    guest.page.fill("#code", "NOSUCHES")
    guest.page.fill("#email", "forugh@example.com")
    guest.press(".long button")
    assert guest.page.get_attribute("#code", "aria-invalid") == "true"
    guest.stop("sign-in")


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("fa", "dark"), ("ar", "light")]
)
def test_axe_finds_nothing_on_any_home(walker, language, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only with a browser

    guest = walker(language, scheme=scheme, java_script_enabled=True)

    def look() -> None:
        found = Axe().run(guest.page)
        assert found.violations_count == 0, found.generate_report()

    guest.go()
    look()
    guest.press("button[value=all]")
    for time in TIMES[:3]:
        guest.book(time)
        guest.clock.on(days=3)
    look()
    guest.go()
    look()
    guest.press("button[value=simple]")
    look()
    guest.go("/sign-in")
    look()
