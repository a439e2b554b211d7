"""A mistake in a config stops the start, however late a framework builds Sarto."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sarto import ConfigError, Sarto
from support.play import played, scope_of


async def home(_request):
    return PlainTextResponse("the site's own")


@pytest.fixture
def broken(tmp_path):
    file = tmp_path / "sarto.toml"
    file.write_text("[slotz.hero]\n")
    return file


@pytest.fixture
def late(broken):
    site = Starlette(routes=[Route("/", home)])
    site.add_middleware(Sarto, config=broken)
    return site


def begun(app):
    """Start an application as servers do; give what it says."""
    said = []

    async def receive():
        return {"type": "lifespan.startup"}

    async def send(message):
        said.append(message)

    asyncio.run(app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send))
    return said


def test_where_it_is_built_by_hand_it_is_raised(broken):
    with pytest.raises(ConfigError, match="slotz"):
        Sarto(home, config=broken)


def test_where_a_framework_builds_it_in_lifespan_the_server_is_told_and_stops(late):
    said = begun(late)

    assert [each["type"] for each in said] == ["lifespan.startup.failed"]
    assert "slotz" in said[0]["message"]
    assert "sarto.toml:1:2" in said[0]["message"]


def test_without_lifespan_visitors_get_the_site_and_the_author_a_line(late, caplog):
    for _ in range(2):
        answer = asyncio.run(played(late, scope_of("/")))
        assert (answer.status, answer.body) == (200, b"the site's own")

    (line,) = [each for each in caplog.records if each.name == "sarto"]
    assert "slotz" in line.getMessage()


def test_what_the_site_s_own_start_builds_is_raised_there_and_the_server_stops(broken):
    @asynccontextmanager
    async def lifespan(site):
        site.mount("/part", Sarto(home, config=broken))
        yield

    said = []

    async def receive():
        return {"type": "lifespan.startup"}

    async def send(message):
        said.append(message["type"])

    with pytest.raises(ConfigError, match="slotz"):
        asyncio.run(Starlette(lifespan=lifespan)({"type": "lifespan"}, receive, send))
    assert said == ["lifespan.startup.failed"]


@pytest.mark.parametrize("kind", ["tenant", ["http"], None])
def test_what_others_call_a_scope_is_none_of_ours(kind, broken):
    def made(scope):
        return scope, Sarto(home, config=broken)

    with pytest.raises(ConfigError, match="slotz"):
        made({"type": kind})
