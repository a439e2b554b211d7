"""Litestar: the plugin puts Sarto before all of it, routes or none."""

import asyncio

import pytest
from litestar import (
    Controller,
    Litestar,
    MediaType,
    Request,
    Response,
    WebSocket,
    get,
    websocket,
)
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency, Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from litestar.testing import TestClient

from sarto import ConfigError, visitor
from sarto_adapters.frameworks.litestar import CurrentVisitor, SartoPlugin
from support.frameworks import PAGE, SWAPPED, TAG, asked, begun, got, linked
from support.stores import MemoryStore

HTML = MediaType.HTML


@get("/", media_type=HTML)
async def home() -> str:
    return PAGE


@pytest.fixture
def site(config):
    """Make a site of handlers; it says nothing of itself to the tests' own log."""

    def make(*handlers, **more):
        plugins = [SartoPlugin(config=config)]
        return Litestar([home, *handlers], plugins=plugins, logging_config=None, **more)

    return make


def test_the_plugin_cuts_the_pages_and_page_swaps(site):
    plain, page, swap, own = asked(
        site(), "/", "/?who=you", "/swapped?who=you", "/_sarto/privacy"
    )

    assert (plain.text, page.text, swap.text) == (PAGE, SWAPPED, SWAPPED)
    assert own.status == 200


def test_what_is_found_nowhere_and_what_fails_are_met(site):
    def sorry(request: Request, error: Exception) -> Response:
        return Response(
            PAGE, media_type=HTML, status_code=getattr(error, "status_code", 500)
        )

    @get("/fails")
    async def fails() -> None:
        raise RuntimeError("its own")

    app = site(fails, exception_handlers={404: sorry, Exception: sorry})
    lost, failed = asked(app, "/nowhere?who=you", "/fails?who=you")

    assert (lost.status, lost.text) == (404, SWAPPED)
    assert (failed.status, failed.text) == (500, SWAPPED)


def test_handlers_may_ask_for_the_visitor(site):
    @get("/who", sync_to_thread=False)
    def who(visitor: CurrentVisitor) -> str:
        return f"{visitor.facts['query.who']} {visitor.decide('hero').fragment}"

    class Pages(Controller):
        @get("/again")
        async def again(self, visitor: "CurrentVisitor", request: Request) -> str:
            return str(visitor is visitor_of(request))

    visitor_of = visitor
    one, other = asked(site(who, Pages), "/who?who=you", "/again?who=you")

    assert (one.text, other.text) == ("you hero.html", "True")


def test_so_may_dependencies_and_the_schema_tells_nothing_of_it(site):
    async def name(visitor: CurrentVisitor) -> str:
        return str(visitor.facts["query.who"])

    @get("/named", dependencies={"name": Provide(name)})
    async def named(name: NamedDependency[str]) -> str:
        return name

    app = site(named)

    assert got(app, "/named?who=you").text == "you"
    assert app.openapi_schema.paths["/named"].get.parameters is None


def test_a_dependency_of_that_name_is_the_sites_own(site):
    async def own() -> str:
        return "own"

    @get("/own")
    async def mine(visitor: NamedDependency[str]) -> str:
        return visitor

    assert got(site(mine, dependencies={"visitor": Provide(own)}), "/own").text == "own"


def test_background_tasks_know_the_visitor_still(site):
    heard = []

    async def told(found):
        heard.append(found.facts["query.who"])

    @get("/later", media_type=HTML)
    async def later(visitor: CurrentVisitor) -> Response[str]:
        return Response(PAGE, background=BackgroundTask(told, visitor))

    assert got(site(later), "/later?who=you").text == SWAPPED
    assert heard == ["you"]


def test_on_a_websocket_the_visitor_is_nobody(site):
    @websocket("/line")
    async def line(socket: WebSocket, visitor: CurrentVisitor) -> None:
        await socket.accept()
        await socket.send_text(str(visitor.facts["query.who"]))
        await socket.close()

    said = asyncio.run(linked(site(line), "/line?who=you"))

    assert said[1]["text"] == "None"


def templated(folder, **given):
    @get("/templated")
    async def page() -> Template:
        return Template("home.html")

    (folder / "home.html").write_text(TAG + "{{ visitor.facts['query.who'] }}")
    return page, TemplateConfig(**given)


@pytest.mark.parametrize("is_made", [False, True], ids=["class", "instance"])
def test_templates_have_the_tag_and_the_visitor(site, tmp_path, is_made):
    engine = JinjaTemplateEngine(tmp_path) if is_made else None
    given = (
        {"instance": engine}
        if is_made
        else {"engine": JinjaTemplateEngine, "directory": tmp_path}
    )
    page, templates = templated(tmp_path, **given)

    app = site(page, template_config=templates)
    plain, swapped = asked(app, "/templated", "/templated?who=you")

    assert (plain.text, swapped.text) == ("<p>own</p>None", "<p>yours</p>you")


def test_a_callback_of_the_site_is_called_as_well(site, tmp_path):
    called = []
    given = {"engine": JinjaTemplateEngine, "directory": tmp_path}
    page, templates = templated(tmp_path, **given, engine_callback=called.append)

    site(page, template_config=templates)

    assert len(called) == 1


def test_the_application_is_started_and_stopped_and_may_be_again(site):
    heard = []
    app = site(
        on_startup=[lambda: heard.append("started")],
        on_shutdown=[lambda: heard.append("stopped")],
    )

    async def lived():
        return await (await begun(app))()

    for _ in range(2):
        assert asyncio.run(lived()) == ["startup.complete", "shutdown.complete"]
    assert heard == ["started", "stopped"] * 2
    assert got(app, "/?who=you").text == SWAPPED


def test_where_nothing_starts_it_the_first_page_does(site):
    app = site()

    first, again, lost = asked(
        app, "/?who=you", "/?who=you", "/_sarto/privacy", is_started=False
    )

    assert (first.text, again.text, lost.status) == (SWAPPED, SWAPPED, 200)
    assert first.raw_headers == again.raw_headers


def test_the_client_for_tests_meets_sarto_started_or_not(site):
    app = site()

    assert TestClient(app).get("/?who=you").text == SWAPPED
    with TestClient(app) as client:
        assert client.get("/?who=you").text == SWAPPED


def test_stores_are_let_go_of_when_the_server_stops(config):
    store, secret = MemoryStore(), "a long secret of this test"
    plugin = SartoPlugin(config=config, secret=secret, profiles=store)
    app = Litestar([home], plugins=[plugin], logging_config=None)

    assert got(app, "/?who=you").text == SWAPPED
    assert store.is_closed


def test_one_plugin_may_serve_two_applications(config):
    plugin = SartoPlugin(config=config)
    apps = [Litestar([home], plugins=[plugin], logging_config=None) for _ in range(2)]

    assert [got(app, "/?who=you").text for app in apps] == [SWAPPED, SWAPPED]


def test_a_mistake_in_the_config_stops_the_start(broken):
    with pytest.raises(ConfigError, match="fragmnt"):
        Litestar([home], plugins=[SartoPlugin(config=broken)])


def test_switched_off_the_site_is_untouched(site, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    app = site()

    assert got(app, "/?who=you").text == PAGE
    assert got(site(), "/?who=you", is_started=False).text == PAGE
