"""`sarto serve` on the command line: what it says before it serves, and how it ends."""

import subprocess
import sys

import pytest

from support.cli_site import run
from support.folder_asking import put
from support.serving import served

PAGE = '<!doctype html><title>x</title><section data-sarto="hero">own</section>'
CONFIG = """[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
"""


@pytest.fixture
def home(folder):
    """Write a config, a fragment, and a folder of pages beside them."""
    config = folder(CONFIG, hero="yours")
    (config.parent / "_site").mkdir()
    (config.parent / "_site" / "index.html").write_text(PAGE)
    return config.parent


def test_a_folder_is_served_and_its_pages_are_cut_to_who_asks(home):
    with served(home, "_site", "--workers", "2") as running:
        assert len(running.workers) == 2
        assert running.asked("/")[2].decode() == PAGE
        assert b">yours<" in running.asked("/?who=you")[2]
        status, headers, _ = running.asked("/gone")
        assert (status, headers["content-type"]) == (404, "text/plain; charset=utf-8")
        assert "server" not in headers
        assert running.end() == 0


def test_what_is_ours_in_the_folder_is_not_served(home):
    ours = (
        "sarto.toml",
        "places.mmdb",
        "p.db",
        "p.db-wal",
        "p.db-shm",
        ".sarto/x",
        "e.db",
    )
    for name in ours[1:]:
        put(home, name, "ours")
    places = '[location]\ndatabase = "places.mmdb"\n'
    events = '[events]\nurl = "sqlite:///e.db"\n'
    (home / "sarto.toml").write_text(places + events + CONFIG)
    words = (".", "--profiles", "sqlite:///p.db")
    with served(home, *words, SARTO_SECRET="x" * 40) as running:
        assert running.asked("/_site/")[0] == 200
        for path in (*ours, "fragments/hero.html", "SARTO.toml"):
            assert running.asked(f"/{path}")[0] == 404, path


def test_serve_beside_no_config_says_how_to_begin(tmp_path):
    answer = run("serve", tmp_path, "--config", tmp_path / "sarto.toml")
    assert answer.exit_code == 2
    assert "begin with `sarto init`" in answer.output


def test_serve_of_no_folder_says_so(home):
    answer = run("serve", home / "dist", "--config", home / "sarto.toml")
    assert answer.exit_code == 2
    assert "build the site first" in answer.output


def test_serve_without_a_server_says_what_to_install(home, monkeypatch):
    monkeypatch.setattr("sarto.workbench.serving.lacking", lambda: "pip install it")
    answer = run("serve", home / "_site", "--config", home / "sarto.toml")
    assert (answer.exit_code, answer.output) == (2, "pip install it\n")


@pytest.mark.parametrize(
    ("words", "by"), [((), "one process"), (("--workers", "3"), "3 processes")]
)
def test_that_all_is_ready_is_said_once_it_is(home, monkeypatch, words, by):
    def ran(service, listener, *, greet):
        assert service.config == home / "sarto.toml"
        assert service.make().current.site.version
        greet()
        return 7

    monkeypatch.setattr("sarto.workbench.serving.run", ran)
    where = [home / "_site", "--config", home / "sarto.toml", "--port", "0"]
    answer = run("serve", *where, *words)
    assert answer.exit_code == 7
    assert f", by {by}; Ctrl-C ends it." in answer.output


REFUSED = [
    ("[slots.hero]\nshw = 1\n", (), 1, "sarto.toml:2:1"),
    (CONFIG, ("--profiles", "mysql://x"), 2, "nobody answers to `mysql://`"),
]


@pytest.mark.parametrize(("config", "words", "code", "said"), REFUSED)
def test_a_mistake_stops_the_start_and_is_told_once(home, config, words, code, said):
    (home / "sarto.toml").write_text(config)
    command = [sys.executable, "-m", "sarto", "serve", "_site", "--port", "0"]
    answer = subprocess.run(
        [*command, "--workers", "2", *words],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == code, answer.stderr
    assert answer.stderr.count(said) == 1
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_a_site_is_made_as_its_workers_make_it(home):
    from sarto.cli.serve import site  # noqa: PLC0415 - beside its verb

    app = site(home / "_site", home / "sarto.toml", None)
    assert app.current.is_watched
    app.current.close()


def test_a_folder_that_went_meanwhile_is_wrong_use(home):
    from sarto.cli.serve import site  # noqa: PLC0415 - beside its verb
    from sarto.workbench.serving import RefusedError  # noqa: PLC0415 - the same

    with pytest.raises(RefusedError, match="No such folder"):
        site(home / "dist", home / "sarto.toml", None)


def test_a_site_that_is_switched_off_is_served_as_it_is(home, monkeypatch):
    from sarto.cli.serve import site  # noqa: PLC0415 - beside its verb

    monkeypatch.setenv("SARTO_OFF", "1")
    assert site(home / "_site", home / "sarto.toml", None).current is None
