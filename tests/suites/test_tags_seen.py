"""A Starlette site whose templates have tags, run by uvicorn, in a real browser.

JavaScript is off. `SARTO_SHOTS` names a folder that pictures are written to.
"""

import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from sarto_adapters.frameworks.starlette import install
from support.serve import serving
from support.tags import written

pytestmark = pytest.mark.browser

SHOTS = os.environ.get("SARTO_SHOTS")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
CONFIG = """
languages = ["en", "fa"]
[audiences.phones]
device = "mobile"
[slots.hero]
show = [ { to = "phones", fragment = "hero.html" } ]
[slots.title]
show = [ { to = "phones", fragment = "title.html" } ]
[slots.card]
show = [ { to = "phones", fragment = "card.html" } ]
[layouts.base]
show = [ { to = "phones", layout = "narrow.html" } ]
"""
FILES = {
    "fragments__title": "Tea, to go",
    "fragments__hero": '<h1>Order on the way</h1><p data-sarto="card">two taps</p>',
    "fragments__card": "<b>[</b>{{ original }}<b>]</b>",
    "layouts__narrow": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{% block title %}{% endblock %}</title></head>"
        '<body><main>{% block main %}{% endblock %}</main><nav id="foot">'
        '<a href="/">Home</a></nav></body></html>'
    ),
    "templates__base": (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>{% block title %}{% endblock %}</title></head>"
        '<body><nav id="top"><a href="/">Home</a> <a href="/">Teas</a></nav>'
        "<main>{% block main %}{% endblock %}</main></body></html>"
    ),
    "templates__page": (
        '{% extends sarto.layout("base") %}'
        '{% block title %}{% sarto "title" %}A house of teas{% endsarto %}{% endblock %}'
        '{% block main %}{% sarto "hero" %}<h1>Come and sit</h1>{% endsarto %}'
        "<ul>{% for tea in teas %}"
        '<li>{% sarto "card" %}<span>{{ tea }}</span>{% endsarto %}</li>'
        '{% endfor %}</ul><p id="by" data-sarto="card"><span>by attribute</span></p>'
        '<p id="who">{{ visitor.level }}</p>{% endblock %}'
    ),
}


@pytest.fixture
def address(tmp_path):
    folder = written(tmp_path, **FILES)
    (folder / "sarto.toml").write_text(CONFIG, "utf-8")
    templates = Jinja2Templates(folder / "templates")

    async def page(request):
        return templates.TemplateResponse(request, "page.html", {"teas": ["Assam", "<b>Sencha"]})  # fmt: skip

    app = Starlette(routes=[Route("/", page)])
    install(app, config=folder / "sarto.toml", templates=templates)
    with serving(app) as found:
        yield found


@pytest.fixture
def seen(chromium, address):
    opened = []

    def look(name, **said):
        context = chromium.new_context(java_script_enabled=False, **said)
        opened.append(context)
        page = context.new_page()
        assert page.goto(f"{address}/").ok
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"tags-{name}.png", full_page=True)
        return page

    yield look
    for context in opened:
        context.close()


def test_a_desktop_sees_the_sites_own(seen) -> None:
    page = seen("desktop", viewport={"width": 1000, "height": 600})
    assert page.title() == "A house of teas"
    assert page.locator("h1").inner_text() == "Come and sit"
    assert page.locator("li").all_inner_texts() == ["Assam", "<b>Sencha"]
    assert page.locator("#top").is_visible()
    assert page.locator("#foot").count() == 0


def test_a_phone_sees_what_is_decided(seen) -> None:
    page = seen("phone", user_agent=PHONE, viewport={"width": 390, "height": 700})
    assert page.title() == "Tea, to go"
    assert page.locator("h1").inner_text() == "Order on the way"
    assert page.locator("main > p").first.inner_text() == "two taps"  # no slot any more
    assert page.locator("li").all_inner_texts() == ["[Assam]", "[<b>Sencha]"]
    assert page.locator("#by").inner_text() == "[by attribute]"
    assert page.locator("#who").inner_text() == "novice"
    assert page.locator("#foot").is_visible()
    assert page.locator("#top").count() == 0
