"""`sarto dev` on the command line: what it says before it serves, and how it ends."""

import socket
import subprocess
import sys

import pytest

from support.cli_site import INSIDE, run


def shell(*words):
    command = [sys.executable, "-m", "sarto", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("still", [[], ["--still"]])
@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nosuchmodule:app", "no module 'nosuchmodule'"),
        ("json:nothing", "has no 'nothing'"),
        ("nothing-at-all", "no folder here"),
    ],
)
def test_dev_says_what_it_cannot_find(config, target, said, still):
    answer = shell("dev", target, "--config", config, "--port", 0, *still)

    assert answer.returncode == 2
    assert said in answer.stderr


def test_dev_without_anything_to_serve_says_so(config):
    answer = shell("dev", "--config", config, "--port", 0)

    assert answer.returncode == 2
    assert "[dev]" in answer.stderr


def test_dev_beside_no_config_says_how_to_begin(tmp_path):
    answer = run("dev", "--config", tmp_path / "sarto.toml")

    assert answer.exit_code == 2
    assert "begin with `sarto init`" in answer.output


def test_dev_on_a_port_that_is_taken_says_so(config):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("dev", "json:dumps", "--config", config, "--port", port)

    assert answer.exit_code == 2
    assert "Name another with --port" in answer.output


def test_dev_that_stands_still_refuses_a_broken_config(config):
    config.write_text("[slots.hero]\nshw = 1", "utf-8")

    answer = run("dev", "json:dumps", "--still", "--config", config, "--port", 0)

    assert answer.exit_code == 1
    assert "sarto.toml:2:1" in answer.output


@pytest.mark.parametrize(
    ("middlewares", "said"),
    [(INSIDE, "put it around Sarto"), (INSIDE[::-1], "That is best.")],
)
@pytest.mark.parametrize("target", [[], ["zipped_app:app"]])
def test_dev_says_where_the_app_compresses(
    zipped, middlewares, said, target, monkeypatch
):
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    where = ["--config", zipped(middlewares), "--port", 0]
    answer = run("dev", *target, "--still", *where)

    assert answer.exit_code == 0
    assert said in answer.output
