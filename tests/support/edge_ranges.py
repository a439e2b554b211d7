"""Odd ranges before a real cache: what they leave in the line, the next one would get."""

import asyncio
from pathlib import Path
from typing import Any

from sarto.vocabulary.edges import Edge
from support.edge_caches import Kind
from support.edge_line import Line
from support.edge_running import Fronted, served
from support.model_http import Answered, Asked

RANGES = (
    *("lines=1", "items=0-1", "bytes=abc", "bytes=", "bytes=5-2", "bytes=-0"),
    *("bytes=0-1,5-6", "bytes=--1", "bytes=0-9x", "bytes = 0-1", "bytes=900-"),
    *("bytes=0-5", "BYTES=0-1", "bytes=99999999999999999999-", "bytes"),
)
SMUGGLED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nEVIL"
)
OWN = b"<p>mine</p>"


async def echo(scope: Any, _receive: Any, send: Any) -> None:
    """Answer with what a client wrote, as a site does that shows a text it was sent."""
    body = SMUGGLED if scope["path"] == "/echo" else OWN
    headers = [
        (b"content-length", str(len(body)).encode()),
        (b"content-type", b"text/plain"),
        (b"cache-control", b"private, no-store"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await asyncio.sleep(0.02)  # else the cache has read all before it gives up
    await send({"type": "http.response.body", "body": body})


def described(origin: str, listen: str) -> Edge:
    """Describe a site whose pages are all each visitor's own."""
    return Edge(
        token="t" * 40,
        version="v",
        origin=origin,
        listen=listen,
        private="^/(?:echo|account)$",
    )


async def after(kind: Kind, folder: Path) -> dict[str, list[Answered]]:
    """Tell what others get after each odd range."""
    found: dict[str, list[Answered]] = {}
    async with served(echo) as origin:
        front = Fronted(kind, origin, described)
        async with front.running(folder):
            odd, other = Line(front.port), Line(front.port)
            for each in RANGES:
                await odd(Asked("/echo", {"host": "a", "range": each}))
                asked = Asked("/account", {"host": "a"})
                found[each] = [await other(asked) for _ in range(3)]
            await odd.close()
            await other.close()
    return found
