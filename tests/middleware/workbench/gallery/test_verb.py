"""`sarto gallery`, as it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sarto.cli import main

CONFIG = """[slots.hero]
show = [ { when = { device = "mobile" }, fragment = "phone.html" } ]
"""
DEAD = """[[slots.hero.show]]
when = { device = "mobile", country = "PL" }
fragment = "phone.html"
"""


@pytest.fixture
def typed(folder: Callable[..., Path]):
    """Type the verb in the folder of a site."""

    def type_(*words: str, config: str = CONFIG):
        path = folder(config, phone="call")
        return CliRunner().invoke(main, ["gallery", "--config", str(path), *words])

    return type_


def test_it_says_what_was_made_and_where(typed, tmp_path) -> None:
    result = typed()
    index = tmp_path / ".sarto" / "gallery" / "index.html"
    assert result.output == f"2 variants in 1 place, and 8 whole pages.\n{index}\n"
    assert result.exit_code == 0
    assert index.is_file()
    assert (index.parent / "gallery.css").is_file()


def test_a_folder_is_shown_as_its_pages_are(typed, tmp_path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text('<p>before</p><b data-sarto="hero">own</b>')
    result = typed(str(pages), "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    frames = "".join(f.read_text() for f in (tmp_path / "out" / "frames").iterdir())
    assert '<b data-sarto="hero">call</b>' in frames


def test_a_rule_that_nobody_sees_is_a_problem(typed) -> None:
    config = CONFIG.replace("show = [", "show = [ ") + "\n[slots.other]\n"
    config += DEAD.replace("hero", "other").replace(
        " }\nfrag", ', not = { device = "mobile" } }\nfrag'
    )
    result = typed(config=config)
    assert result.exit_code == 1
    assert "no visitor can see it" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "is no folder here, no URL and no `module:name`"),
        (["--path", "menu"], "menu is no page: it begins with a /."),
        (["--path", "/", "--path", "/\udcff"], "'/\\udcff' is no page"),
        (["nothing:app"], "There is no module 'nothing'"),
    ],
)
def test_what_is_not_there_is_wrong_use(typed, words, said) -> None:
    result = typed(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_mistake_in_the_config_is_told_as_by_check(typed) -> None:
    result = typed(config="[slots.hero]\nshows = []\n")
    assert result.exit_code == 1
    assert "SARTO" in result.output


def test_without_playwright_it_says_how_to_get_pictures(typed, monkeypatch) -> None:
    monkeypatch.setattr("sarto.workbench.gallery.shots.find_spec", lambda _name: None)
    result = typed("--screenshots")
    assert result.exit_code == 2
    assert "pip install playwright && playwright install chromium" in result.output


def test_an_application_that_fails_is_told_in_short(typed, tmp_path) -> None:
    (tmp_path / "failing_gallery.py").write_text("1 / 0")
    result = typed("failing_gallery:app")
    assert result.exit_code == 2
    assert result.output.endswith("ZeroDivisionError: division by zero\n")
    assert "importlib" not in result.output
