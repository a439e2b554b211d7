"""`litestar sarto …`: our verbs in Litestar's command line, told of the application."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from sarto import Config
from sarto.cli import VERBS
from sarto_adapters.frameworks.litestar import SartoPlugin

APP = """
from litestar import Litestar, get
from litestar.enums import MediaType
from sarto_adapters.frameworks.litestar import SartoPlugin

@get("/", media_type=MediaType.HTML)
async def home() -> str:
    return '<p data-sarto="hero">own</p>'

app = Litestar([home], plugins=[SartoPlugin(config={config!r})])
"""
LITESTAR = [str(Path(sys.executable).with_name("litestar")), "--app", "site_app:app"]


@pytest.fixture
def litestar(config, tmp_path_factory):
    """Run Litestar's command line in a folder where the config is not."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "site_app.py").write_text(APP.format(config=str(config)))

    def run(*words):
        env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
        return subprocess.run(
            [*LITESTAR, *words],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_the_verbs_are_listed(litestar):
    answer = litestar("sarto")

    assert answer.returncode == 0
    assert all(f"  {verb} " in answer.stdout for verb in VERBS)


def test_a_verb_reads_the_config_of_the_application(litestar):
    answer = litestar("sarto", "explain", "/?who=you")

    assert answer.returncode == 0, answer.stderr
    assert "hero: hero.html" in answer.stdout


def test_a_config_that_is_named_outranks_it(litestar):
    answer = litestar("sarto", "check", "--config", "nowhere.toml")

    assert answer.returncode == 1
    assert "nowhere.toml" in answer.stdout


@pytest.fixture
def hung():
    """Call our verbs in another command line, as Litestar would have hung them there."""

    def call(config, *words, **found):
        group = click.Group("litestar")
        SartoPlugin(config=config).on_cli_init(group)
        env = SimpleNamespace(**{"app_path": "", "is_app_factory": False, **found})
        return CliRunner().invoke(group, ["sarto", *words], obj=env)

    return call


@pytest.mark.parametrize("read", [Config.read, str, Path])
def test_the_config_may_be_given_in_any_form(hung, config, read):
    answer = hung(read(config), "explain", "/?who=you")

    assert answer.exit_code == 0
    assert "hero: hero.html" in answer.output


@pytest.mark.parametrize(
    ("found", "served"),
    [
        ({"app_path": "nowhere_at_all:app"}, "no module 'nowhere_at_all'"),
        ({"app_path": "nowhere_at_all:app", "is_app_factory": True}, "Name an app"),
        ({}, "Name an app"),
    ],
)
def test_dev_serves_what_litestar_found_unless_it_is_still_to_be_made(
    hung, config, found, served
):
    answer = hung(config, "dev", "--still", "--port", "0", **found)

    assert (answer.exit_code, served in answer.output) == (2, True), answer.output


def test_dev_serves_the_application_itself(litestar):
    answer = litestar("sarto", "dev", "--host", "256.0.0.1")

    assert answer.returncode == 2
    assert "256.0.0.1:8000 cannot be used" in answer.stderr
