"""A browser that keeps its cookies, before an application that is asked in process."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sarto import Config, Sarto

CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0 Safari/537.36"
)
SECRET = "long enough to be none that can be guessed"  # noqa: S105 - a test's
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
YES = (
    "consentid:x,consent:yes,action:yes,necessary:yes,functional:yes,analytics:yes,"
    "performance:yes,advertisement:yes,other:yes"
)
NO = YES.replace("yes", "no").replace("action:no", "action:yes")
CONSENT = "cookieyes-consent"


@dataclass
class Clock:
    """Tells the time that a test sets."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    @property
    def set_cookies(self) -> dict[str, str]:
        """The cookies it sets, by name, with their attributes."""
        pairs = (each.partition("=") for each in self.all("set-cookie"))
        return {name: rest for name, _, rest in pairs}

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """One visitor: cookies are kept until they are deleted, whatever their age."""

    app: Any
    cookies: dict[str, str] = field(default_factory=dict[str, str])
    agent: str = CHROME
    scheme: str = "https"

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers)

    def post(self, path: str, body: bytes = b"", **headers: str) -> Answer:
        return self.ask("POST", path, headers, body)

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes = b""
    ) -> Answer:
        return asyncio.run(self.asked(method, path, headers, body))

    async def asked(
        self, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes = b""
    ) -> Answer:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(self.scope(method, path, headers), receive, send)
        start, *parts = sent
        answer = Answer(
            status=start["status"],
            headers=[(k.decode(), v.decode()) for k, v in start["headers"]],
            body=b"".join(part.get("body", b"") for part in parts),
        )
        self.keep(answer)
        return answer

    def scope(
        self, method: str, path: str, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        path, _, query = path.partition("?")
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        fields = {"user-agent": self.agent, **({"cookie": jar} if jar else {})}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        return {
            "type": "http",
            "method": method,
            "scheme": self.scheme,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in fields.items()],
        }

    def keep(self, answer: Answer) -> None:
        for name, rest in answer.set_cookies.items():
            if "Max-Age=0" in rest:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = rest.partition(";")[0]


async def pages(scope: Any, receive: Any, send: Any) -> None:
    """Answer any address with one page that has a slot; `/book` by going back."""
    is_post = scope["method"] == "POST"
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    status = 303 if is_post else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    page = b'<!doctype html><p data-sarto="hero">own</p>'
    await send({"type": "http.response.body", "body": page})


def site(
    folder: Path,
    toml: str,
    fragments: Mapping[str, str],
    app: Any = pages,
    **options: Any,
) -> Sarto:
    """Put Sarto in front of an application."""
    for name, text in fragments.items():
        file = folder / "fragments" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    config = Config.loads(toml, folder=folder)
    return Sarto(app, config=config, **{"secret": SECRET, **options})


def consenting(app: Any, **cookies: str) -> Browser:
    """Open the browser of somebody who said yes to everything."""
    return Browser(app, {CONSENT: YES, **cookies})
