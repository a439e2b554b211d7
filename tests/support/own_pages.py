"""A browser without JavaScript, as far as our own pages need one: cookies and forms."""

import asyncio
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from support.play import Pairs, Played, scope_of

KIND = ("content-type", "application/x-www-form-urlencoded")
OWN = ("sec-fetch-site", "same-origin")


def posted(app: Any, scope: dict[str, Any], body: bytes) -> Played:
    """Play a request that has a body."""
    result = Played()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        result.messages.append(message)

    try:
        asyncio.run(app(scope, receive, send))
    except Exception as error:  # noqa: BLE001 - it is what is asked about
        result.error = error
    return result


@dataclass
class Browser:
    """Asks an application, and keeps its cookies."""

    app: Any
    language: str = "en"
    headers: Pairs = ()
    more: dict[str, Any] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Pairs = ()
    ) -> Played:
        sent = [("accept-language", self.language), *self.headers, *headers]
        if self.cookies:
            pairs = (f"{name}={value}" for name, value in self.cookies.items())
            sent.append(("cookie", "; ".join(pairs)))
        scope = scope_of(path, method=method, headers=sent, **self.more)
        answer = posted(self.app, scope, body)
        for name, value in answer.raw_headers if answer.starts else ():
            if name == b"set-cookie":
                self.keep(value.decode())
        return answer

    def keep(self, cookie: str) -> None:
        pair, *attributes = cookie.split("; ")
        name, _, value = pair.partition("=")
        if "Max-Age=0" in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def get(self, path: str, **more: Any) -> Played:
        return self.ask("GET", path, **more)

    def post(
        self, path: str, *pairs: tuple[str, str], headers: Pairs = (KIND, OWN)
    ) -> Played:
        return self.ask("POST", path, urlencode(pairs).encode(), headers)

    def allow(self, *pairs: tuple[str, str], next_: str = "/") -> Played:
        """Answer the form of consent as it is shown now."""
        page = self.get("/_sarto/consent").text
        policy = re.findall(r'name="v" value="([^"]*)"', page)
        said = [("v", each) for each in policy[:1]]
        return self.post("/_sarto/consent", *said, ("next", next_), *pairs)


def words(text: str) -> str:
    """Give what a page says, less its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", text)))
