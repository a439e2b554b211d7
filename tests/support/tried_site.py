"""A site with an experiment, its events, and visitors with cookies of their own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sarto import Sarto
from sarto.vocabulary.measured import Exposure
from support.browsers import CONSENT, YES, Browser, Clock, site
from support.events import MemoryEvents
from support.play import html

PAGE = (
    '<!doctype html><html lang="en"><title>Bistro</title><body>\r\n'
    '<h1 class="a  b">Hi &amp; welcome</h1>\n'
    '<section id=s data-sarto="hero"><p>the page\'s own</p></section><p>after\n'
)
OWN = "the page's own"
PHOTO = '<img src="/photo.jpg" alt="a table">'
TOML = """
[consent]
source = "cookieyes"
map = { personalization = "functional", analytics = "analytics" }
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { WEIGHTS }
goal = "booked"
"""
HERO = """
[[slots.hero.show]]
experiment = "photo"
fragments = { control = "keep", photo = "photo.html" }
"""
ONLY_ANALYTICS = YES.replace("functional:yes", "functional:no")
ONLY_PERSONAL = YES.replace("analytics:yes", "analytics:no")


class Tried:
    """The site, what it wrote down, and the clock."""

    def __init__(
        self,
        folder: Path,
        rules: str = HERO,
        *,
        app: Any = None,
        fragments: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.folder, self.rules = folder, rules
        self.app = app or html(PAGE)
        self.fragments = {"photo.html": PHOTO, **(fragments or {})}
        self.events, self.clock, self.options = MemoryEvents(), Clock(), options
        self.sarto = self.opened()

    def opened(self, weights: str = "control = 50, photo = 50") -> Sarto:
        """Start the site; a second time, as on the next day, or with other weights."""
        given = {"events": self.events, "clock": self.clock, **self.options}
        toml = TOML.replace("WEIGHTS", weights) + self.rules
        return site(self.folder, toml, self.fragments, self.app, **given)

    def browser(self, consent: str | None = YES, **more: Any) -> Browser:
        cookies = {} if consent is None else {CONSENT: consent}
        return Browser(self.sarto, cookies, **more)

    def in_arm(self, arm: str, path: str = "/") -> Browser:
        """Let visitors come until one is in that arm."""
        for _ in range(200):
            browser = self.browser()
            if (PHOTO in browser.get(path).text) == (arm == "photo"):
                return browser
        raise AssertionError(arm)

    def written(self) -> list[Exposure]:
        """Give what was written down of the experiment, once all of it is."""
        recording = self.sarto._recording
        assert recording is not None
        recording.close()
        rows = self.events.shown.values()
        return [each for each in rows if each.subject == "experiments.photo"]

    @property
    def failed(self) -> dict[str, int]:
        assert self.sarto.current is not None
        return dict(self.sarto.current.site.failures.counts)
