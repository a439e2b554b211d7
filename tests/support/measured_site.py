"""The shop that measures what came of its pages, with its events in memory."""

import asyncio
from pathlib import Path
from time import monotonic
from typing import Any

from sarto import Sarto
from sarto.vocabulary.measured import Exposure, Happened
from support.events import MemoryEvents
from support.remembered_site import HEAD, Answered, Browser, Time, agreed, site

CONSENT = "cookieyes-consent"
BOTH = agreed(functional=True, analytics=True)
MEASURED = agreed(functional=False, analytics=True)
REMEMBERED = agreed(functional=True, analytics=False)
NOTHING = agreed(functional=False, analytics=False)
START = 1_800_000_000
SOON = 10.0  # seconds, on a busy machine
TOLD = """
[signals.booked]
on = "POST /book"
status = "2xx,3xx"
[signals.menu]
on = "GET /menu"
[signals.paid]
[audiences.phones]
device = "mobile"
[experiments.photo]
arms = { control = 1, photo = 1 }
goal = "booked"
breakdown = ["device", "language", "country"]
[slots.hero]
show = [
  { experiment = "photo", fragments = { control = "keep", photo = "photo.html" } },
]
[slots.aside]
pages = ["/", "/menu"]
show = [ { to = "phones", fragment = "phone.html" }, { when = { device = "desktop" }, fragment = "desk.html" } ]
"""


def opened(folder: Path, events: Any, *, toml: str = HEAD + TOLD, **more: Any) -> Sarto:
    given = {"clock": Time(START), **more, "events": events}
    return site(folder, toml, ("hero", "aside"), ("photo", "phone", "desk"), **given)


class Guest:
    """A browser whose visitor answered what they allow; each request has its loop."""

    def __init__(self, app: Sarto, said: str = BOTH) -> None:
        self.app, self.browser = app, Browser(app)
        if said:
            self.browser.jar[CONSENT] = said

    def get(self, path: str = "/", **more: Any) -> Answered:
        return asyncio.run(self.browser.ask(path, **more))

    def book(self, **more: Any) -> Answered:
        return self.get("/book", method="POST", **more)


def settled(app: Sarto) -> None:
    """Wait until all that was seen is stored."""
    recorder = app.current.site.measuring.recorder
    until = monotonic() + SOON
    while recorder.ledger.waiting:
        assert monotonic() < until, "events wait for ever"
        asyncio.run(asyncio.sleep(0.005))


class Kept:
    """What is kept of it, once it is."""

    def __init__(self, app: Sarto, store: MemoryEvents) -> None:
        self.app, self.store = app, store

    @property
    def shown(self) -> list[Exposure]:
        settled(self.app)
        return sorted(self.store.shown.values())

    @property
    def arms(self) -> list[Exposure]:
        return [each for each in self.shown if each.subject == "experiments.photo"]

    @property
    def done(self) -> list[Happened]:
        settled(self.app)
        found = self.store.happened.values()
        return sorted(found, key=lambda each: (each.at, each.signal))

    @property
    def is_empty(self) -> bool:
        return not (self.shown or self.done or self.store.runs)
