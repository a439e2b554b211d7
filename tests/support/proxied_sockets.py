"""A proxy between a websocket's two ends, all three of them in one loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as upstream_at

from sarto_adapters.sites.proxy import ProxySite

Handler = Callable[[ServerConnection], Awaitable[None]]


class Server(uvicorn.Server):
    """A server in the loop of the test."""

    def __init__(self, app: Any) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                lifespan="on",
                proxy_headers=False,
                timeout_graceful_shutdown=2,
            )
        )


@asynccontextmanager
async def proxied(url: str, timeout: float = 20) -> AsyncIterator[str]:  # noqa: ASYNC109 - the proxy's own
    """Serve a proxy to this address, with so many seconds' patience; give where."""
    server = Server(ProxySite(url, timeout=timeout))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        task = asyncio.create_task(server._serve([listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn's own flag
            await asyncio.sleep(0.01)
        try:
            yield f"ws://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await task


def meeting(
    handler: Handler, visit: Callable[[str], Coroutine[Any, Any, None]], **options: Any
) -> None:
    """Let a visitor meet an upstream's handler, through the proxy."""

    async def run() -> None:
        async with (
            asyncio.timeout(20),
            upstream_at(handler, "127.0.0.1", 0, **options) as server,
        ):
            port = next(iter(server.sockets)).getsockname()[1]
            async with proxied(f"http://127.0.0.1:{port}") as url:
                await visit(url)

    asyncio.run(run())
