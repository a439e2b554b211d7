"""`sarto check` as it is typed."""

import json

import pytest
from click.testing import CliRunner

from sarto.cli import colour, main

WRONG = '[audiences.a]\ndevise = "mobile"\n'
ESCAPE = "\x1b["


@pytest.fixture
def wrong(folder):
    return folder(WRONG)


def run(*words, **more):
    return CliRunner().invoke(main, ["check", *map(str, words)], **more)


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github"])
def test_in_every_form_a_mistake_is_told_and_ends_in_1(wrong, style):
    answer = run("--config", wrong, "--format", style)

    assert answer.exit_code == 1
    assert "SARTO005" in answer.output
    assert "devise" in answer.output


@pytest.mark.parametrize(
    ("style", "said"), [("text", "Nothing wrong.\n"), ("json", "[]\n"), ("github", "")]
)
def test_what_is_right_ends_in_0(folder, style, said):
    answer = run("--config", folder("version = 1\n"), "--format", style)

    assert (answer.exit_code, answer.output) == (0, said)


def test_sarif_of_what_is_right_is_a_whole_document(folder):
    answer = run("--config", folder("version = 1\n"), "--format", "sarif")

    assert answer.exit_code == 0
    assert json.loads(answer.output)["runs"][0]["results"] == []


def test_a_code_is_explained_and_nothing_checked(tmp_path):
    answer = run("--why", "12", "--config", tmp_path / "none.toml")

    assert answer.exit_code == 0
    assert answer.output.startswith("SARTO012: a template names what nothing gives\n")
    assert "\n  fragments/hero.html\n    <p>" in answer.output


def test_without_a_code_all_are_listed():
    answer = run("--why")

    assert answer.exit_code == 0
    assert "SARTO001  the file cannot be read, or is no TOML\n" in answer.output


def test_a_code_that_is_none_is_wrong_use():
    answer = run("--why", "SARTO999")

    assert answer.exit_code == 2
    assert "'SARTO999'" in answer.output


def test_pages_are_held_against_the_config(folder, tmp_path):
    rule = "[slots.hero]\nshow = [{ attrs = { class = 'x' } }]\n"
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text('<html lang="en"><p data-sarto="hreo">', "utf-8")

    answer = run("--config", folder(rule), "--pages", pages)

    assert answer.exit_code == 1
    assert "SARTO051" in answer.output


@pytest.mark.parametrize(
    "target",
    [
        "nowhere",
        "ftp://site.example",
        "http://[x",
        "http://",
        "http:///menu",
        "http://site.example:many",
        "http://site.example:99999",
        "http://site example/",
        "https://me:word@site.example",
    ],
)
def test_where_no_pages_can_be_is_wrong_use(folder, monkeypatch, target):
    monkeypatch.chdir(folder("version = 1\n").parent)

    answer = run("--pages", target)

    assert answer.exit_code == 2, answer.output
    assert f"--pages: {target} is no " in answer.output


def test_pages_are_not_looked_for_in_a_file(folder, monkeypatch):
    monkeypatch.chdir(folder("version = 1\n").parent)

    answer = run("--pages", "sarto.toml")

    assert answer.exit_code == 2
    assert "--pages: sarto.toml is a file" in answer.output


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_of_those_who_want_it(
    wrong, monkeypatch, environment, is_coloured
):
    monkeypatch.setattr(colour, "is_terminal", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)

    answer = run("--config", wrong, env=environment, color=True)

    assert (ESCAPE in answer.output) is is_coloured


def test_what_is_no_terminal_is_not_coloured(wrong):
    assert (
        ESCAPE not in run("--config", wrong, env={"TERM": "xterm"}, color=True).output
    )


def test_the_coloured_text_is_the_same(wrong, monkeypatch):
    plain = run("--config", wrong).output
    monkeypatch.setattr(colour, "is_terminal", lambda: True)
    coloured = run("--config", wrong, env={"TERM": "xterm"}).output  # colours taken off

    assert coloured == plain
