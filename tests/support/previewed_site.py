"""A site whose visitors are remembered, and passes for it: previews, explanations."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sarto import Sarto, visitor
from sarto.site.passes import Asking, Passes, Preview
from support.browsers import NOON, SECRET, Answer, Browser, site

TOML = """
version = 1
languages = ["en", "fa"]
timezone = "UTC"
[consent]
source = "cookieyes"
[preferences.view]
values = ["simple", "expert"]
[signals.booked]
on = "POST /book"
[audiences.phones]
device = "mobile"
[slots.hero]
show = [
  { to = "phones", fragment = "phone.html" },
  { when = { signals.booked = ">=1" }, fragment = "booked.html" },
  { when = { visits = ">=2" }, fragment = "visits.html", cap = { times = 1, per = "visitor" } },
]
[personas.anna]
device = "mobile"
language = "fa"
"""
FRAGMENTS = {
    "phone.html": "a phone",
    "booked.html": "booked",
    "visits.html": "visit {{ visitor.facts.visits }}",
}
BANNER = re.compile(rb'<link rel="stylesheet" href="[^"]*/preview-[^"]*">.*</aside>\s*', re.DOTALL)  # fmt: skip
PHONE = "device=mobile"
SECURE = "__Host-sarto-preview"
SAME = {"sec-fetch-site": "same-origin"}
FORM = {"content-type": "application/x-www-form-urlencoded", **SAME}


async def page(scope: Any, receive: Any, send: Any) -> None:
    """Answer any address by a page; `/data` is none, `/told` tells of the visitor."""
    path, fields = scope["path"], dict(scope["headers"])
    kind = b"application/json" if path == "/data" else b"text/html; charset=utf-8"
    if path == "/told":
        asking = visitor(scope)
        asking.signal("booked")
        asking.prefer("view", "expert")
        asking.identify("user-17", tier="gold")
    said = [(b"content-type", kind), (b"etag", b'"1"'), (b"set-cookie", b"own=1")]
    said += [(b"cache-control", b"public, max-age=60"), (b"cdn-cache-control", b"max-age=9")]  # fmt: skip
    await send({"type": "http.response.start", "status": 200, "headers": said})
    heard = fields.get(b"accept-language", b"").decode()
    text = f'<!doctype html><body><p data-sarto="hero">own</p><i>{heard}</i></body>'
    for letter in text:
        part = {"type": "http.response.body", "body": letter.encode()}
        await send({**part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def opened(folder: Path, toml: str = TOML, **options: Any) -> Sarto:
    """Put Sarto in front of that page, at noon."""
    options.setdefault("clock", lambda: NOON)
    return site(folder, toml, FRAGMENTS, page, **options)


def link(
    facts: str = PHONE,
    path: str = "/menu?a=b",
    *,
    ends: datetime = NOON + timedelta(days=2),
    secret: str = SECRET,
    site: str = "",
    name: str = "",
) -> str:
    """Sign a preview."""
    leave = Preview(int(ends.timestamp()), path, facts, name)
    return Passes.checked((secret,), site).written(leave)


def token(ends: datetime = NOON + timedelta(hours=1), *, site: str = "") -> str:
    return Passes.checked((SECRET,), site).written(Asking(int(ends.timestamp())))


def entered(app: Any, facts: str = PHONE, **cookies: str) -> Browser:
    """Open the browser of somebody who followed a link."""
    browser = Browser(app, dict(cookies))
    answer = browser.get(f"/_sarto/preview/{link(facts)}")
    assert answer.status == 303
    return browser


def less_banner(body: bytes) -> bytes:
    return BANNER.sub(b"", body)


def left(browser: Browser, next_: str = "/menu") -> Answer:
    """End a preview by its button."""
    body = f"next={quote(next_, safe='')}".encode()
    return browser.post("/_sarto/preview/exit", body, **FORM)
