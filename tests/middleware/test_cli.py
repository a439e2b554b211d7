import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import pytest
from click.testing import CliRunner

from sarto.cli import main

CONFIG = """languages = ["en", "fa"]
timezone = "UTC"
[audiences.evening-phones]
device = "mobile"
country = ["IR"]
time = "18:00-23:00"
[slots.hero]
default = "hero/default.html"
show = [ { to = "evening-phones", fragment = "hero/evening.html" } ]
[personas.tehran]
device = "mobile"
country = "IR"
time = "20:00"
"""


@pytest.fixture
def config(folder):
    return folder(CONFIG, hero__default="default", hero__evening="evening")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_with_no_arguments_it_explains_itself():
    answer = run()

    assert answer.exit_code == 0
    assert "sarto dev" in answer.output
    assert all(verb in answer.output for verb in ("check", "explain", "schema", "dev"))


def test_it_tells_its_version():
    assert version("sarto") in run("--version").output


def test_check_of_a_right_site_is_quiet_and_well(config):
    answer = run("check", "--config", config)

    assert (answer.exit_code, answer.output) == (0, "Nothing wrong.\n")


def test_check_shows_the_line_and_what_was_meant(config):
    config.write_text(CONFIG.replace("device", "devise", 1), "utf-8")

    answer = run("check", "--config", config)

    assert answer.exit_code == 1
    assert "sarto.toml:4:1" in answer.output
    assert '4 | devise = "mobile"\n  | ^^^^^^' in answer.output
    assert "did you mean 'device'?" in answer.output
    assert answer.output.endswith("1 error.\n")


def test_check_in_json_has_the_contracts_shape(config):
    config.write_text(CONFIG + "[holdouts]\nwinter = 10\n", "utf-8")

    answer = run("check", "--config", config, "--format", "json")

    (finding,) = json.loads(answer.output)
    assert answer.exit_code == 1
    assert finding["severity"] == "warning"
    assert finding.keys() == {
        "code",
        "severity",
        "file",
        "line",
        "column",
        "message",
        "help",
    }


def test_a_missing_config_is_told_not_raised(tmp_path):
    answer = run("check", "--config", tmp_path / "none.toml")

    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


def test_explain_in_json_has_the_contracts_shape(config):
    as_ = "device=mobile country=IR time=20:00"

    answer = run("explain", "/", "--as", as_, "--json", "--config", config)

    told = json.loads(answer.output)
    assert told["path"] == "/"
    assert told["facts"]["country"] == {"value": "IR", "from": "as"}
    assert told["facts"]["time"] == {"value": "20:00", "from": "as"}
    hero = told["slots"]["hero"]
    assert hero["fragment"] == "hero/evening.html"
    assert hero["audience"] == "evening-phones"
    assert hero["experiment"] is hero["arm"] is None
    assert hero["because"][1] == {
        "condition": 'country = ["IR"]',
        "value": "IR",
        "holds": True,
    }
    assert (told["layouts"], told["serve"]) == ({}, None)


def test_explain_tells_the_near_miss(config):
    answer = run(
        "explain", "/", "--as", "device=mobile time=20:00", "--json", "--config", config
    )

    hero = json.loads(answer.output)["slots"]["hero"]
    assert hero["audience"] is None
    assert hero["near"] == [{"fragment": "hero/evening.html", "would": "country=IR"}]


def test_explain_tells_what_was_read_and_until_when_that_holds(config):
    asked = "explain", "/", "--as", "device=mobile country=IR", "--config", config

    hero = json.loads(run(*asked, "--json").output)["slots"]["hero"]
    assert hero["reads"] == ["country", "device", "time"]  # in UTC for all
    until = datetime.fromisoformat(hero["until"])
    assert until > datetime.now(UTC)
    assert f"  until {hero['until']}" in run(*asked).output


def test_explain_of_what_no_clock_changes_has_no_end(config):
    answer = run("explain", "/", "--as", "device=tv", "--json", "--config", config)

    assert json.loads(answer.output)["slots"]["hero"]["until"] is None


def test_explain_takes_a_persona(config):
    answer = run("explain", "/", "--as", "@tehran", "--config", config)

    assert "hero: hero/evening.html" in answer.output
    assert 'yes  country = ["IR"]  (it is IR)' in answer.output


def test_explain_of_nobody_shows_the_default_and_what_is_unknown(config):
    answer = run("explain", "/", "--config", config)

    assert "device = unknown" in answer.output
    assert "no rule holds, so the default stands" in answer.output


