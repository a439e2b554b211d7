"""The bistro's pages as they came, random people, and what Sarto makes of both.

The pages are taken from the plain site once, so that a thousand versions of its config
can be asked; the people come with headers as browsers send them, or with facts pinned.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sarto import Config, Sarto
from sarto.site.visitor import PINS
from support.example_pages import plain_site
from support.play import played, scope_of
from support.walking import BISTRO, DESKTOP, PHONE, SECRET

PATHS = (
    "/",
    "/menu",
    "/book",
    "/gifts",
    "/restaurants/tehran",
    "/home/phone",
    "/about",
)
AGENTS = (PHONE, DESKTOP, "Googlebot/2.1 (+http://www.google.com/bot.html)")
TONGUES = ("en", "fa", "ar", "pl")
START = datetime(2026, 11, 20, tzinfo=UTC)
QUERIES = (
    b"",
    b"utm_source=letter",
    b"utm_medium=email",
    b"utm_source=x&utm_medium=app",
)


@dataclass
class Clock:
    """Tells the time of whoever asks just now."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Person:
    """One request, and when it comes."""

    scope: dict[str, Any]
    now: datetime


def pages(folder: Path) -> dict[str, bytes]:
    """Take the pages of the plain site."""
    with plain_site("bistro", folder / "bistro.db") as site:
        return {path: asyncio.run(played(site, scope_of(path))).body for path in PATHS}


def kept(bodies: dict[str, bytes]) -> Callable[..., Any]:
    """Make a site of pages that came before."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = bodies.get(scope["path"], f"<p>no {scope['path']}".encode())
        fields = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body", "body": body})

    return app


@dataclass
class Version:
    """One version of the bistro's config, before its pages."""

    text: str
    bodies: dict[str, bytes]

    def __post_init__(self) -> None:
        self.clock = Clock()
        config = Config.loads(self.text, folder=BISTRO)
        site = kept(self.bodies)
        self.app = Sarto(site, config=config, secret=SECRET, clock=self.clock)

    def bodies_for(self, people: list[Person]) -> list[bytes]:
        """Serve everybody."""
        return asyncio.run(self.served(people))

    async def served(self, people: list[Person]) -> list[bytes]:
        found = []
        for who in people:
            self.clock.now = who.now
            answer = await played(self.app, {**who.scope})
            assert answer.error is None
            found.append(answer.body)
        return found


def crowd(dice: Random, size: int) -> list[Person]:
    """Make people."""
    return [someone(dice) for _ in range(size)]


def someone(dice: Random) -> Person:
    now = START + timedelta(minutes=dice.randrange(200 * 24 * 60))
    if dice.random() < 0.4:
        now = now.replace(month=dice.choice((3, 12)), year=2027)  # when windows open
    scope = scope_of(
        dice.choice(PATHS), headers=sent(dice), query_string=dice.choice(QUERIES)
    )
    return Person(scope | {PINS: pins(dice)} if dice.random() < 0.7 else scope, now)


def sent(dice: Random) -> list[tuple[str, str]]:
    country = dice.choice(("IR", "PL", "GB", "XX"))
    found = [
        ("user-agent", dice.choice(AGENTS)),
        ("accept-language", dice.choice(TONGUES)),
        ("cf-ipcountry", country),
    ]
    if dice.random() < 0.3:
        found.append(("cookie", f"lang={dice.choice(TONGUES)}"))
    return found


def pins(dice: Random) -> dict[str, Any]:
    """Pin what a memory would tell, and more; numbers where rules may turn."""
    every: dict[str, Any] = {
        "device": dice.choice(("mobile", "desktop", "tablet")),
        "bot": dice.random() < 0.1,
        "language": dice.choice(TONGUES),
        "country": dice.choice(("IR", "PL", "GB")),
        "time": time(dice.randrange(24), dice.choice((0, 29, 30, 31, 59))),
        "date": date(2026, 12, 1) + timedelta(days=dice.randrange(130)),
        "days": dice.choice(("mon", "tue", "fri", "sun")),
        "channel": dice.choice(("email", "app", "search")),
        "campaign.source": "letter",
        "level": dice.choice(("novice", "regular", "expert")),
        "stage": dice.choice(("newcomer", "back-again", "guest")),
        "visits": dice.randrange(1, 5),
        "signed_in": dice.random() < 0.5,
        "consent": frozenset({"personalization"}),
        "preference.view": dice.choice(("simple", "full")),
        "signals.booked": dice.randrange(4),
        "signals.begun-booking": dice.randrange(4),
        "signals.booked.value": dice.choice((60, 69, 70, 71, 100, 149, 150, 151, 152)),
    }
    some = dice.sample(sorted(every), dice.randrange(1, 8))
    return {name: every[name] for name in some}
