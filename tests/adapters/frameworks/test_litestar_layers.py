"""What Litestar compresses and what it keeps, with Sarto before it."""

import gzip
import logging

import pytest
from litestar import Litestar, MediaType, get
from litestar.config.compression import CompressionConfig
from litestar.config.response_cache import ResponseCacheConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from sarto_adapters.frameworks.litestar import CurrentVisitor, SartoPlugin
from support.frameworks import PAGE, SWAPPED, TAG, asked, got

HTML = MediaType.HTML
PACKED = {"headers": [("accept-encoding", "gzip")]}


@pytest.fixture
def site(config):
    def make(*handlers, **more):
        plugins = [SartoPlugin(config=config)]
        return Litestar(handlers, plugins=plugins, logging_config=None, **more)

    return make


@get(["/", "/plain", "/raw/page"], media_type=HTML)
async def home() -> str:
    return PAGE


@get("/left", media_type=HTML, is_left=True)
async def left() -> str:
    return PAGE


def test_pages_are_compressed_once_as_litestar_was_told(site):
    app = site(home, compression_config=CompressionConfig(backend="gzip"))
    packed, plain = asked(app, ("/?who=you", PACKED), "/?who=you")

    assert packed.header("content-encoding") == "gzip"
    assert gzip.decompress(packed.body).decode() == SWAPPED
    assert (plain.header("content-encoding"), plain.text) == (None, SWAPPED)
    assert packed.header("vary") == plain.header("vary") == "Accept-Encoding"


@pytest.mark.parametrize("exclude", ["^/raw/", ["^/other/", "^/raw/"]])
def test_what_litestar_leaves_as_it_is_stays_so(site, exclude):
    compression = CompressionConfig(
        backend="gzip", exclude=exclude, exclude_opt_key="is_left"
    )
    app = site(home, left, compression_config=compression)

    for path in ("/raw/page?who=you", "/left?who=you"):
        answer = got(app, path, **PACKED)
        assert (answer.header("content-encoding"), answer.text) == (None, SWAPPED)
    assert got(app, "/?who=you", **PACKED).header("content-encoding") == "gzip"


def test_where_nothing_can_change_litestar_compresses_by_itself(folder):
    config = folder('[slots.a]\npages = ["/"]\nshow = [ { fragment = "keep" } ]\n')
    compression = {"compression_config": CompressionConfig(backend="gzip")}
    plugins = [SartoPlugin(config=config)]
    ours = Litestar([home], plugins=plugins, logging_config=None, **compression)
    bare = Litestar([home], logging_config=None, **compression)

    one, other = got(ours, "/plain", **PACKED), got(bare, "/plain", **PACKED)

    assert one.raw_headers == other.raw_headers
    assert gzip.decompress(one.body) == gzip.decompress(other.body)


def test_without_compression_nothing_is_said_of_it(site):
    answer = got(site(home), "/?who=you", **PACKED)

    assert (answer.header("vary"), answer.text) == (None, SWAPPED)


class Counted:
    """Handlers that count how often they were asked, and that Litestar keeps."""

    def __init__(self):
        self.times = 0

        @get("/kept", media_type=HTML, cache=60)
        async def kept() -> str:
            self.times += 1
            return PAGE

        @get("/facts", media_type=HTML, cache=60)
        async def facts(visitor: CurrentVisitor) -> str:
            self.times += 1
            return f"{PAGE}{visitor.facts['query.who']}"

        @get("/decided", media_type=HTML, cache=60)
        async def decided(visitor: CurrentVisitor) -> str:
            self.times += 1
            return f"{PAGE}{visitor.decide('hero').fragment}"

        self.handlers = (kept, facts, decided)


ALIKE = ResponseCacheConfig(key_builder=lambda request: request.url.path)


def test_a_page_that_litestar_keeps_is_cut_for_each_visitor(site):
    counted = Counted()
    app = site(*counted.handlers, response_cache_config=ALIKE)
    plain, yours, again = asked(app, "/kept", "/kept?who=you", "/kept")

    assert (plain.text, yours.text, again.text) == (PAGE, SWAPPED, PAGE)
    assert counted.times == 1


@pytest.mark.parametrize("path", ["/facts", "/decided"])
def test_what_was_made_for_one_visitor_is_not_kept_for_others(site, path, caplog):
    counted = Counted()
    app = site(*counted.handlers, response_cache_config=ALIKE)
    with caplog.at_level(logging.WARNING, "sarto"):
        yours, plain = asked(app, f"{path}?who=you", path)

    assert yours.text.endswith(("you", "hero.html"))
    assert plain.text.endswith("None")
    assert counted.times == 2
    assert "An answer is not kept by Litestar's cache" in caplog.text


def test_what_a_visitor_is_asked_beside_its_facts_is_not_kept_for_others(site):
    times = []

    @get("/often", media_type=HTML, cache=60)
    async def often(visitor: CurrentVisitor) -> str:
        times.append(visitor.often)
        return PAGE

    asked(site(often, response_cache_config=ALIKE), "/often", "/often")

    assert times == [(), ()]


def test_a_tag_of_a_template_is_not_kept_for_others(site, tmp_path):
    (tmp_path / "home.html").write_text(TAG)

    @get("/tag", cache=60)
    async def tagged() -> Template:
        return Template("home.html")

    templates = TemplateConfig(engine=JinjaTemplateEngine, directory=tmp_path)
    app = site(tagged, response_cache_config=ALIKE, template_config=templates)
    yours, plain = asked(app, "/tag?who=you", "/tag")

    assert (yours.text, plain.text) == ("<p>yours</p>", "<p>own</p>")


def test_what_the_site_does_not_keep_is_not_kept_either(site):
    counted = Counted()
    never = ResponseCacheConfig(cache_response_filter=lambda _scope, _status: False)
    app = site(*counted.handlers, response_cache_config=never)
    asked(app, "/kept", "/kept")

    assert counted.times == 2


def test_switched_off_litestar_keeps_what_it_did(site, monkeypatch):
    monkeypatch.setenv("SARTO_OFF", "1")
    counted = Counted()
    app = site(*counted.handlers, response_cache_config=ALIKE)

    assert [each.text for each in asked(app, "/facts", "/facts")] == [f"{PAGE}None"] * 2
