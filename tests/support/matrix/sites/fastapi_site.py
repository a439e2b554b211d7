"""A site on FastAPI."""

from typing import Annotated, Any

from fastapi import BackgroundTasks, FastAPI, Form, Header, Request, Response, WebSocket
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    StreamingResponse,
)
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from sarto import visitor
from sarto_adapters.frameworks.fastapi import install
from support.matrix.sites import words

app = FastAPI(default_response_class=HTMLResponse)
app.mount("/static", StaticFiles(directory=words.WWW / "static"))
app.add_middleware(GZipMiddleware, minimum_size=300)
templates = Jinja2Templates(words.FOLDER / "templates")


@app.get("/")
@app.head("/")
async def home() -> str:
    return words.HOME


@app.get("/page/shelf")
def shelf(request: Request, title: str = "Shelf") -> Response:
    about = {"title": title, "books": words.BOOKS}
    return templates.TemplateResponse(request, "shelf.html", about)


@app.get("/page/chunks")
async def chunks() -> Response:
    return StreamingResponse(words.pieces(), media_type="text/html")


@app.get("/page/dies")
async def dies(when: str) -> Response:
    return StreamingResponse(words.dying(when), media_type="text/html")


@app.get("/page/endless")
async def endless() -> Response:
    return StreamingResponse(words.endless(), media_type="text/html")


@app.get("/events")
async def events() -> Response:
    return StreamingResponse(words.events(), media_type="text/event-stream")


@app.get("/page/file.html")
@app.head("/page/file.html")
async def file() -> Response:
    return FileResponse(words.WWW / "page" / "file.html")


@app.get("/page/download")
async def download() -> Response:
    return FileResponse(words.WWW / "page" / "file.html", filename="kept.html")


@app.get("/plain.html")
@app.head("/plain.html")
async def plain() -> Response:
    return FileResponse(words.WWW / "plain.html")


@app.post("/page/form")
async def form(name: Annotated[str, Form()]) -> str:
    return words.said(name)


@app.post("/page/upload")
async def upload(request: Request) -> str:
    return words.said(len(await request.body()))


@app.get("/page/tagged")
def tagged(if_none_match: Annotated[str | None, Header()] = None) -> Response:
    headers = {"ETag": words.TAG, "Cache-Control": "max-age=60"}
    if if_none_match == words.TAG:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(words.said("tagged"), headers=headers)


@app.get("/page/cookies")
async def cookies(response: Response) -> str:
    response.headers["X-Mixed-Case"] = "Yes"
    for cookie in words.COOKIES:
        response.headers.append("Set-Cookie", cookie)
    return words.said("cookies")


@app.get("/page/big")
def big() -> str:
    return words.BIG


@app.get("/page/background")
async def background(tasks: BackgroundTasks) -> str:
    tasks.add_task(words.swept)
    return words.said("swept soon")


@app.get("/page/known")
def known(request: Request) -> str:
    return words.said(visitor(request).facts.save_data)


@app.get("/page/error")
async def error() -> str:
    raise words.BrokenError


@app.get("/old")
async def old() -> Response:
    return RedirectResponse("/", 302)


@app.websocket("/echo")
async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text.upper())


@app.exception_handler(404)
async def missing(request: Request, _error: Any) -> Response:
    return templates.TemplateResponse(request, "404.html", status_code=404)


@app.exception_handler(500)
async def broken(request: Request, _error: Any) -> Response:
    return templates.TemplateResponse(request, "500.html", status_code=500)


def behind(config: str) -> Any:
    return install(app, config=config, templates=templates)
