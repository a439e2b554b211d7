"""`sarto edge`: configurations of caches, and the doctor of those that run."""

import json

import pytest
from click.testing import CliRunner

from sarto.cli import main
from sarto.cli.edge import EDGES
from support.edge_rules import SECRET
from support.sick_edge import edge

MAINS = {
    "varnish": "varnish.vcl",
    "nginx": "nginx.conf",
    "fastly": "fastly.vcl",
    "cloudflare": "worker.js",
}
SITE = """
timezone = "UTC"
languages = ["en", "fa"]
[cache]
edge = "VENDOR"
[slots.hero]
pages = ["/"]
default = "a.html"
show = [ { when = { language = "fa" }, fragment = "b.html" } ]
"""


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def config(folder, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", SECRET)

    def write(vendor="varnish"):
        return folder(SITE.replace("VENDOR", vendor), a="a", b="b")

    return write


def test_it_explains_itself():
    told = run("edge", "--help").output

    assert all(name in told for name in (*EDGES, "doctor"))
    assert "--origin" in run("edge", "varnish", "--help").output


@pytest.mark.parametrize("vendor", EDGES)
def test_the_main_file_is_printed_and_the_others_kept_beside_the_config(
    config, vendor, tmp_path
):
    answer = run("edge", vendor, "--config", config(vendor))

    assert answer.exit_code == 0, answer.output
    folder = tmp_path / ".sarto" / "edge"
    kept = {each.name for each in folder.iterdir()}
    assert kept
    assert MAINS[vendor] not in kept
    assert "sarto" in answer.output.lower()
    (token,) = {
        word
        for each in folder.iterdir()
        for word in each.read_text().replace('"', " ").split()
        if len(word.strip(";")) == 40
    } or {""}
    assert token.strip(";")
    assert token.strip(";") not in answer.output


@pytest.mark.parametrize("vendor", EDGES)
def test_all_files_are_written_where_one_says(config, vendor, tmp_path):
    out = tmp_path / "out"
    answer = run("edge", vendor, "--config", config(vendor), "--out", out)

    assert (answer.exit_code, answer.output) == (0, "")
    assert MAINS[vendor] in {each.name for each in out.iterdir()}
    assert not (tmp_path / ".sarto").exists()


def test_where_the_site_and_the_cache_listen_is_in_it(config):
    words = ["--origin", "http://127.0.0.1:9000", "--listen", "127.0.0.1:9001"]
    answer = run("edge", "varnish", "--config", config(), *words)

    assert '.port = "9000";' in answer.output
    assert "varnishd -a 127.0.0.1:9001" in answer.output


def test_another_cache_than_the_file_names_is_told_with_its_line(config):
    answer = run("edge", "nginx", "--config", config())

    assert answer.exit_code == 1
    assert "error SARTO029" in answer.output
    assert '5 | edge = "varnish"' in answer.output


def test_an_origin_that_cannot_be_asked_is_wrong_use(config):
    answer = run("edge", "varnish", "--config", config(), "--origin", "ftp://a")

    assert answer.exit_code == 2
    assert "cannot ask ftp://a" in answer.output


def test_a_cache_nobody_knows_is_wrong_use():
    answer = run("edge", "squid")

    assert answer.exit_code == 2
    assert "No such command 'squid'" in answer.output


def test_a_well_edge_is_told_so(config):
    with edge() as url:
        answer = run("edge", "doctor", url, "--config", config())

    assert answer.exit_code == 0, answer.output
    assert "ok    spoofed keys\n" in answer.output
    assert "FAIL" not in answer.output


def test_a_sick_edge_is_told_to_programs(config):
    with edge("leak") as url:
        answer = run(
            *("edge", "doctor", url, "--config", config(), "--json"),
            *("--path", "/", "--path", "/menu/tea"),
        )

    told = json.loads(answer.output)
    assert (answer.exit_code, told["url"], told["ok"]) == (1, url, False)
    (wrong,) = (each for each in told["probes"] if each["state"] == "fail")
    assert wrong["name"] == "leaks"
    assert "/menu/tea for a desktop: x-sarto-tags leaves the edge" in wrong["said"]


def test_without_a_config_it_asks_as_visitors_of_any_site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with edge("tag") as url:
        answer = run("edge", "doctor", url)

    assert answer.exit_code == 1
    assert "FAIL  other's ETag" in answer.output


@pytest.mark.parametrize(
    ("url", "words", "told"),
    [
        ("http://127.0.0.1:9", (), "cannot be asked"),
        ("127.0.0.1:9", (), "is no site"),
        ("http://127.0.0.1:9", ("--path", "menu"), "begins with a /"),
        ("http://127.0.0.1:9", ("--config", "none.toml"), "There is no none.toml"),
    ],
)
def test_what_cannot_be_examined_is_wrong_use(tmp_path, monkeypatch, url, words, told):
    monkeypatch.chdir(tmp_path)
    answer = run("edge", "doctor", url, *words)

    assert answer.exit_code == 2
    assert told in answer.output
