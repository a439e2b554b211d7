"""A shop with two experiments, and guests who allow what they like; see test_arms."""

import asyncio
from pathlib import Path
from typing import Any

from sarto import Sarto
from sarto.memory.profile import unpacked
from support.remembered_site import (
    CRAWLER,
    HEAD,
    PROFILE,
    Answered,
    Browser,
    Does,
    Time,
    agreed,
    consenting,
    site,
)

CONSENT = "cookieyes-consent"
TOLD = """
[signals.booked]
on = "POST /book"
[level]
regular = 1
[experiments.photo]
arms = { control = 1, photo = 1 }
goal = "booked"
[experiments.words]
factors = { tone = ["calm", "loud"], size = ["s", "l"] }
goal = "booked"
[slots.hero]
show = [
  { when = { arm.photo = "photo" }, fragment = "photo.html" },
  { when = { arm.photo = "control" }, fragment = "control.html" },
]
"""
ARMS = ("arm.photo", "arm.words")
ASKS = Does(facts=ARMS)
BOTH = consenting()
MEASURED = agreed(functional=False, analytics=True)
REMEMBERED = agreed(functional=True, analytics=False)
NOTHING = agreed(functional=False, analytics=False)
NO_ARM = dict.fromkeys(ARMS)
START = 1_800_000_000
HEADERS = (("sec-purpose", "prefetch"),)
ASKED = {
    "HEAD": {"method": "HEAD"},
    "a prefetch": {"headers": HEADERS},
    "a bot": {"agent": CRAWLER},
}
MONTH = 30 * 86_400


class Guest:
    """A browser whose visitor answered once what they allow."""

    runner: asyncio.Runner  # of this test: stores keep connections to their loop

    def __init__(self, app: Sarto, said: str = BOTH) -> None:
        self.app = app
        self.browser = Browser(app)
        self.allow(said)

    def allow(self, said: str) -> None:
        self.browser.jar[CONSENT] = said

    def get(self, path: str = "/", does: Does = ASKS, **more: Any) -> Answered:
        return self.runner.run(self.browser.ask(path, does=does, **more))

    def arms(self, **more: Any) -> dict[str, Any]:
        return self.get(**more).facts

    def signs_in(self, user: str = "ann") -> Answered:
        return self.get(does=Does(facts=ARMS, user=user))

    @property
    def token(self) -> str | None:
        return self.browser.jar.get(PROFILE)

    @property
    def profile(self) -> Any:
        """What the cookie of this browser holds, where profiles are in cookies."""
        seals = self.app.current.site.keeping.seals
        return unpacked(seals.profiles.opened(self.token))


def opened(folder: Path, time: Time, profiles: Any = None, **more: Any) -> Sarto:
    toml = more.pop("toml", HEAD + TOLD)
    given = {"clock": time, "profiles": profiles, **more}
    return site(folder, toml, ("hero",), ("photo", "control"), **given)
