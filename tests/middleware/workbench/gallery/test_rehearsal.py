"""The part of a page that the gallery shows is just what Sarto serves there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sarto import Sarto
from sarto.config.config import Config
from sarto.site.compile import compile_site
from sarto.workbench.gallery.guests import NOBODY
from sarto.workbench.gallery.playing import Playing
from sarto.workbench.gallery.rehearsal import Rehearsal
from sarto.workbench.gallery.walk import walked
from support.play import html

CONFIG = """languages = ["en", "fa"]
[slots.hero]
selector = "#hero"
show = [ { when = { device = "mobile" }, fragment = "phone.html" } ]
[slots.inner]
show = [ { when = { device = "mobile" }, attrs = { class = "in" } } ]
"""
PHONE = NOBODY.pinned({"device": "mobile", "language": "fa"})
FORMS = {
    '<p data-sarto="hero">own</p>': '<p data-sarto="hero" lang="fa" dir="rtl">زنگ own</p>',
    '<p id="hero">own': '<p id="hero" lang="fa" dir="rtl">زنگ own',
    '<p data-sarto="hero" data-sarto-swap="element">own</p>': "زنگ own",
    "<!--# sarto hero -->own<!--# /sarto hero -->": "<!--# sarto hero -->زنگ own<!--# /sarto hero -->",
    '<div id="hero"><i data-sarto="inner">x</i></div>': '<div id="hero" lang="fa" dir="rtl">زنگ <i data-sarto="inner" class="in">x</i></div>',
}


@pytest.fixture
def config(folder: Callable[..., Path]) -> Path:
    path = folder(CONFIG, phone="call {{ original }}")
    (path.parent / "fragments" / "phone.fa.html").write_text(
        "زنگ {{ original }}", "utf-8"
    )
    return path


def page(part: str) -> str:
    return f'<html lang="en"><body><i data-sarto="inner">before</i><div>{part}</div></body></html>'


@pytest.mark.parametrize(("form", "served"), FORMS.items())
def test_a_part_is_what_is_served_whatever_its_form(config, form, served) -> None:
    site = compile_site(Config.read(config))
    hero = next(slot for slot in site.slots if slot.name == "hero")
    app = html(page(form))
    with Playing(app) as plain, Playing(Sarto(app, config=config)) as whole:
        here = Rehearsal.plain(site, plain, PHONE, "/")
        assert here.text(here.part(hero)) == served
        assert here.text(here.own(hero)) == form
        body = whole.ask(PHONE.scope(site, "/")).body
        assert here.part(hero) in body
        assert here.page() == body


def test_a_page_in_another_charset_is_read_in_it(config) -> None:
    site = compile_site(Config.read(config))
    body = page('<p id="hero">żółw</p>').encode("iso-8859-2")
    app = html(body, headers=[("content-type", "text/html; charset=iso-8859-2")])
    with Playing(app) as play:
        here = Rehearsal.plain(site, play, NOBODY, "/")
        assert here.text(here.part(site.slots[0])) == '<p id="hero">żółw</p>'


def test_a_walk_finds_the_pages_that_places_stand_on(config) -> None:
    site = compile_site(Config.read(config))
    pages = {"/": '<a href="/menu">', "/menu": '<p id="hero">own</p>'}

    async def app(scope, receive, send):
        if scope["type"] == "http":
            found = scope["path"] in pages
            text = page(pages.get(scope["path"], ""))
            await html(text, status=200 if found else 404)(scope, receive, send)

    with Playing(app) as play:
        walk = walked(site, play)
        assert walk.paths(site.slots[0]) == ("/menu",)
        assert walk.paths(site.slots[1]) == ("/", "/menu")
        assert walked(site, play, ("/",)).paths(site.slots[0]) == ()
