"""What `proxy.py` sets side by side: an upstream, and the proxies in front of it.

`python proxy_sites.py WHICH UPSTREAM_PORT PORT`, WHICH being `upstream` (it answers as
fast as bytes can be written), `plain` (a proxy on aiohttp that does nothing), `bare`
(ours without Sarto) or `sarto`.
"""

import asyncio
import logging
import shutil
import sys
import tempfile
from asyncio import Protocol
from itertools import cycle
from pathlib import Path
from typing import Any

import uvicorn
import uvloop
from pages import fresh, page

HERE = Path(__file__).parent
RULED = 'pages = ["/anew", "/same"]'
FIXED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
FIXED += b"Content-Length: %d\r\nServer: upstream\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED += b"Transfer-Encoding: chunked\r\nServer: upstream\r\n\r\n"
TEXT = page(20_000)


def answer(body: bytes) -> bytes:
    return FIXED % len(body) + body


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 4096] for at in range(0, len(body), 4096)]
    sent = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return CHUNKED + sent + b"0\r\n\r\n"


ANSWERS = {
    b"/anew": cycle([answer(fresh(TEXT)) for _ in range(64)]),
    b"/same": cycle([answer(fresh(TEXT))]),
    b"/untouched": cycle([answer(fresh(TEXT))]),
    b"/chunked": cycle([chunked(fresh(TEXT))]),
    b"/small": cycle([answer(b"<!doctype html><title>ok</title>")]),
}


class Upstream(Protocol):
    """Answers from memory, whatever it is asked."""

    def __init__(self) -> None:
        self.head = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.head += data
        if self.head.endswith(b"\r\n\r\n"):
            path = self.head.split(b" ", 2)[1]
            self.transport.write(next(ANSWERS[path]))
            self.head = b""


async def upstream(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(
        Upstream, "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


async def plain(upstream_port: int, port: int) -> None:
    """Serve what anybody would write with aiohttp, and no more."""
    import aiohttp  # noqa: PLC0415 - ours does without
    from aiohttp import web  # noqa: PLC0415 - the same

    logging.disable(logging.ERROR)  # clients who leave are no news here
    session = aiohttp.ClientSession(
        f"http://127.0.0.1:{upstream_port}",
        connector=aiohttp.TCPConnector(limit=0),
        auto_decompress=False,
    )

    async def passed(request: web.Request) -> web.StreamResponse:
        body = request.content if request.can_read_body else None
        async with session.request(
            request.method,
            request.rel_url,
            headers=request.headers,
            data=body,
            allow_redirects=False,
        ) as found:
            headers = found.headers.copy()
            headers.popall("Transfer-Encoding", None)
            given = web.StreamResponse(status=found.status, headers=headers)
            await given.prepare(request)
            async for chunk in found.content.iter_any():
                await given.write(chunk)
            await given.write_eof()
            return given

    app = web.Application(client_max_size=0)
    app.router.add_route("*", "/{path:.*}", passed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=4096).start()
    await asyncio.Event().wait()


def ruled(folder: str) -> Path:
    """Copy the benchmarks' site, with pages that no rule touches."""
    site = Path(shutil.copytree(HERE / "site", folder, dirs_exist_ok=True))
    lines = (site / "sarto.toml").read_text("utf-8").splitlines()
    ours = [
        f"{line}\n{RULED}" if line.startswith("[slots.") else line for line in lines
    ]
    (site / "sarto.toml").write_text("\n".join(ours), "utf-8")
    return site / "sarto.toml"


def ours(upstream_port: int, port: int, *, with_sarto: bool) -> None:
    from sarto import Sarto  # noqa: PLC0415 - the others do without
    from sarto_adapters.sites.proxy import ProxySite  # noqa: PLC0415 - the same

    site: Any = ProxySite(f"http://127.0.0.1:{upstream_port}")
    with tempfile.TemporaryDirectory() as folder:
        app = Sarto(site, config=ruled(folder)) if with_sarto else site
        uvicorn.run(
            app,
            port=port,
            http="httptools",
            loop="uvloop",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            backlog=4096,
        )


if __name__ == "__main__":
    which, upstream_port, port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if which == "upstream":
        uvloop.run(upstream(port))
    elif which == "plain":
        uvloop.run(plain(upstream_port, port))
    else:
        ours(upstream_port, port, with_sarto=which == "sarto")
