"""A Starlette site with Sarto among its middlewares, in any order."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route

from sarto import Sarto
from support.frameworks import PAGE

marks = contextvars.ContextVar("marks", default="none")


async def home(request: Any) -> HTMLResponse:
    marks.set("home")
    return HTMLResponse(PAGE)


async def stream(request: Any) -> StreamingResponse:
    async def pieces() -> AsyncIterator[str]:
        for piece in (PAGE[:40], PAGE[40:70], PAGE[70:]):
            await asyncio.sleep(0)
            yield piece

    return StreamingResponse(pieces(), media_type="text/html")


def site(
    config: Path,
    *,
    outside: Iterable[Middleware] = (),
    inside: Iterable[Middleware] = (),
    routes: Iterable[Route] = (),
) -> Starlette:
    """Make a site; of what is on a side the first is the outermost."""
    every = [Route("/", home), Route("/stream", stream), *routes]
    own = Middleware(Sarto, config=config)
    return Starlette(routes=every, middleware=[*outside, own, *inside])
