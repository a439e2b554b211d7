"""Starlette: where `install` puts Sarto, and what the site's code then knows."""

import asyncio
import inspect

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.templating import Jinja2Templates

from sarto import ConfigError, Sarto, visitor
from sarto_adapters.frameworks.options import Options
from sarto_adapters.frameworks.starlette import install
from support.frameworks import OWN, PAGE, SWAPPED, TAG, asked, begun, got, linked
from support.shelves import CacheMiddleware


class Own(BaseHTTPMiddleware):
    """One as most people write it."""

    async def dispatch(self, request, call_next):
        answer = await call_next(request)
        answer.headers["x-own"] = str(visitor(request).facts["query.who"])
        return answer


async def home(request):
    return HTMLResponse(PAGE)


@pytest.fixture
def app():
    return Starlette(routes=[Route("/", home)])


def kinds(app):
    return [getattr(each.cls, "__name__", "Sarto") for each in app.user_middleware]


def test_one_line_cuts_the_pages(app, config):
    assert install(app, config=config) is app

    plain, swapped = asked(app, "/", "/?who=you")

    assert (plain.text, swapped.text) == (PAGE, SWAPPED)


def test_page_swaps_own_pages_and_errors_are_met(app, config):
    install(app, config=config)

    swap, own, lost = asked(app, "/swapped?who=you", "/_sarto/privacy", "/nowhere")

    assert swap.text == SWAPPED
    assert (own.status, own.header("content-type")) == (200, "text/html; charset=utf-8")
    assert lost.status == 404


@pytest.mark.parametrize("is_first", [True, False], ids=["before", "after"])
def test_what_compresses_is_outside_whenever_it_was_added(app, config, is_first):
    if is_first:
        app.add_middleware(GZipMiddleware)
    install(app, config=config)
    if not is_first:
        app.add_middleware(GZipMiddleware)

    assert kinds(app) == ["GZipMiddleware", "Sarto"]
    (answer,) = asked(app, ("/?who=you", {"headers": [("accept-encoding", "gzip")]}))
    assert answer.header("content-encoding") == "gzip"


def test_what_turns_requests_away_is_outside_and_the_rest_is_inside(app, config):
    app.add_middleware(GZipMiddleware)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["site.example"])
    app.add_middleware(SessionMiddleware, secret_key="a secret of this test")  # noqa: S106 - it keeps nothing
    app.add_middleware(Own)
    install(app, config=config)

    assert kinds(app) == [
        "Own",
        "SessionMiddleware",
        "TrustedHostMiddleware",
        "GZipMiddleware",
        "Sarto",
    ]


def test_alone_it_is_the_outermost(app, config):
    app.add_middleware(Own)
    install(app, config=config)

    assert kinds(app) == ["Sarto", "Own"]
    assert got(app, "/?who=you").header("x-own") == "you"


def test_what_is_made_of_a_compressing_one_is_known_by_its_kin(app, config):
    app.add_middleware(type("Packed", (GZipMiddleware,), {}))
    app.add_middleware(lambda inner: inner)
    install(app, config=config)

    assert kinds(app)[1:] == ["Packed", "Sarto"]


def test_it_is_never_inside_of_what_keeps_pages_for_all(app, config):
    app.add_middleware(GZipMiddleware)
    app.add_middleware(CacheMiddleware)
    install(app, config=config)

    assert kinds(app) == ["Sarto", "CacheMiddleware", "GZipMiddleware"]
    yours, plain = asked(app, "/?who=you", "/")
    assert (yours.text, plain.text) == (SWAPPED, PAGE)


def test_a_mistake_in_the_config_stops_the_start(app, broken):
    with pytest.raises(ConfigError, match="fragmnt"):
        install(app, config=broken)

    assert app.user_middleware == []


def test_a_started_application_is_told_so(app, config):
    got(app)

    with pytest.raises(RuntimeError, match="where the application is put together"):
        install(app, config=config)


def test_switched_off_the_site_is_untouched(app, config, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    install(app, config=config)

    assert got(app, "/?who=you").text == PAGE


def test_the_plain_line_and_install_put_the_same_sarto(config):
    listed = [Middleware(Sarto, config=config)]
    plain = Starlette(routes=[Route("/", home)], middleware=listed)
    installed = install(Starlette(routes=[Route("/", home)]), config=config)

    one, other = got(plain, "/?who=you"), got(installed, "/?who=you")

    assert (one.raw_headers, one.body) == (other.raw_headers, other.body)


def test_templates_have_the_tag_and_the_visitor(config, tmp_path):
    (tmp_path / "home.html").write_text(TAG + "{{ visitor.facts['query.who'] }}")
    templates = Jinja2Templates(tmp_path)

    async def templated(request):
        return templates.TemplateResponse(request, "home.html")

    app = Starlette(routes=[Route("/", templated)])
    install(app, config=config, templates=templates)

    plain, swapped = asked(app, "/", "/?who=you")

    assert plain.text == "<p>own</p>None"
    assert swapped.text == "<p>yours</p>you"


def test_background_tasks_know_the_visitor_still(config):
    heard = []

    async def later(request):
        heard.append(
            (
                visitor(request).facts["query.who"],
                visitor(request).decide("hero").fragment,
            )
        )

    async def home(request):
        return HTMLResponse(PAGE, background=BackgroundTask(later, request))

    app = install(Starlette(routes=[Route("/", home)]), config=config)

    assert got(app, "/?who=you").text == SWAPPED
    assert heard == [("you", "hero.html")]


def test_on_a_websocket_the_visitor_is_nobody(config):
    async def line(websocket):
        found = visitor(websocket)
        await websocket.accept()
        await websocket.send_text(f"{found.facts.device} {found.decide('hero').is_own}")
        await websocket.close()

    app = install(Starlette(routes=[WebSocketRoute("/line", line)]), config=config)

    _, told, _ = asyncio.run(linked(app, "/line?who=you"))
    assert told["text"] == "None True"


def test_the_application_is_started_and_stopped(config):
    heard = []

    class Lived:
        async def __aenter__(self):
            heard.append("started")

        async def __aexit__(self, *_):
            heard.append("stopped")

    app = Starlette(lifespan=lambda _: Lived())
    install(app, config=config)

    async def lived():
        return await (await begun(app))()

    assert asyncio.run(lived()) == ["startup.complete", "shutdown.complete"]
    assert heard == ["started", "stopped"]


def test_install_takes_every_option_of_sarto():
    options = set(inspect.signature(Sarto).parameters) - {"app", "config"}

    assert options == set(Options.__annotations__)


def test_a_slot_keeps_its_own_content_without_sarto(app):
    assert OWN in got(app, "/?who=you").text
