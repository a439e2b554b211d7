"""A site that remembers, and browsers with a cookie jar that visit it.

What its application does is told by who asks, in the scope: the status and type of the
answer, the verbs it calls. It notes the facts it was shown, before it answers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sarto import Config, Sarto, visitor

SECRET = "a secret of the tests, long enough to sign"  # noqa: S105 - it guards nothing
HEAD = """
languages = ["en"]
timezone = "Europe/Warsaw"
site_timezone = "Europe/Warsaw"

[consent]
source = "cookieyes"
map = { personalization = "functional", analytics = "analytics" }
gpc = true
"""
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0 Safari/537.36"
)
CRAWLER = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
SHOWN = re.compile(rb'<i data-sarto="([^"]+)"[^>]*>([^<]*)</i>')
HTML = (b"content-type", b"text/html; charset=utf-8")
JSON = (b"content-type", b"application/json")
PROFILE = "__Host-sarto"
ASKED = "test.asked"  # a scope key: what the application is to do


def consenting(*, analytics: bool = True) -> str:
    """Write the cookie by which the site's tool says that personalization is granted."""
    return agreed(functional=True, analytics=analytics)


def agreed(*, functional: bool, analytics: bool) -> str:
    """Write what the site's tool keeps once a visitor has answered."""
    word = {True: "yes", False: "no"}
    return (
        "consentid:aGVsbG8,consent:yes,action:yes,necessary:yes,"
        f"functional:{word[functional]},analytics:{word[analytics]},"
        "performance:no,advertisement:no"
    )


@dataclass(slots=True)
class Time:
    """A clock that is set by hand, in whole seconds."""

    now: int = 0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Does:
    """What the application does with a request, and how it answers it."""

    status: int = 200
    is_html: bool = True
    headers: tuple[tuple[bytes, bytes], ...] = ()
    user: str | None = None  # who is signed in
    signs_out: bool = False
    signals: tuple[tuple[str, float | None], ...] = ()
    prefers: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()  # that it reads, first of all
    pieces: int = 1  # in which its page is sent


@dataclass(slots=True)
class Answered:
    """What came back, and what the application was shown."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, str]:
        """The slots, and what is in them."""
        return {n.decode(): text.decode() for n, text in SHOWN.findall(self.body)}

    @property
    def cookies(self) -> list[str]:
        return [v.decode() for n, v in self.headers if n.lower() == b"set-cookie"]

    def header(self, name: bytes) -> bytes:
        return b", ".join(v for n, v in self.headers if n.lower() == name)


class Shop:
    """The application: a page of all its slots, whatever path is asked."""

    def __init__(self, slots: Iterable[str]) -> None:
        marks = "".join(f'<i data-sarto="{name}">own</i>' for name in slots)
        self.page = f"<!doctype html><title>t</title>{marks}".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        does, noted = scope[ASKED]
        who = visitor(scope)
        if does.facts:
            await who.load()
            noted |= {name: who.facts[name] for name in does.facts}
        if does.user is not None:
            who.identify(does.user)
        if does.signs_out:
            who.forget_identity()
        for name, value in does.signals:
            who.signal(name, value)
        for name, text in does.prefers:
            who.prefer(name, text)
        kind = HTML if does.is_html else JSON
        start = {"type": "http.response.start", "status": does.status}
        await send({**start, "headers": [kind, *does.headers]})
        body = self.page if does.is_html else b"{}"
        size = max(1, -(-len(body) // does.pieces))
        for at in range(0, len(body), size):
            part, more = body[at : at + size], at + size < len(body)
            await send({"type": "http.response.body", "body": part, "more_body": more})


class Browser:
    """Keeps cookies as browsers do, and asks."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.jar: dict[str, str] = {}

    async def ask(
        self,
        path: str = "/",
        *,
        method: str = "GET",
        query: str = "",
        headers: Iterable[tuple[str, str]] = (),
        agent: str = CHROME,
        cookies: Mapping[str, str] | None = None,
        does: Does | None = None,
        body: bytes = b"",
    ) -> Answered:
        """Ask with the cookies of the jar, and those given on top."""
        sent = {**self.jar, **(cookies or {})}
        line = "; ".join(f"{name}={value}" for name, value in sent.items())
        fields = [("host", "shop.example"), ("user-agent", agent), *headers]
        if line:
            fields.append(("cookie", line))
        answer = Answered()
        scope = {
            "type": "http",
            "method": method,
            "scheme": "https",
            "path": path,
            "query_string": query.encode(),
            "headers": [
                (n.encode(), v.encode("latin-1", "replace")) for n, v in fields
            ],
            ASKED: (does or Does(), answer.facts),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = [(bytes(n), bytes(v)) for n, v in message["headers"]]
                self.take(answer.cookies)
            else:
                answer.body += message.get("body", b"")

        await self.app(scope, receive, send)
        return answer

    def take(self, cookies: Iterable[str]) -> None:
        """Keep, or let go of, what an answer sets."""
        for cookie in cookies:
            pair, _, attributes = cookie.partition(";")
            name, _, value = pair.partition("=")
            if "max-age=0" in attributes.lower():
                self.jar.pop(name, None)
            else:
                self.jar[name] = value


def site(
    folder: Path,
    toml: str,
    slots: Iterable[str],
    fragments: Iterable[str],
    texts: Mapping[str, str] | None = None,
    **more: Any,
) -> Sarto:
    """Open the shop behind Sarto; each fragment says its name, or what is given."""
    (folder / "fragments").mkdir(exist_ok=True)
    for name, text in {**{name: name for name in fragments}, **(texts or {})}.items():
        (folder / "fragments" / f"{name}.html").write_text(text, "utf-8")
    given: dict[str, Any] = {"secret": SECRET, "budget": 30.0, **more}
    return Sarto(Shop(slots), config=Config.loads(toml, folder=folder), **given)


def noted(app: Sarto) -> dict[str, int]:
    """What failed inside, by its name; the site's code reads all it likes."""
    assert app.current is not None
    counts = app.current.site.failures.counts
    return {name: times for name, times in counts.items() if name != "reads"}
