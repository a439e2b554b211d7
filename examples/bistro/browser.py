"""A visitor's browser, in the process of the site: cookies, forms, and no script."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
FORM = b"application/x-www-form-urlencoded"
COOKIE, GONE = b"set-cookie", "Max-Age=0"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the status, where it leads to, and the page."""

    status: int
    location: str
    text: str

    def hidden(self, action: str) -> dict[str, str]:
        """Read the hidden fields of the form that leads there; of none, nothing."""
        _, found, form = self.text.partition(f'action="{action}"')
        fields = HIDDEN.findall(form.partition("</form>")[0]) if found else ()
        return {name: unescape(value) for name, value in fields}


@dataclass(slots=True)
class Browser:
    """Asks an application one page after the other, and keeps its cookies."""

    app: ASGIApp
    headers: dict[str, str]
    cookies: dict[str, str] = field(default_factory=dict[str, str])

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, b"", headers)

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        return await self.ask("POST", path, urlencode(form).encode(), {})

    async def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> Answer:
        """Send one request, and take its whole answer."""
        came = list[MutableMapping[str, Any]]()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body}

        async def send(message: MutableMapping[str, Any]) -> None:
            came.append(message)

        await self.app(self.scope(method, path, headers), receive, send)
        fields = [(bytes(n).lower(), bytes(v).decode()) for n, v in came[0]["headers"]]
        for name, value in fields:
            if name == COOKIE:
                self.keep(value)
        text = b"".join(message.get("body", b"") for message in came[1:])
        return Answer(
            came[0]["status"], dict(fields).get(b"location", ""), text.decode()
        )

    def scope(self, method: str, path: str, more: dict[str, str]) -> dict[str, Any]:
        path, _, query = path.partition("?")
        sent = {**self.headers, "sec-fetch-site": "same-origin", **more}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{n}={v}" for n, v in self.cookies.items())
        fields = [(n.replace("_", "-").encode(), v.encode()) for n, v in sent.items()]
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost"), (b"content-type", FORM), *fields],
            "client": ("127.0.0.1", 50000),
            "server": ("localhost", 80),
        }

    def keep(self, cookie: str) -> None:
        """Keep a cookie, or drop one that is taken back."""
        pair, *attributes = cookie.split("; ")
        name, _, value = pair.partition("=")
        if GONE in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
