"""One application, bare and behind Sarto: what a server hears of each."""

import asyncio
from collections.abc import Callable
from typing import Any

from sarto import Sarto
from support.play import Played, scope_of

CONFIG = """
[slots.hero]
pages = ["/page", "/page/*"]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
"""
FRAGMENT = "<b>سلام</b>"
OWN, YOURS = (
    b'<p data-sarto="hero">own</p>',
    f'<p data-sarto="hero">{FRAGMENT}</p>'.encode(),
)
PAGE = b"<!doctype html><title>t</title>" + OWN + b"<p>rest</p>"
SWAPPED = PAGE.replace(OWN, YOURS)
HTML = (b"content-type", b"text/html; charset=utf-8")
PRIVATE = (b"cache-control", b"private, no-cache")

# Where nothing can change, where nothing does for this visitor, and where a slot does.
ROADS = ["/other?who=you", "/page", "/page?who=you"]
CAN_CHANGE = ROADS[1:]
KEPT = [PAGE, PAGE, SWAPPED]
PAIRS = list(zip(ROADS, KEPT, strict=True))


class OwnError(Exception):
    """The application's own."""


def start(*headers: Any, status: int = 200, **more: Any) -> dict[str, Any]:
    message = {"type": "http.response.start", "status": status, "headers": [*headers]}
    return {**message, **more}


def body(data: Any = b"", *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}


def length(data: bytes) -> tuple[bytes, bytes]:
    return (b"content-length", str(len(data)).encode())


def said(*messages: dict[str, Any], error: BaseException | None = None) -> Any:
    """Make an application that says this, whatever it is asked, and may then raise."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        for message in messages:
            await send(dict(message))
        if error is not None:
            raise error

    return app


def whole(*headers: Any, data: bytes = PAGE, **more: Any) -> Any:
    """Make an application that says a page in one piece."""
    return said(start(HTML, *headers, length(data), **more), body(data))


async def receive_nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def hear(
    app: Any,
    path: str = "/page?who=you",
    *,
    receive: Any = receive_nothing,
    send: Any = None,
    **more: Any,
) -> Played:
    """Ask once; `send` is told of each message first, and may raise or wait."""
    result = Played()

    async def sent(message: dict[str, Any]) -> None:
        if send is not None:
            await send(message)
        given = dict(message)
        if "headers" in given:
            given["headers"] = [tuple(pair) for pair in given["headers"]]
        result.messages.append(given)

    try:
        await app(scope_of(path, **more), receive, sent)
    except Exception as error:  # noqa: BLE001 - it is what is asked about
        result.error = error
    return result


def heard(app: Any, path: str = "/page?who=you", **more: Any) -> Played:
    return asyncio.run(hear(app, path, **more))


class Law:
    """Puts applications behind Sarto, and compares."""

    def __init__(self, folder: Callable[..., Any]) -> None:
        self.config = folder(CONFIG, hero=FRAGMENT)

    def behind(self, app: Any) -> Sarto:
        return Sarto(app, config=self.config)

    def heard(self, app: Any, path: str = "/page?who=you", **more: Any) -> Played:
        return heard(self.behind(app), path, **more)

    def both(
        self, app: Any, path: str = "/page?who=you", **more: Any
    ) -> tuple[Played, Played]:
        return heard(app, path, **more), self.heard(app, path, **more)

    def is_same(self, app: Any, path: str = "/page?who=you", **more: Any) -> bool:
        """Whether a server hears the very same: messages, bytes, order, error."""
        bare, ours = self.both(app, path, **more)
        return bare.messages == ours.messages and bare.error is ours.error
