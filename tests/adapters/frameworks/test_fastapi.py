"""FastAPI: the same `install`, and the visitor as a dependency."""

import asyncio
from typing import Annotated

import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, Request, WebSocket
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from starlette.middleware.gzip import GZipMiddleware

from sarto_adapters.frameworks.fastapi import CurrentVisitor, install
from support.frameworks import PAGE, SWAPPED, TAG, asked, got, linked


@pytest.fixture
def app():
    return FastAPI()


def test_one_line_cuts_the_pages_errors_and_documents(app, config):
    @app.get("/", response_class=HTMLResponse)
    async def home():
        return PAGE

    assert install(app, config=config) is app
    page, lost, invalid = asked(app, "/?who=you", "/nowhere?who=you", "/openapi.json")

    assert page.text == SWAPPED
    assert lost.text == '{"detail":"Not Found"}'
    assert invalid.header("content-type") == "application/json"


def test_a_path_operation_asks_for_the_visitor(app, config):
    @app.get("/")
    async def home(visitor: CurrentVisitor):
        return visitor.facts["query.who"]

    @app.get("/plain")
    def plain(visitor: CurrentVisitor):
        return visitor.decide("hero").fragment

    install(app, config=config)
    one, other = asked(app, "/?who=you", "/plain?who=you")

    assert (one.text, other.text) == ('"you"', '"hero.html"')


def test_so_do_dependencies_and_it_is_no_field_of_the_query(app, config):
    def who(visitor: CurrentVisitor) -> str:
        return str(visitor.facts["query.who"])

    @app.get("/")
    async def home(name: Annotated[str, Depends(who)]):
        return name

    install(app, config=config)
    page, schema = asked(app, "/?who=you", "/openapi.json")

    assert page.text == '"you"'
    assert '"parameters"' not in schema.text


def test_background_tasks_know_the_visitor_still(app, config):
    heard = []

    @app.get("/")
    async def home(visitor: CurrentVisitor, tasks: BackgroundTasks):
        tasks.add_task(lambda: heard.append(visitor.facts["query.who"]))
        return "done"

    install(app, config=config)

    assert got(app, "/?who=you").text == '"done"'
    assert heard == ["you"]


def test_on_a_websocket_the_visitor_is_nobody(app, config):
    @app.websocket("/line")
    async def line(websocket: WebSocket, visitor: CurrentVisitor):
        await websocket.accept()
        await websocket.send_text(str(visitor.facts["query.who"]))
        await websocket.close()

    install(app, config=config)

    _, told, _ = asyncio.run(linked(app, "/line?who=you"))
    assert told["text"] == "None"


def test_without_sarto_the_visitor_is_nobody(app):
    @app.get("/")
    async def home(visitor: CurrentVisitor):
        return visitor.level

    assert got(app).text == '"novice"'


def test_templates_have_the_tag(app, config, tmp_path):
    (tmp_path / "home.html").write_text(TAG)
    templates = Jinja2Templates(tmp_path)

    @app.get("/")
    async def home(request: Request):
        return templates.TemplateResponse(request, "home.html")

    install(app, config=config, templates=templates)

    assert got(app, "/?who=you").text == "<p>yours</p>"


def test_what_compresses_is_outside(app, config):
    app.add_middleware(GZipMiddleware)
    install(app, config=config)

    assert app.user_middleware[0].cls is GZipMiddleware


def test_an_application_that_is_mounted_has_the_visitor_of_the_whole(app, config):
    inner = FastAPI()

    @inner.get("/", response_class=HTMLResponse)
    async def home(visitor: CurrentVisitor):
        return PAGE + str(visitor.facts["query.who"])

    app.mount("/inner", inner)
    install(app, config=config)

    assert got(app, "/inner/?who=you").text == SWAPPED + "you"
