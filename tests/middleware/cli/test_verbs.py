"""All verbs alike: quick to start, quiet when piped, one meaning to each exit code."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from sarto.cli import VERBS, main

HEAVY = ("pydantic", "jinja2", "starlette.applications", "uvicorn", "babel")
SEEN = f"""
import sys
from sarto.cli import main
try:
    main([*sys.argv[1:], "--help"])
finally:
    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
COMPLETED = """
eval "$(sarto completion bash)"
COMP_WORDS=(sarto "$@"); COMP_CWORD=$#
_sarto_completion sarto
printf '%s\\n' "${COMPREPLY[@]}"
"""
BROKEN = "[slots.hero]\nshw = 1\n"
MINE = ["init", "dev", "check", "explain", "diff", "schema", "upgrade", "completion"]
CODES = [  # what is typed, in a folder with a config that is right, then broken
    (["check"], 0, 1),
    (["explain", "/"], 0, 1),
    (["explain"], 2, 2),
    (["explain", "/", "--as", "nonsense"], 2, 1),
    (["diff", "sarto.toml", "sarto.toml"], 0, 1),
    (["diff", "sarto.toml", "gone.toml"], 2, 1),
    (["diff"], 2, 2),
    (["init"], 2, 2),
    (["upgrade"], 0, 0),
    (["schema"], 0, 0),
    (["schema", "more"], 2, 2),
    (["completion", "fish"], 0, 0),
    (["completion", "tcsh"], 2, 2),
    (["dev", "--port", "many"], 2, 2),
    (["dev", "nothing-here", "--still", "--port", "0"], 2, 2),
    (["nonsense"], 2, 2),
    ([], 0, 0),
]


@pytest.mark.parametrize("verb", [[], *([verb] for verb in MINE)])
def test_help_imports_nothing_heavy(verb):
    told = subprocess.run(
        [sys.executable, "-c", SEEN, *verb], capture_output=True, text=True, check=True
    )

    assert "Usage:" in told.stdout
    assert told.stderr.splitlines()[-1] == "[]"


def test_every_verb_is_told_in_the_list():
    told = CliRunner().invoke(main, ["--help"]).output

    assert [verb for verb in VERBS if f"\n  {verb} " not in told] == []


@pytest.mark.parametrize(("words", "right", "broken"), CODES)
def test_exit_codes_are_those_of_the_contract(
    tmp_path, monkeypatch, words, right, broken
):
    monkeypatch.chdir(tmp_path)
    for text, code in (("version = 1\n", right), (BROKEN, broken)):
        (tmp_path / "sarto.toml").write_text(text, "utf-8")
        assert CliRunner().invoke(main, words).exit_code == code


@pytest.mark.parametrize(
    "words",
    [
        *(["explain", "/"], ["explain", "--token"], ["preview", "/"]),
        *(["gallery"], ["console"], ["upgrade"], ["dev"], ["edge", "varnish"]),
    ],
)
def test_without_a_config_verbs_say_how_to_begin(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    answer = CliRunner().invoke(main, words)
    folder = CliRunner().invoke(main, [*words, "--config", str(tmp_path)])

    assert answer.output == "There is no sarto.toml: begin with `sarto init`.\n"
    assert (answer.exit_code, folder.exit_code) == (2, 2)
    assert f"{tmp_path} is a folder" in folder.output


@pytest.mark.parametrize(
    "words", [["explain", "--token"], ["preview", "/", "--as", "device=tv"]]
)
def test_without_a_secret_that_is_what_is_said(tmp_path, monkeypatch, words):
    monkeypatch.delenv("SARTO_SECRET", raising=False)
    (tmp_path / "sarto.toml").write_text("version = 1\n", "utf-8")
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(main, words)

    assert answer.output.startswith("SARTO_SECRET is not set.")
    assert answer.exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "Did you mean 'check'?"),
        (["dev", "--port", "99999"], "0<=x<=65535"),
    ],
)
def test_what_was_typed_wrongly_is_said(words, said):
    assert said in CliRunner().invoke(main, words).output


@pytest.mark.parametrize("words", [["--help"], ["check"], ["upgrade"]])
def test_what_is_piped_has_no_colour(tmp_path, words):
    (tmp_path / "sarto.toml").write_text(BROKEN, "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "sarto", *words],
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm-256color"},
        capture_output=True,
        check=False,
    )

    assert b"\x1b" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ([""], list(VERBS)),
        (["ch"], ["check"]),
        (["completion", "f"], ["fish"]),
        (["upgrade", "--co"], ["--config"]),
    ],
)
def test_bash_completes_what_is_typed(tmp_path, typed, offered):
    script = tmp_path / "sarto"
    script.write_text(f"#!{sys.executable}\nfrom sarto.cli import main\nmain()\n")
    script.chmod(0o755)
    told = subprocess.run(
        ["bash", "--norc", "-c", COMPLETED, "bash", *typed],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == offered, told.stderr


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_given_their_own(shell):
    told = CliRunner().invoke(main, ["completion", shell]).output

    assert f"_SARTO_COMPLETE={shell}_complete" in told
