"""Quart: `install` wraps `app.asgi_app`; all that Quart does stays as it is."""

import asyncio

import pytest
from quart import Quart, Response, render_template, request, stream_template, websocket

from sarto import ConfigError, visitor
from sarto_adapters.frameworks.quart import install
from support.frameworks import OWN, PAGE, SWAPPED, TAG, asked, begun, got, linked


@pytest.fixture
def app(tmp_path):
    made = Quart("site", root_path=str(tmp_path), template_folder=str(tmp_path))

    @made.get("/")
    async def home():
        return PAGE

    return made


def test_one_line_cuts_the_pages_errors_and_page_swaps(app, config):
    @app.errorhandler(404)
    async def lost(_error):
        return PAGE, 404

    assert install(app, config=config) is app
    page, none, swap, own = asked(
        app, "/?who=you", "/nowhere?who=you", "/swapped?who=you", "/_sarto/privacy"
    )

    assert (page.text, swap.text) == (SWAPPED, SWAPPED)
    assert (none.status, none.text) == (404, SWAPPED)
    assert own.status == 200


def test_an_error_of_the_site_is_its_own_page(app, config):
    @app.get("/fails")
    async def fails():
        raise RuntimeError("its own")

    @app.errorhandler(500)
    async def sorry(_error):
        return PAGE, 500

    install(app, config=config)
    answer = got(app, "/fails?who=you")

    assert (answer.status, answer.text) == (500, SWAPPED)
    assert answer.header("cache-control") == "private, no-store"


def test_code_knows_the_visitor_by_the_request(app, config):
    @app.get("/who")
    async def who():
        return f"{visitor(request).facts['query.who']} {visitor(request).decide('hero').fragment}"

    install(app, config=config)

    assert got(app, "/who?who=you").text == "you hero.html"


def test_after_request_and_what_it_sets_stay(app, config):
    @app.after_request
    async def marked(response):
        response.headers["x-own"] = str(visitor(request).facts["query.who"])
        response.set_cookie("a", "1")
        return response

    install(app, config=config)
    answer = got(app, "/?who=you")

    assert (answer.header("x-own"), answer.text) == ("you", SWAPPED)
    assert answer.header("set-cookie") == "a=1; Path=/"


@pytest.mark.parametrize("render", [render_template, stream_template])
def test_templates_have_the_tag_and_the_visitor(app, config, tmp_path, render):
    (tmp_path / "home.html").write_text(TAG + "{{ visitor.facts['query.who'] }}")

    @app.get("/templated")
    async def templated():
        return await render("home.html")

    install(app, config=config)
    plain, swapped = asked(app, "/templated", "/templated?who=you")

    assert (plain.text, swapped.text) == ("<p>own</p>None", "<p>yours</p>you")


def test_a_template_that_is_streamed_is_cut_as_it_comes(app, config, tmp_path):
    (tmp_path / "home.html").write_text(
        f"{OWN}{{% for n in [1, 2] %}}<p>{{{{ n }}}}{{% endfor %}}"
    )

    @app.get("/streamed")
    async def streamed():
        return await stream_template("home.html")

    install(app, config=config)
    answer = got(app, "/streamed?who=you")

    assert answer.text == '<p data-sarto="hero">yours</p><p>1<p>2'
    assert len(answer.bodies) > 2


def test_a_stream_of_events_passes(app, config):
    async def events():
        for number in range(3):
            yield f"data: {number}\n\n"

    @app.get("/events")
    async def told():
        return Response(events(), content_type="text/event-stream")

    install(app, config=config)

    assert [each.get("body") for each in got(app, "/events").bodies][:3] == [
        b"data: 0\n\n",
        b"data: 1\n\n",
        b"data: 2\n\n",
    ]


def test_background_tasks_know_the_visitor_still(app, config):
    heard = []

    @app.get("/later")
    async def later():
        found = visitor(request)

        async def told():
            heard.append(found.facts["query.who"])

        app.add_background_task(told)
        return PAGE

    install(app, config=config)

    assert got(app, "/later?who=you").text == SWAPPED
    assert heard == ["you"]


def test_on_a_websocket_the_visitor_is_nobody(app, config):
    @app.websocket("/line")
    async def line():
        await websocket.accept()
        await websocket.send(str(visitor(websocket).facts["query.who"]))

    install(app, config=config)
    said = asyncio.run(linked(app, "/line?who=you"))

    assert "None" in [message.get("text") for message in said]


def test_the_application_is_started_and_stopped(app, config):
    heard = []

    @app.before_serving
    async def before():
        heard.append("before")

    @app.after_serving
    async def after():
        heard.append("after")

    install(app, config=config)

    async def lived():
        return await (await begun(app))()

    assert asyncio.run(lived()) == ["startup.complete", "shutdown.complete"]
    assert heard == ["before", "after"]


def test_the_client_for_tests_meets_sarto(app, config):
    install(app, config=config)

    async def asked_by_client():
        answer = await app.test_client().get("/?who=you")
        return await answer.get_data(as_text=True)

    assert asyncio.run(asked_by_client()) == SWAPPED


def test_it_is_still_a_quart_and_a_mistake_stops_the_start(app, broken):
    with pytest.raises(ConfigError, match="fragmnt"):
        install(app, config=broken)

    assert got(app, "/?who=you").text == PAGE
