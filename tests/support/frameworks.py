"""Asks applications of any framework, started and stopped as a server does it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias

from support.play import Played, scope_of

Asked: TypeAlias = str | tuple[str, dict[str, Any]]

CONFIG = """
timezone = "UTC"

[[slots.hero.show]]
when = { query.who = "you" }
fragment = "hero.html"

[[pages]]
path = "/swapped"
show = [ { when = { query.who = "you" }, serve = "/" } ]
"""
OWN, YOURS = '<p data-sarto="hero">own</p>', '<p data-sarto="hero">yours</p>'
PAGE = f"<!doctype html><title>t</title>{OWN}<p>{'rest ' * 200}</p>"
SWAPPED = PAGE.replace(OWN, YOURS)
TAG = '<p>{% sarto "hero" %}own{% endsarto %}</p>'


def asked(app: Any, *requests: Asked, is_started: bool = True) -> list[Played]:
    """Start an application, ask it these paths one after another, and stop it."""
    return asyncio.run(answers(app, requests, is_started=is_started))


def got(app: Any, path: str = "/", *, is_started: bool = True, **more: Any) -> Played:
    """Ask for one page."""
    return asked(app, (path, more), is_started=is_started)[0]


async def answers(
    app: Any, requests: tuple[Asked, ...], *, is_started: bool = True
) -> list[Played]:
    pairs = [(each, {}) if isinstance(each, str) else each for each in requests]
    if not is_started:
        return [await once(app, path, **more) for path, more in pairs]
    end = await begun(app)
    try:
        return [await once(app, path, **more) for path, more in pairs]
    finally:
        await end()


async def begun(app: Any) -> Callable[[], Awaitable[list[str]]]:
    """Start an application; give what stops it, and tells what it said meanwhile."""
    came: asyncio.Queue[str] = asyncio.Queue()
    said: list[str] = []
    is_up = asyncio.Event()

    async def receive() -> dict[str, Any]:
        return {"type": f"lifespan.{await came.get()}"}

    async def send(message: dict[str, Any]) -> None:
        said.append(message["type"].removeprefix("lifespan."))
        is_up.set()

    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = asyncio.ensure_future(app(scope, receive, send))
    task.add_done_callback(lambda _: is_up.set())
    came.put_nowait("startup")
    await is_up.wait()

    async def end() -> list[str]:
        came.put_nowait("shutdown")
        with suppress(Exception):  # an application may know nothing of it
            await task
        return said

    return end


async def once(app: Any, path: str, *, body: bytes = b"", **more: Any) -> Played:
    """Ask once; who asks stays until the answer is whole, as a browser does."""
    result, came = Played(), [{"type": "http.request", "body": body}]
    is_whole = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if came:
            return came.pop()
        await is_whole.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        headers = message.get("headers")  # it may be read but once
        told = {} if headers is None else {"headers": list(headers)}
        result.messages.append({**message, **told})
        is_body = message["type"] == "http.response.body"
        if (is_body and not message.get("more_body")) or "path" in message:
            is_whole.set()

    try:
        await app(scope_of(path, **more), receive, send)
    except Exception as error:  # noqa: BLE001 - it is what is asked about
        result.error = error
    return result


async def linked(app: Any, path: str = "/line") -> list[dict[str, Any]]:
    """Open a websocket, say nothing, and leave; give what was said to it."""
    said: list[dict[str, Any]] = []
    came = [
        {"type": "websocket.disconnect", "code": 1000},
        {"type": "websocket.connect"},
    ]
    scope = {**scope_of(path), "type": "websocket", "scheme": "ws", "subprotocols": []}
    scope.pop("method")

    async def receive() -> dict[str, Any]:
        return came.pop()

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    return said
