"""`sarto init` in folders of every kind: what it finds, writes and says."""

import re

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.config.config import Config
from sarto.site.compile import compile_site

FIRST = {
    "sarto.toml",
    ".sarto/schema.json",
    "fragments/hero/phone.html",
    "fragments/hero/evening.html",
}
ADDED = 'app.add_middleware(Sarto, config="sarto.toml")'
WRAPPED = 'app = Sarto(app, config="sarto.toml")'
PAGE = '<!doctype html>\n<html lang="en">\n<title>x</title>\n<h1>My place</h1></html>'
FOLDERS = {  # files, then what is said, then what `sarto dev` will serve
    "FastAPI": (
        {"main.py": "import fastapi as f\n\napp = f.FastAPI(\n    title='x',\n)\n"},
        ["This is FastAPI", "main.py:5", ADDED],
        "main:app",
    ),
    "Starlette": (
        {"web/app.py": "from starlette.applications import Starlette as S\napp = S()"},
        ["This is Starlette", "web/app.py:2", ADDED],
        "web.app:app",
    ),
    "Litestar": (
        {"src/place/__init__.py": "import litestar\napp: object = litestar.Litestar()"},
        ["This is Litestar", "src/place/__init__.py:2", WRAPPED],
        "place:app",
    ),
    "Quart": (
        {"app.py": "from quart import Quart\nweb = Quart(__name__)"},
        ['web.asgi_app = Sarto(web.asgi_app, config="sarto.toml")'],
        "app:web",
    ),
    "Django": (
        {
            "manage.py": "raise SystemExit",
            "place/asgi.py": "from django.core.asgi import get_asgi_application\n"
            "application = get_asgi_application()",
        },
        ["place/asgi.py:2", 'application = Sarto(application, config="sarto.toml")'],
        "place.asgi:application",
    ),
    "Flask": (
        {"app.py": "from flask import Flask\napp = Flask(__name__)"},
        [
            "speaks WSGI",
            "`sarto dev http://127.0.0.1:5000`",
            "For visitors: sarto proxy http://127.0.0.1:5000",
        ],
        "http://127.0.0.1:5000",
    ),
    "a factory": (
        {"app.py": "from litestar import Litestar\ndef make():\n    return Litestar()"},
        ["inside of a function at app.py:3", WRAPPED, "sarto dev APP"],
        None,
    ),
    "tests beside it": (
        {
            "test_app.py": "from quart import Quart\napp = Quart('t')",
            "zoo.py": "from fastapi import FastAPI\napp = FastAPI()",
        },
        ["This is FastAPI", "zoo.py:2"],
        "zoo:app",
    ),
    "a project": (
        {"pyproject.toml": '[project]\ndependencies = ["Quart>=0.19", "x"]'},
        ["This is Quart, by the packages it needs", "where its application is built"],
        None,
    ),
    "requirements": (
        {"requirements.txt": "# web\nDjango==5.2\n-r more.txt\n"},
        ["This is Django, by the packages it needs"],
        None,
    ),
    "poetry": (
        {"pyproject.toml": '[tool.poetry.dependencies]\nstarlette = "*"'},
        ["This is Starlette, by the packages it needs"],
        None,
    ),
    "pages": (
        {"_site/index.html": PAGE, "index.html": PAGE},
        ["around the heading of _site/index.html:4", "sarto serve _site"],
        "_site",
    ),
    "pages beside the config": (
        {"index.html": PAGE},
        ["index.html:4", "a folder of their own", "sarto serve ."],
        ".",
    ),
    "something else": (
        {"notes.txt": "hello", "broken.py": "def (", "pyproject.toml": "= broken"},
        ["No application and no pages were found", "sarto dev APP"],
        None,
    ),
    "nothing": ({}, ["The folder was empty", "sarto dev", "sarto serve site"], "site"),
}


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def written(folder, files):
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def there(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in paths}


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_folder_is_known_by_reading_it(tmp_path, kind):
    files, said, app = FOLDERS[kind]
    written(tmp_path, files)

    answer = run("init", "--config", tmp_path / "sarto.toml")

    assert answer.exit_code == 0, answer.output
    assert [text for text in said if text not in answer.output] == []
    assert Config.read(tmp_path / "sarto.toml").toml.dev.app == app
    pages = {"site/index.html"} if kind == "nothing" else set()
    assert there(tmp_path) == {*files} | FIRST | pages


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_written_works_at_once(tmp_path, kind):
    written(tmp_path, FOLDERS[kind][0])
    run("init", "--config", tmp_path / "sarto.toml")

    site = compile_site(Config.read(tmp_path / "sarto.toml"))

    assert site.warnings == ()
    assert [slot.name for slot in site.slots] == ["hero"]


def test_the_config_names_its_schema_which_is_beside_it(tmp_path):
    run("init", "--config", tmp_path / "sarto.toml")

    first = (tmp_path / "sarto.toml").read_text("utf-8").splitlines()[0]
    named = re.fullmatch(r"#:schema (\S+)", first)
    schema = (tmp_path / named[1]).read_text("utf-8")
    assert schema == run("schema").output


def test_a_config_that_is_there_is_never_written_over(tmp_path):
    written(tmp_path, {"sarto.toml": "version = 1"})

    answer = run("init", "--config", tmp_path / "sarto.toml")

    assert answer.exit_code == 2
    assert "stays as it is" in answer.output
    assert there(tmp_path) == {"sarto.toml"}


def test_forced_it_puts_the_config_aside_and_keeps_the_fragments(tmp_path):
    mine = {"sarto.toml": "version = 1", "fragments/hero/phone.html": "mine"}
    written(tmp_path, mine)

    answer = run("init", "--force", "--config", tmp_path / "sarto.toml")

    assert answer.exit_code == 0
    assert (tmp_path / "sarto.toml.before").read_text("utf-8") == "version = 1"
    assert (tmp_path / "fragments/hero/phone.html").read_text("utf-8") == "mine"
    assert "kept   fragments/hero/phone.html, which was here already" in answer.output


def test_a_folder_to_come_is_made(tmp_path):
    answer = run("init", "--config", tmp_path / "new" / "other.toml")

    assert answer.exit_code == 0
    assert "sarto dev --config other.toml" in answer.output
    assert "sarto serve site --config other.toml" in answer.output
    assert there(tmp_path / "new") >= {"other.toml", "site/index.html"}


def test_however_often_it_is_forced_no_config_is_lost(tmp_path):
    written(tmp_path, {"sarto.toml": "# mine", "sarto.toml.before-2": "# older"})

    answers = [
        run("init", "--force", "--config", tmp_path / "sarto.toml") for _ in range(3)
    ]

    aside = [tmp_path / f"sarto.toml.before{end}" for end in ("", "-2", "-3", "-4")]
    told = [file.read_text("utf-8") for file in aside]
    assert told[:2] == ["# mine", "# older"]
    assert told[2] == told[3] == (tmp_path / "sarto.toml").read_text("utf-8")
    assert [a.output.splitlines()[0][-22:] for a in answers] == [
        "now sarto.toml.before.",
        "w sarto.toml.before-3.",
        "w sarto.toml.before-4.",
    ]


def test_where_a_file_cannot_be_written_it_says_where_the_config_is(tmp_path):
    written(tmp_path, {"sarto.toml": "# mine", "fragments": "a file, no folder"})

    answer = run("init", "--force", "--config", tmp_path / "sarto.toml")

    assert answer.exit_code == 1
    assert "cannot be written" in answer.output
    assert "The file that was here is now sarto.toml.before." in answer.output
    assert (tmp_path / "sarto.toml.before").read_text("utf-8") == "# mine"
