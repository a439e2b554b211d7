"""Pictures of the gallery's frames, taken by a Chromium without JavaScript."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

FOLDER: Final = "shots"
PIXELS: Final = {"narrow": 360, "wide": 1280}
TALLEST: Final = 2400  # pixels
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
WITHOUT: Final = (
    "Pictures need Playwright and a Chromium, and {} is missing.\n"
    "Install them: pip install playwright && playwright install chromium\n"
    "Or leave out --screenshots: the gallery shows the same in frames."
)


class ShotsError(Exception):
    """Raised when no pictures can be taken; says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A frame to be taken a picture of; both are files of the gallery."""

    name: str
    source: str  # the file of the frame
    width: str
    scheme: str

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}-{self.width}-{self.scheme}.png"


def taken(shots: Iterable[Shot], out: Path) -> Generator[Shot, None, None]:
    """Take pictures; each is given when it is on disk. Raises `ShotsError`."""
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for shot in shots:
            take(browser, shot, out)
            yield shot


def take(browser: "Browser", shot: Shot, out: Path) -> None:
    """Take one picture, as tall as what there is to see."""
    context = browser.new_context(
        viewport={"width": PIXELS[shot.width], "height": 200},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        java_script_enabled=False,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        page.goto((out / shot.source).resolve().as_uri())
        tall = page.locator("html").bounding_box()
        height = min(TALLEST, max(1, round(tall["height"]) if tall else 1))
        page.set_viewport_size({"width": PIXELS[shot.width], "height": height})
        page.screenshot(path=out / shot.file)
    finally:
        context.close()


def ready() -> None:
    """Make sure, before all the work, that there is what takes pictures."""
    if find_spec("playwright") is None:
        raise ShotsError(WITHOUT.format("Playwright"))


@contextmanager
def chromium() -> Generator["Browser", None, None]:
    """Open a Chromium: Playwright's own, or one that is installed."""
    from playwright.sync_api import (  # noqa: PLC0415 - only here, and an extra
        sync_playwright,
    )

    with sync_playwright() as playwright:
        browser = opened(playwright)
        try:
            yield browser
        finally:
            browser.close()


def opened(playwright: "Playwright") -> "Browser":
    """Open one in its sandbox; without, only where it cannot be had, as by root."""
    from playwright.sync_api import Error  # noqa: PLC0415 - only here, and an extra

    installed = [found for name in NAMES if (found := which(name))]
    for has_sandbox, path in product((True, False), (None, *installed)):
        try:
            return playwright.chromium.launch(
                executable_path=path,
                chromium_sandbox=has_sandbox,
                args=["--disable-gpu"],
            )
        except Error:
            continue
    raise ShotsError(WITHOUT.format("a Chromium"))
