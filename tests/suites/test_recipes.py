"""Recipes: each piece of examples/recipes/README.md, run as it stands there."""

import re
import sqlite3
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from sarto import visitor
from support.frameworks import CONFIG, OWN, PAGE, SWAPPED, asked

README = Path(__file__).parents[2] / "examples" / "recipes" / "README.md"
FENCE = re.compile(r"^```python (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PIECES = dict(FENCE.findall(README.read_text("utf-8")))
HERE = "# your routes\n"
# What stands in a piece where the reader's own routes would.
ROUTES = {
    "starlette": """
from starlette.routing import Route
async def home(request): return templates.TemplateResponse(request, "home.html")
app.routes.append(Route("/", home))
""",
    "litestar": """
from litestar import Request, get
@get("/", media_type="text/html")
async def home(request: Request) -> str: return page(request)
handlers = [home]
""",
    "quart": """
from quart import request
@app.get("/")
async def home(): return page(request)
""",
    "fasthtml": """
from starlette.responses import HTMLResponse
@app.get("/")
def home(request): return HTMLResponse(page(request))
""",
    "blacksheep": """
from blacksheep import Request, html
@app.router.get("/")
def home(request: Request): return html(page(request))
""",
    "sanic": """
from sanic import html
@app.get("/")
async def home(request): return html(page(request))
""",
}


def page(request):
    return f"{PAGE}{visitor(request).facts['query.who']}"


@pytest.fixture
def run(folder, tmp_path, monkeypatch):
    """Run a piece as a module of a site's own folder; give what it left."""
    monkeypatch.chdir(tmp_path)

    def run(name, config=CONFIG, more=""):
        folder(config, hero="yours")
        file = tmp_path / f"recipe_{name}.py"
        text = PIECES[name].replace(HERE, ROUTES.get(name, HERE))
        file.write_text(text + more, "utf-8")
        spec = spec_from_file_location(file.stem, file)
        module = module_from_spec(spec)
        module.page = page
        monkeypatch.setitem(sys.modules, file.stem, module)
        spec.loader.exec_module(module)
        return module

    return run


def test_every_piece_is_run_by_a_test():
    assert set(PIECES) == {*ROUTES, "fastapi", "datasette", "static"}


def test_a_piece_is_short():
    for text in PIECES.values():
        assert 3 <= len([line for line in text.splitlines() if line]) <= 8


@pytest.mark.parametrize(
    "name", ["litestar", "quart", "fasthtml", "blacksheep", "sanic"]
)
def test_pages_are_cut_and_code_knows_the_visitor(run, name):
    app = run(name).app

    plain, yours, swap, own, lost = asked(
        app, "/", "/?who=you", "/swapped?who=you", "/_sarto/privacy", "/nowhere"
    )

    assert plain.text == f"{PAGE}None"
    assert yours.text == swap.text == f"{SWAPPED}you"
    assert plain.header("cache-control") == "private, no-cache"
    assert (own.status, lost.status) == (200, 404)


def test_starlette_renders_the_tag(run, tmp_path):
    (tmp_path / "templates").mkdir()
    tag = '{% sarto "hero" %}own{% endsarto %} {{ visitor.facts["query.who"] }}'
    (tmp_path / "templates" / "home.html").write_text(f"<p>{tag}</p>{OWN}")

    plain, yours = asked(run("starlette").app, "/", "/?who=you")

    assert plain.text == f"<p>own None</p>{OWN}"
    assert yours.text == '<p>yours you</p><p data-sarto="hero">yours</p>'


def test_fastapi_gives_the_visitor_by_its_type(run):
    (answer,) = asked(run("fastapi").app, "/level")

    assert answer.text == '"novice"'


SELECTED = CONFIG + '[slots.hero]\nselector = "footer"\n'


def test_datasette_takes_it_as_a_plugin(run, tmp_path):
    datasette = pytest.importorskip("datasette.app")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "cut.py").write_text(PIECES["datasette"], "utf-8")
    with sqlite3.connect(tmp_path / "dishes.db") as database:
        database.execute("create table menu (dish text)")
    database.close()
    run("datasette", SELECTED)
    made = datasette.Datasette(
        [str(tmp_path / "dishes.db")], plugins_dir=str(tmp_path / "plugins")
    )

    plain, yours, json = asked(
        made.app(), "/dishes/menu", "/dishes/menu?who=you", "/dishes/menu.json"
    )

    assert "Powered by" in plain.text
    assert '<footer class="ft">yours</footer>' in yours.text
    assert json.header("content-type").startswith("application/json")


def test_a_folder_of_html_is_cut(run, tmp_path):
    (tmp_path / "_site").mkdir()
    (tmp_path / "_site" / "index.html").write_text(PAGE, "utf-8")

    plain, yours, lost = asked(run("static").app, "/", "/?who=you", "/nowhere")

    assert (plain.text, yours.text, lost.status) == (PAGE, SWAPPED, 404)
