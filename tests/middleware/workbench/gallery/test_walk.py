"""The pages of a gallery: those a polite visitor is led to, and no others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.walk import walked
from support.play import html

CONFIG = """[slots.hero]
pages = ["/deep/**"]
default = "hero.html"
"""
LINKED = """<a href="/menu">a</a> <a href="b">b</a> <a href='/caf%C3%A9'>c</a>
<a href="/?page=2">d</a> <a class=x
href=//localhost/e#f>e</a> <map><area href="/area"></map>"""
SHUT = """<a href="/logout">a</a> <a href="/cart/remove/3">b</a> <a download href="/i">i</a>
<a rel="nofollow" href="/c">c</a> <a href="/files/d.zip">d</a> <a href="/k.jpg">k</a>
<a href="//other.example/e">e</a> <a href="/_sarto/privacy">f</a> <a href="mailto:g">g</a>
<!-- <a href="/h">h</a> --> <form action="/form"><button>h</button></form>"""


@pytest.fixture
def walk(folder: Callable[..., Path]):
    """Walk through a site whose first page is given; give it, and what was asked for."""
    site = compile_site(Config.read(folder(CONFIG, hero="shown")))

    def walk_(first: str, *paths: str):
        asked = []

        async def app(scope, receive, send):
            if scope["type"] == "http":
                asked.append(scope["path"])
                body = first if scope["path"] == "/" else '<p data-sarto="hero">a'
                await html(body)(scope, receive, send)

        with Playing(app) as play:
            return walked(site, play, paths), asked

    return walk_


def test_it_follows_links_from_the_first_page_and_from_what_rules_name(walk) -> None:
    met, asked = walk(LINKED)

    (named,) = {path for path in asked if path.startswith("/deep/")}
    assert {*met.slots} == {"/", "/menu", "/b", "/caf\u00e9", "/e", "/area", named}
    assert sorted(asked) == sorted(met.slots)
    assert met.slots["/b"] == {"hero"}


def test_nothing_is_asked_for_that_could_do_something_or_is_no_page(walk) -> None:
    _, asked = walk(SHUT)

    assert [path for path in asked if not path.startswith("/deep/")] == ["/"]


def test_of_pages_that_are_named_no_link_is_followed(walk) -> None:
    assert walk(LINKED, "/")[1] == ["/"]
