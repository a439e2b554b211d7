"""A site on Quart."""

from typing import Any

from quart import (
    Quart,
    Response,
    redirect,
    render_template,
    request,
    send_from_directory,
    websocket,
)

from sarto import visitor
from sarto_adapters.frameworks.quart import install
from support.matrix.sites import words

app = Quart(
    "site",
    template_folder=str(words.FOLDER / "templates"),
    static_folder=str(words.WWW / "static"),
)
app.config["MAX_CONTENT_LENGTH"] = 20_000_000
PAGES = str(words.WWW / "page")


@app.get("/")
async def home() -> str:
    return words.HOME


@app.get("/page/shelf")
async def shelf() -> str:
    title = request.args.get("title")
    return await render_template("shelf.html", title=title, books=words.BOOKS)


@app.get("/page/chunks")
async def chunks() -> Any:
    return words.pieces(), {"Content-Type": "text/html; charset=utf-8"}


@app.get("/page/dies")
async def dies() -> Any:
    return words.dying(request.args["when"])


@app.get("/page/endless")
async def endless() -> Any:
    return words.endless()


@app.get("/events")
async def events() -> Any:
    return words.events(), {"Content-Type": "text/event-stream"}


@app.get("/page/file.html")
async def file() -> Response:
    return await send_from_directory(PAGES, "file.html")


@app.get("/page/download")
async def download() -> Response:
    return await send_from_directory(
        PAGES, "file.html", as_attachment=True, attachment_filename="kept.html"
    )


@app.get("/plain.html")
async def plain() -> Response:
    return await send_from_directory(str(words.WWW), "plain.html")


@app.post("/page/form")
async def form() -> str:
    return words.said((await request.form)["name"])


@app.post("/page/upload")
async def upload() -> str:
    length = 0
    async for chunk in request.body:
        length += len(chunk)
    return words.said(length)


@app.get("/page/tagged")
async def tagged() -> Response:
    response = Response(words.said("tagged"), headers={"Cache-Control": "max-age=60"})
    response.set_etag("first-edition")
    return await response.make_conditional(request)


@app.get("/page/cookies")
async def cookies() -> Response:
    response = Response(words.said("cookies"), headers={"X-Mixed-Case": "Yes"})
    for cookie in words.COOKIES:
        response.headers.add("Set-Cookie", cookie)
    return response


@app.get("/page/big")
async def big() -> str:
    return words.BIG


@app.get("/page/background")
async def background() -> str:
    app.add_background_task(words.swept)
    return words.said("swept soon")


@app.get("/page/known")
async def known() -> str:
    return words.said(visitor(request).facts.save_data)


@app.get("/page/error")
async def error() -> str:
    raise words.BrokenError


@app.get("/old")
async def old() -> Any:
    return redirect("/")


@app.websocket("/echo")
async def echo() -> None:
    while True:
        await websocket.send((await websocket.receive()).upper())


@app.errorhandler(404)
async def missing(_error: Exception) -> Any:
    return await render_template("404.html"), 404


@app.errorhandler(500)
async def broken(_error: Exception) -> Any:
    return await render_template("500.html"), 500


def behind(config: str) -> Any:
    return install(app, config=config)
