"""A site on Litestar."""

from typing import Annotated, Any

from litestar import (
    Litestar,
    MediaType,
    Request,
    Response,
    WebSocket,
    get,
    post,
    websocket,
)
from litestar.background_tasks import BackgroundTask
from litestar.config.compression import CompressionConfig
from litestar.contrib.jinja import JinjaTemplateEngine
from litestar.datastructures import ResponseHeader
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException, WebSocketDisconnect
from litestar.params import Body
from litestar.response import File, Redirect, Stream, Template
from litestar.static_files import create_static_files_router
from litestar.template.config import TemplateConfig

from sarto import visitor
from sarto_adapters.frameworks.litestar import SartoPlugin
from support.matrix.sites import words

HTML = MediaType.HTML
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/", media_type=HTML, sync_to_thread=False)
def home() -> str:
    return words.HOME


@get("/page/shelf", sync_to_thread=False)
def shelf(title: str = "Shelf") -> Template:
    return Template("shelf.html", context={"title": title, "books": words.BOOKS})


@get("/page/chunks")
async def chunks() -> Stream:
    return Stream(words.pieces(), media_type=HTML)


@get("/page/dies")
async def dies(when: str) -> Stream:
    return Stream(words.dying(when), media_type=HTML)


@get("/page/endless")
async def endless() -> Stream:
    return Stream(words.endless(), media_type=HTML)


@get("/events")
async def events() -> Stream:
    return Stream(words.events(), media_type="text/event-stream")


@get("/page/file.html", media_type=HTML)
async def file() -> File:
    return File(words.WWW / "page" / "file.html", content_disposition_type="inline")


@get("/page/download", media_type=HTML)
async def download() -> File:
    return File(words.WWW / "page" / "file.html", filename="kept.html")


@get("/plain.html", media_type=HTML)
async def plain() -> File:
    return File(words.WWW / "plain.html", content_disposition_type="inline")


@post("/page/form", media_type=HTML, status_code=200)
async def form(data: Form) -> str:
    return words.said(data["name"])


@post("/page/upload", media_type=HTML, status_code=200)
async def upload(request: Request[Any, Any, Any]) -> str:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
    return words.said(length)


@get("/page/tagged", media_type=HTML)
async def tagged(request: Request[Any, Any, Any]) -> Response[str]:
    headers = {"ETag": words.TAG, "Cache-Control": "max-age=60"}
    if request.headers.get("if-none-match") == words.TAG:
        return Response("", status_code=304, headers=headers)
    return Response(words.said("tagged"), headers=headers, media_type=HTML)


@get("/page/cookies", media_type=HTML)
async def cookies() -> Response[str]:
    response = Response(words.said("cookies"), headers={"X-Mixed-Case": "Yes"})
    response.set_cookie("first", "1")
    response.set_cookie("second", "2", httponly=True)
    response.set_cookie("third", "3", samesite="lax", max_age=60)
    return response


@get("/page/big", media_type=HTML)
async def big() -> str:
    return words.BIG


@get("/page/background", media_type=HTML)
async def background() -> Response[str]:
    task = BackgroundTask(words.swept)
    return Response(words.said("swept soon"), background=task, media_type=HTML)


@get("/page/known", media_type=HTML)
async def known(request: Request[Any, Any, Any]) -> str:
    return words.said(visitor(request).facts.save_data)


@get("/page/error", response_headers=[ResponseHeader(name="X-Never", value="sent")])
async def error() -> None:
    raise words.BrokenError


@get("/old", status_code=302)
async def old() -> Redirect:
    return Redirect("/")


@websocket("/echo")
async def echo(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text((await socket.receive_text()).upper())
    except WebSocketDisconnect:
        pass


def missing(_request: Any, _error: Any) -> Template:
    return Template("404.html", status_code=404)


def broken(_request: Any, _error: Any) -> Template:
    return Template("500.html", status_code=500)


def made(*plugins: Any) -> Any:
    return Litestar(
        HANDLERS,
        compression_config=CompressionConfig("gzip", minimum_size=300),
        exception_handlers={NotFoundException: missing, words.BrokenError: broken},
        plugins=plugins,
        template_config=TemplateConfig(
            directory=words.FOLDER / "templates", engine=JinjaTemplateEngine
        ),
    )


HANDLERS = [home, shelf, chunks, dies, endless, events, file, download, plain, form]
HANDLERS += [upload, tagged, cookies, big, background, known, error, old, echo]
HANDLERS += [create_static_files_router("/static", [words.WWW / "static"])]
app = made()


def behind(config: str) -> Any:
    return made(SartoPlugin(config=config))