def test_explain_leaves_out_slots_of_other_pages(config):
    config.write_text(CONFIG.replace("[slots.hero]", '[slots.hero]\npages = "/a"'))

    answer = run("explain", "/b", "--json", "--config", config)

    assert json.loads(answer.output)["slots"] == {}


def test_explain_names_the_route_a_page_is_swapped_for(config):
    with config.open("a") as file:
        file.write('[[pages]]\npath = "/"\nshow = [{ serve = "/other" }]\n')

    answer = run("explain", "/", "--config", config)

    assert answer.output.startswith("/ is swapped for /other")


@pytest.mark.parametrize(
    ("as_", "said"),
    [
        ("devise=mobile", "device"),
        ("device=phone", "phone"),
        ("device", "device"),
        ("@nobody", "nobody"),
        ('city="unclosed', ""),
    ],
)
def test_a_wrong_visitor_is_wrong_use(config, as_, said):
    answer = run("explain", "/", "--as", as_, "--config", config)

    assert answer.exit_code == 2
    assert said in answer.output


def test_explain_of_a_broken_config_shows_its_mistakes(config):
    config.write_text("[slots.hero]\nshw = 1", "utf-8")

    answer = run("explain", "/", "--config", config)

    assert answer.exit_code == 1
    assert "sarto.toml:2:1" in answer.output


def test_the_schema_knows_every_table_of_the_file():
    schema = json.loads(run("schema").output)

    assert {"audiences", "slots", "pages", "personas"} <= schema["properties"].keys()
    audience = schema["$defs"]["Audience"]["properties"]
    assert "mobile" in json.dumps(audience["device"])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nosuchmodule:app", "no module 'nosuchmodule'"),
        ("json:nothing", "has no 'nothing'"),
        ("nothing-at-all", "no folder here"),
    ],
)
def test_dev_says_what_it_cannot_find(config, target, said):
    answer = run("dev", target, "--config", config)

    assert answer.exit_code == 2
    assert said in answer.output


def test_dev_without_anything_to_serve_says_so(config):
    answer = run("dev", "--config", config)

    assert answer.exit_code == 2
    assert "[dev]" in answer.output


def test_dev_of_a_broken_config_shows_its_mistakes(config):
    config.write_text("[slots.hero]\nshw = 1", "utf-8")

    answer = run("dev", "json:dumps", "--config", config)

    assert answer.exit_code == 1
    assert "sarto.toml:2:1" in answer.output


APP = """
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from sarto import Sarto
app = Starlette()
app.add_middleware({})
app.add_middleware({})
"""
INSIDE = ("GZipMiddleware", "Sarto, config={config!r}")  # the last added is outermost


@pytest.fixture
def zipped(config, monkeypatch):
    """Write an application that compresses, on one side of Sarto, and name it."""
    monkeypatch.setattr(sys, "path", [*sys.path])

    def write(middlewares):
        app = APP.format(*middlewares).format(config=str(config))
        (config.parent / "zipped_app.py").write_text(app, "utf-8")
        config.write_text(f'{CONFIG}[dev]\napp = "zipped_app:app"\n', "utf-8")
        monkeypatch.delitem(sys.modules, "zipped_app", raising=False)
        return config

    return write


def test_check_shows_where_an_app_is_named_that_compresses_inside(zipped):
    answer = run("check", "--config", zipped(INSIDE))

    assert answer.exit_code == 1
    assert "warning SARTO025: GZipMiddleware stands inside of Sarto" in answer.output
    assert ' | app = "zipped_app:app"\n   |       ^^^' in answer.output


def test_check_of_an_app_that_compresses_outside_is_well(zipped):
    config = zipped(INSIDE[::-1])
    answer = run("check", "--config", config)

    assert answer.exit_code == 0
    assert answer.output.endswith("That is best.\nNothing wrong.\n")
    assert run("check", "--format", "json", "--config", config).output == "[]\n"


@pytest.mark.parametrize(
    ("middlewares", "said"),
    [(INSIDE, "put it around Sarto"), (INSIDE[::-1], "That is best.")],
)
@pytest.mark.parametrize("target", [[], ["zipped_app:app"]])
def test_dev_says_where_the_app_compresses(
    zipped, middlewares, said, target, monkeypatch
):
    monkeypatch.setattr("sarto.workbench.dev.DevSite.run", lambda *_, **__: None)
    answer = run("dev", *target, "--config", zipped(middlewares))

    assert answer.exit_code == 0
    assert said in answer.output
