"""Plays one request through an ASGI application, without a server."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Application: TypeAlias = Callable[..., Awaitable[None]]
Pairs: TypeAlias = Iterable[tuple[str, str]]


@dataclass(slots=True)
class Played:
    """What came of a request: every message, and what a client makes of them."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def status(self) -> int:
        return self.starts[0]["status"]

    @property
    def starts(self) -> list[dict[str, Any]]:
        return [m for m in self.messages if m["type"] == "http.response.start"]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [m for m in self.messages if m["type"] == "http.response.body"]

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.bodies)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_complete(self) -> bool:
        return bool(self.bodies) and not self.bodies[-1].get("more_body", False)

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        return [(bytes(n), bytes(v)) for n, v in self.starts[0]["headers"]]

    def header(self, name: str) -> str | None:
        """Join a header's lines; `None` where there is none."""
        lines = [v.decode() for n, v in self.raw_headers if n.decode().lower() == name]
        return ", ".join(lines) if lines else None


def scope_of(
    path: str = "/",
    *,
    method: str = "GET",
    headers: Pairs = (),
    client: str = "127.0.0.1",
    **more: object,
) -> dict[str, Any]:
    """Make a request's scope."""
    path, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"site.example"),
            *((n.lower().encode(), v.encode("latin-1")) for n, v in headers),
        ],
        "client": (client, 50000),
        "server": ("site.example", 80),
        **more,
    }


async def played(app: Application, scope: dict[str, Any]) -> Played:
    """Play a request; what the application raises is kept, not raised."""
    result = Played()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        result.messages.append(message)

    try:
        await app(scope, receive, send)
    except Exception as error:  # noqa: BLE001 - it is what is asked about
        result.error = error
    return result


def play(app: Application, path: str = "/", **more: Any) -> Played:
    """Play a request in a loop of its own."""
    return asyncio.run(played(app, scope_of(path, **more)))


async def left(request: Coroutine[Any, Any, object]) -> int:
    """Let a client leave while its request is under way; count the tasks after it."""
    task = asyncio.create_task(request)
    await asyncio.sleep(0.02)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    await asyncio.sleep(0.01)
    return len(asyncio.all_tasks())


def html(
    body: bytes | str, *, status: int = 200, headers: Pairs = (), chunks: int = 1
) -> Application:
    """Make an application that answers with this page, whatever it is asked."""
    data = body.encode() if isinstance(body, str) else body
    pairs = [(n.encode(), v.encode()) for n, v in headers]
    if not any(name.lower() == b"content-type" for name, _ in pairs):
        pairs.append((b"content-type", b"text/html; charset=utf-8"))
    if chunks == 1:
        pairs.append((b"content-length", str(len(data)).encode()))

    async def app(_scope: object, _receive: object, send: Any) -> None:
        start = {"type": "http.response.start", "status": status, "headers": pairs}
        await send(start)
        size = max(1, -(-len(data) // chunks))
        parts = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
        for number, part in enumerate(parts, 1):
            more = number < len(parts)
            await send({"type": "http.response.body", "body": part, "more_body": more})

    return app
