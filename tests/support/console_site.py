"""A site with a console, and developers who sign in to it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sarto import Sarto
from sarto.pages.console.keys import Keys
from support.browsers import NOON, SECRET, Browser, Clock, pages, site

TOML = """
version = 1
languages = ["en", "fa"]
timezone = "UTC"
[consent]
source = "cookieyes"
[location]
headers = ["cf-ipcountry"]
trusted_proxies = ["127.0.0.1/32"]
[signals.booked]
on = "POST /book"
[audiences.readers]
language = "fa"
[audiences.gold]
traits.tier = "gold"
[audiences.guests]
signals.booked = ">=1"
[slots.hero]
why = "more bookings"
owner = "web team"
show = [
  { to = "gold", fragment = "gold.html" },
  { to = "guests", fragment = "guests.html" },
  { when = { city = "Tehran" }, fragment = "city.html" },
  { when = { query.plan = "ایران" }, fragment = "plan.html" },
  { to = "readers", fragment = "readers.html" },
]
[console]
recent = 50
"""
FRAGMENTS = {
    f"{name}.html": name for name in ("gold", "guests", "city", "plan", "readers")
}
HOME = "/_sarto/console/"
ROOMS = ("", "recent", "recent/1", "rules", "shadow", "gallery/", "icon.svg")
PERSIAN = {"accept-language": "fa"}


def opened(folder: Path, toml: str = TOML, app: Any = pages, **options: Any) -> Sarto:
    options.setdefault("clock", Clock())
    return site(folder, toml, FRAGMENTS, app, **options)


def token(hours: float = 8, *, secret: str = SECRET, site: str = "", now=NOON) -> str:
    return Keys.checked((secret,), site).link(timedelta(hours=hours), now)


def entered(app: Any, **options: Any) -> Browser:
    """Open the browser of a developer who followed a link."""
    browser = Browser(app, **options)
    answer = browser.get(f"{HOME}enter/{token()}")
    assert answer.status == 303, answer.text
    return browser
