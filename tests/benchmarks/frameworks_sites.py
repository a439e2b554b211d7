"""One page of 20 kB with three slots, from each framework, for `frameworks.py`.

`SARTO_BENCH` says which: `starlette bare`, `quart sarto`. `anew` gives another body each
time, as a page with a token in its form is; `same` the same bytes always.
"""

import os
from asyncio import Protocol, get_running_loop
from itertools import cycle
from pathlib import Path
from typing import Any

import litestar as lite
import quart as quarts
import uvloop
from fastapi import FastAPI
from pages import fresh, page
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from sarto import Sarto

CONFIG = Path(__file__).parent / "site" / "sarto.toml"
TEXT = page(20_000)
POOL = 64
MEDIA = "text/html; charset=utf-8"

BODIES = {
    "anew": cycle([fresh(TEXT) for _ in range(POOL)]),
    "same": cycle([fresh(TEXT)]),
}


def starlette() -> Any:
    async def home(request: Any) -> HTMLResponse:
        return HTMLResponse(next(BODIES[request.path_params["kind"]]))

    return Starlette(routes=[Route("/{kind}", home)])


def fastapi() -> Any:
    app = FastAPI()

    @app.get("/{kind}")
    async def home(kind: str) -> HTMLResponse:
        return HTMLResponse(next(BODIES[kind]))

    return app


def litestar() -> Any:
    @lite.get("/{kind:str}")
    async def home(kind: str) -> lite.Response[bytes]:
        return lite.Response(next(BODIES[kind]), media_type=MEDIA)

    return lite.Litestar(route_handlers=[home])


def quart() -> Any:
    app = quarts.Quart("site")

    @app.get("/<kind>")
    async def home(kind: str) -> quarts.Response:
        return quarts.Response(next(BODIES[kind]), content_type=MEDIA)

    return app


def app() -> Any:
    """Make the site that was asked for; uvicorn calls it (`--factory`)."""
    name, kind = os.environ["SARTO_BENCH"].split()
    site = {"starlette": starlette, "fastapi": fastapi}
    made = {**site, "litestar": litestar, "quart": quart}[name]()
    return Sarto(made, config=CONFIG) if kind == "sarto" else made


class Fixed(Protocol):
    """Answers every request with the same bytes: how fast the client is at best."""

    PAGE = next(BODIES["same"])
    ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(PAGE) + PAGE

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.ANSWER * data.count(b"\r\n\r\n"))


async def fixed(port: int) -> None:
    server = await get_running_loop().create_server(Fixed, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(fixed(int(os.environ["SARTO_PORT"])))
