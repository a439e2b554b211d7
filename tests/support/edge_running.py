"""The site of `edge_world` under a real server, and a real cache in front of it.

All in one process but the cache; the clock of the site runs as the cache's does, and is
put on by hand between two parts of a play.
"""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from sarto.vocabulary.edges import Edge
from support.edge_caches import Files, Kind, RealCache, files_for, started
from support.edge_rules import pairs
from support.edge_world import Clock, Watched
from support.model_http import Answered, Asked, Origin, without
from support.model_shelves import OURS, VERSION
from support.redis_server import free_port

BETWEEN = ("x-sarto-edge-known",)  # what Varnish says to itself, and the site may hear


@dataclass
class RunningClock(Clock):
    """Goes on by itself; `put` says what time it is."""

    shift: float = 0.0

    def tick(self) -> float:
        self.now = min(time.monotonic() + self.shift, self.end)
        self.peak = max(self.peak, self.now)
        return self.now

    def __call__(self) -> float:
        return self.tick()

    def utc(self) -> Any:
        self.tick()
        return super().utc()

    def put(self, now: float) -> None:
        self.shift = now - time.monotonic()
        self.tick()


@dataclass
class Door(Watched):
    """What comes in at the site, watched; `serve` is an ASGI application.

    With a `fault` it answers by that, which stands before the site.
    """

    fault: Callable[["Watched"], Origin] | None = None

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        asked = asked_of(scope)
        if self.fault is not None:
            asked.body = await body_of(receive)
            await self.sent(await self.fault(self)(asked), send)
            return
        kind = self.kind(asked)
        self.counts[kind] += 1
        self.counts["spoofed"] += self.is_spoofed(asked, kind)

        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                if kind == "look-up":
                    self.note(message["headers"])
                await asyncio.sleep(self.delay())
            await send(message)

        await self.world.sarto(scope, receive, noted)

    def is_spoofed(self, asked: Asked, kind: str) -> bool:
        if kind == "look-up":
            asked = asked.but(without(asked.headers, *BETWEEN))
        return super().is_spoofed(asked, kind)

    def know(self, edge: Edge) -> None:
        """Know what an edge says that was told of this."""
        self.keys = {key.header.lower() for key in edge.keys}
        for name in self.keys:
            self.tokens.setdefault(name, {"none"})
        self.tokens.setdefault(VERSION, set()).add(edge.version)

    def note(self, headers: Any) -> None:
        for name, value in pairs(headers):
            if name.startswith(OURS):
                self.tokens.setdefault(name, set()).add(value)

    async def sent(self, answer: Answered, send: Any) -> None:
        lines = [*answer.headers.items(), *(("set-cookie", c) for c in answer.cookies)]
        headers = [(name.encode(), value.encode("latin-1")) for name, value in lines]
        status = answer.status
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body", "body": answer.body})


def asked_of(scope: Any) -> Asked:
    query = scope["query_string"].decode()
    target = scope["raw_path"].decode() + (f"?{query}" if query else "")
    return Asked(target, dict(pairs(scope["headers"])), scope["method"])


async def body_of(receive: Any) -> bytes:
    body, is_more = b"", True
    while is_more:
        message = await receive()
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
    return body


@asynccontextmanager
async def served(app: Any) -> AsyncGenerator[str]:
    """Serve an application in this very loop; give its address."""
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:  # else asyncio dawdles
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            app,
            http="httptools",
            interface="asgi3",
            lifespan="off",
            log_level="error",
            proxy_headers=False,
            timeout_keep_alive=90,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - it tells by nothing else
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            server.force_exit = True
            await serving


@dataclass
class Fronted:
    """A cache in front of a site. `spoilt` plants a bug into what it is told."""

    kind: Kind
    origin: str
    describe: Callable[[str, str], Edge]
    spoilt: Callable[[str], str] | None = None

    def __post_init__(self) -> None:
        self.port = free_port()

    def files(self) -> Files:
        edge = self.describe(self.origin, f"127.0.0.1:{self.port}")
        (main, text), *more = files_for(self.kind, edge).items()
        return {main: self.spoilt(text) if self.spoilt else text, **dict(more)}

    @asynccontextmanager
    async def running(self, folder: Path) -> AsyncGenerator[RealCache]:
        given = self.kind, folder, self.files(), self.port
        cache = await asyncio.to_thread(started, *given)
        try:
            yield cache
        finally:
            await asyncio.to_thread(cache.close)
