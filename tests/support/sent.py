"""Messages sent through a page, and what a client hears of them."""

import asyncio
from collections.abc import Iterable
from typing import Any

from sarto.asgi import Message
from sarto.compose.edit import Edit
from sarto.compose.page import Page
from sarto.compose.rewrite import Terms
from sarto.compose.swap import Swap
from sarto.errors import Failures
from sarto.headers import Headers
from support.cuts import swap

SLOT = b"x<p data-sarto=a>old</p>y"
NEW = b"x<p data-sarto=a>new</p>y"
HTML = (b"content-type", b"text/html; charset=utf-8")
CHANGED = [HTML, (b"etag", b'W/"changed"')]
TRAILERS = {"type": "http.response.trailers", "headers": [], "more_trailers": False}


class GoneError(OSError):
    """What a server raises when the client is gone (ASGI 2.4)."""


class Client:
    """Hears what is sent; hangs up at a message, if told so."""

    def __init__(self, *, hangs_up_at: int | None = None) -> None:
        self.heard: list[Message] = []
        self.hangs_up_at = hangs_up_at

    async def send(self, message: Message) -> None:
        if self.hangs_up_at is not None and len(self.heard) >= self.hangs_up_at:
            raise GoneError
        self.heard.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(
            each["body"] for each in self.heard if each["type"] == "http.response.body"
        )


def edit(*, is_known: bool = False, **swaps: Swap) -> Edit:
    found = swaps or {"a": swap("new")}
    terms = Terms(swaps=found, content_type=HTML[1], hold_cap=999)
    return Edit(headers=list(CHANGED), terms=terms, is_known=is_known)


def start(*headers: tuple[Any, Any], **more: object) -> dict[str, Any]:
    status: dict[str, Any] = {"type": "http.response.start", "status": 200}
    return {**status, "headers": [HTML, *headers], **more}


def body(data: object = b"", *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def length(data: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", str(len(data)).encode())


def sent(
    messages: Iterable[Message],
    given: Edit | None = None,
    client: Client | None = None,
    failures: Failures | None = None,
) -> list[Message]:
    """Send messages through a page, and close it; tell what a client hears."""
    client = client or Client()
    asked: list[tuple[int, Headers]] = []

    def edits(status: int, headers: Headers) -> Edit | None:
        asked.append((status, headers))
        return given

    async def play() -> None:
        page = Page(client.send, edits, failures or Failures())
        try:
            for message in messages:
                await page.send(message)
        finally:
            await page.close()

    try:
        asyncio.run(play())
    finally:
        assert len(asked) <= 1
    return client.heard
