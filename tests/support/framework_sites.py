"""The same small site in seven frameworks, each as its users would write it.

`/` is a page, `/file` a page that is a file, `/stream` one in pieces, `/events` never
a page; below `/static/` are the files of a folder.
"""

# ruff: noqa: PLC0415 - each framework is imported where its site is asked for

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

from support.frameworks import OWN, PAGE

PIECES = ["<!doctype html>", OWN[:9], OWN[9:], "<p>rest"]
EVENTS = ["data: 1\n\n", f"data: {OWN}\n\n"]
NUMBERS = count()  # Sanic keeps its applications by their names


async def told(pieces: list[str]) -> AsyncIterator[str]:
    for piece in pieces:
        await asyncio.sleep(0)
        yield piece


def starlette(folder: Path) -> Any:
    from starlette.applications import Starlette
    from starlette.responses import FileResponse, HTMLResponse, StreamingResponse
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    async def home(request: Any) -> Any:
        return HTMLResponse(PAGE)

    async def file(request: Any) -> Any:
        return FileResponse(folder / "page.html")

    async def stream(request: Any) -> Any:
        return StreamingResponse(told(PIECES), media_type="text/html")

    async def events(request: Any) -> Any:
        return StreamingResponse(told(EVENTS), media_type="text/event-stream")

    routes = [
        Route("/", home),
        Route("/file", file),
        Route("/stream", stream),
        Route("/events", events),
        Mount("/static", StaticFiles(directory=folder, html=True)),
    ]
    return Starlette(routes=routes)


def fastapi(folder: Path) -> Any:
    from fastapi import FastAPI
    from fastapi.responses import FileResponse, HTMLResponse, StreamingResponse
    from fastapi.staticfiles import StaticFiles

    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    async def home() -> str:
        return PAGE

    @app.get("/file")
    def file() -> FileResponse:
        return FileResponse(folder / "page.html")

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(told(PIECES), media_type="text/html")

    @app.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(told(EVENTS), media_type="text/event-stream")

    app.mount("/static", StaticFiles(directory=folder, html=True))
    return app


def litestar(folder: Path) -> Any:
    from litestar import Litestar, MediaType, get
    from litestar.response import File, ServerSentEvent, Stream
    from litestar.static_files import create_static_files_router

    @get("/", media_type=MediaType.HTML)
    async def home() -> str:
        return PAGE

    @get("/file")
    async def file() -> File:
        place = folder / "page.html"
        return File(place, media_type="text/html", content_disposition_type="inline")

    @get("/stream")
    async def stream() -> Stream:
        return Stream(told(PIECES), media_type="text/html")

    @get("/events")
    async def events() -> ServerSentEvent:
        return ServerSentEvent(told(["1", OWN]))

    static = create_static_files_router("/static", [folder], html_mode=True)
    handlers = [home, file, stream, events, static]
    return Litestar(handlers, logging_config=None)


def quart(folder: Path) -> Any:
    from quart import Quart, Response, send_file

    app = Quart(
        "site",
        root_path=str(folder),
        static_folder=str(folder),
        static_url_path="/static",
    )

    @app.get("/")
    async def home() -> str:
        return PAGE

    @app.get("/file")
    async def file() -> Any:
        return await send_file(folder / "page.html", conditional=True)

    @app.get("/stream")
    async def stream() -> Any:
        return told(PIECES), 200, {"content-type": "text/html; charset=utf-8"}

    @app.get("/events")
    async def events() -> Any:
        return Response(told(EVENTS), content_type="text/event-stream")

    return app


def fasthtml(folder: Path) -> Any:
    from fasthtml.common import EventStream, FastHTML, FileResponse
    from starlette.responses import HTMLResponse, StreamingResponse
    from starlette.staticfiles import StaticFiles

    app = FastHTML(secret_key="of these tests", key_fname=str(folder / "key"))  # noqa: S106 - of these tests

    @app.get("/")
    def home() -> Any:
        return HTMLResponse(PAGE)

    @app.get("/file")
    def file() -> Any:
        return FileResponse(folder / "page.html")

    @app.get("/stream")
    def stream() -> Any:
        return StreamingResponse(told(PIECES), media_type="text/html")

    @app.get("/events")
    def events() -> Any:
        return EventStream(told(EVENTS))

    app.mount("/static", StaticFiles(directory=folder, html=True))
    return app


def blacksheep(folder: Path) -> Any:
    from blacksheep import (
        Application,
        ContentDispositionType,
        Response,
        Router,
        StreamedContent,
        file,
        html,
    )

    app = Application(router=Router())  # its default is for one application only

    @app.router.get("/")
    def home() -> Any:
        return html(PAGE)

    @app.router.get("/file")
    def filed() -> Any:
        kind, place = "text/html; charset=utf-8", str(folder / "page.html")
        return file(place, kind, content_disposition=ContentDispositionType.INLINE)

    def streamed(pieces: list[str], kind: bytes) -> Response:
        async def each() -> AsyncIterator[bytes]:
            async for piece in told(pieces):
                yield piece.encode()

        return Response(200, content=StreamedContent(kind, each))

    @app.router.get("/stream")
    def stream() -> Any:
        return streamed(PIECES, b"text/html; charset=utf-8")

    @app.router.get("/events")
    def events() -> Any:
        return streamed(EVENTS, b"text/event-stream")

    app.serve_files(folder, root_path="static", extensions={".html", ".css"})
    return app


def sanic(folder: Path) -> Any:
    from sanic import Sanic, file, html

    app = Sanic(f"site-{next(NUMBERS)}", configure_logging=False)
    app.config.MOTD = app.config.TOUCHUP = False  # it rewrites its classes but once

    @app.get("/")
    async def home(request: Any) -> Any:
        return html(PAGE)

    @app.get("/file")
    async def filed(request: Any) -> Any:
        return await file(folder / "page.html")

    async def streamed(request: Any, pieces: list[str], kind: str) -> None:
        answer = await request.respond(content_type=kind)
        async for piece in told(pieces):
            await answer.send(piece)
        await answer.eof()

    @app.get("/stream")
    async def stream(request: Any) -> None:
        await streamed(request, PIECES, "text/html; charset=utf-8")

    @app.get("/events")
    async def events(request: Any) -> None:
        await streamed(request, EVENTS, "text/event-stream")

    app.static("/static", folder, name="static")
    return app


SITES: dict[str, Callable[[Path], Any]] = {
    made.__name__: made
    for made in (starlette, fastapi, litestar, quart, fasthtml, blacksheep, sanic)
}
