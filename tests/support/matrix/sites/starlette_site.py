"""A site on Starlette."""

from typing import Any

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from sarto import Sarto, visitor
from support.matrix.sites import words

templates = Jinja2Templates(words.FOLDER / "templates")


async def home(_request: Any) -> Response:
    return HTMLResponse(words.HOME)


async def shelf(request: Any) -> Response:
    about = {"title": request.query_params.get("title"), "books": words.BOOKS}
    return templates.TemplateResponse(request, "shelf.html", about)


async def chunks(_request: Any) -> Response:
    return StreamingResponse(words.pieces(), media_type="text/html")


async def dies(request: Any) -> Response:
    stream = words.dying(request.query_params["when"])
    return StreamingResponse(stream, media_type="text/html")


async def endless(_request: Any) -> Response:
    return StreamingResponse(words.endless(), media_type="text/html")


async def events(_request: Any) -> Response:
    return StreamingResponse(words.events(), media_type="text/event-stream")


async def file(_request: Any) -> Response:
    return FileResponse(words.WWW / "page" / "file.html")


async def download(_request: Any) -> Response:
    return FileResponse(words.WWW / "page" / "file.html", filename="kept.html")


async def plain(_request: Any) -> Response:
    return FileResponse(words.WWW / "plain.html")


async def form(request: Any) -> Response:
    async with request.form() as sent:
        return HTMLResponse(words.said(sent["name"]))


async def upload(request: Any) -> Response:
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
    return HTMLResponse(words.said(length))


async def tagged(request: Any) -> Response:
    headers = {"ETag": words.TAG, "Cache-Control": "max-age=60"}
    if request.headers.get("if-none-match") == words.TAG:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(words.said("tagged"), headers=headers)


async def cookies(_request: Any) -> Response:
    response = HTMLResponse(words.said("cookies"), headers={"X-Mixed-Case": "Yes"})
    for cookie in words.COOKIES:
        response.headers.append("Set-Cookie", cookie)
    return response


async def big(_request: Any) -> Response:
    return HTMLResponse(words.BIG)


async def background(_request: Any) -> Response:
    return HTMLResponse(
        words.said("swept soon"), background=BackgroundTask(words.swept)
    )


async def known(request: Any) -> Response:
    return HTMLResponse(words.said(visitor(request).facts.save_data))


async def error(_request: Any) -> Response:
    raise words.BrokenError


async def old(_request: Any) -> Response:
    return RedirectResponse("/", 302)


async def echo(websocket: Any) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text.upper())


async def missing(request: Any, _error: Any) -> Response:
    return templates.TemplateResponse(request, "404.html", status_code=404)


async def broken(request: Any, _error: Any) -> Response:
    return templates.TemplateResponse(request, "500.html", status_code=500)


app = Starlette(
    routes=[
        Route("/", home),
        Route("/page/shelf", shelf),
        Route("/page/chunks", chunks),
        Route("/page/dies", dies),
        Route("/page/endless", endless),
        Route("/page/file.html", file),
        Route("/page/download", download),
        Route("/page/form", form, methods=["POST"]),
        Route("/page/upload", upload, methods=["POST"]),
        Route("/page/tagged", tagged),
        Route("/page/cookies", cookies),
        Route("/page/big", big),
        Route("/page/background", background),
        Route("/page/known", known),
        Route("/page/error", error),
        Route("/plain.html", plain),
        Route("/events", events),
        Route("/old", old),
        WebSocketRoute("/echo", echo),
    ],
    middleware=[Middleware(GZipMiddleware, minimum_size=300)],
    exception_handlers={404: missing, 500: broken},
)
app.mount("/static", StaticFiles(directory=words.WWW / "static"))


def behind(config: str) -> Any:
    app.add_middleware(Sarto, config=config)
    return app
