"""`sarto report`, as it is typed."""

import json
import sqlite3

import pytest

from sarto_adapters.stores.events_sqlite import EventStore
from support.cli_site import run
from support.reported import FRAGMENTS, filled, toml


@pytest.fixture
def site(folder):
    def write(language="en", **filling):
        config = folder(toml(language))
        (config.parent / "fragments").mkdir(exist_ok=True)
        for name, text in FRAGMENTS.items():
            (config.parent / "fragments" / name).write_text(text, "utf-8")
        if filling:
            store = EventStore(f"sqlite:///{config.parent}/.sarto/events.db")
            filled(store, **filling)
            store.close()
        return config

    return write


def test_the_text_begins_with_a_sentence_for_each_experiment(site) -> None:
    answer = run("report", "--config", site(visitors=2000))
    assert answer.exit_code == 0
    first, why, verdict = answer.output.splitlines()[:3]
    assert first == "hero-photo"
    assert why.strip() == "does a photo of the house sell more tables?"
    assert verdict.startswith(("  Not yet", "  Keep", "  No difference"))
    assert "none was lost" in answer.output


def test_the_text_of_two_arms_is_narrow(site) -> None:
    lines = run("report", "--config", site(visitors=2000)).output.splitlines()
    hero = lines[: lines.index("menu-words")]
    assert max(map(len, hero)) <= 88


def test_json_is_json_and_nothing_else(site) -> None:
    answer = run("report", "--json", "--config", site(visitors=300))
    told = json.loads(answer.stdout)
    assert list(told["experiments"]) == ["hero-photo", "menu-words", "offers"]


def test_a_site_without_events_is_told_so_and_no_file_is_made(site) -> None:
    config = site()
    answer = run("report", "--config", config)
    assert answer.exit_code == 0
    assert "Nobody has been shown anything yet." in answer.output
    assert not (config.parent / ".sarto").exists()


def test_a_site_without_experiments_is_told_so(folder) -> None:
    answer = run("report", "--config", folder('languages = ["en"]\n'))
    assert answer.exit_code == 0
    assert "There are no experiments" in answer.output


def test_figures_that_cannot_be_trusted_are_a_problem(site) -> None:
    answer = run("report", "--config", site(visitors=500, dropped=900))
    assert answer.exit_code == 1
    assert "Do not trust this" in answer.output
    assert "900 were lost" in answer.output


@pytest.mark.parametrize("what", ["foreign", "broken", "newer"])
def test_a_file_of_something_else_is_told_and_left_as_it_is(site, what) -> None:
    config = site(visitors=50)
    file = config.parent / ".sarto" / "events.db"
    if what == "broken":
        file.write_bytes(b"no database at all" * 500)
    else:
        connection = sqlite3.connect(file)
        name, number = (
            ("application_id", 7) if what == "foreign" else ("user_version", 99)
        )
        connection.execute(f"PRAGMA {name} = {number}")
        connection.close()
    before = file.read_bytes()
    answer = run("report", "--config", config)
    assert answer.exit_code == 1
    assert "The events cannot be read" in answer.output
    assert "Traceback" not in answer.output
    assert file.read_bytes() == before


def test_events_elsewhere_are_read_by_their_url(site, monkeypatch) -> None:
    config = site(visitors=50)
    folder = config.parent
    (folder / ".sarto" / "events.db").rename(folder / "other.db")
    asked = "report", "--json", "--config", config
    by_word = run(*asked, "--events", "sqlite:///other.db")
    assert json.loads(by_word.stdout)["events"]["seen"] > 0
    monkeypatch.setenv("SARTO_EVENTS", f"sqlite:///{folder}/other.db")
    assert json.loads(run(*asked).stdout)["events"]["seen"] > 0


@pytest.mark.parametrize("url", ["events.db", "mysql://x/y"])
def test_a_url_that_is_none_is_wrong_use(site, url) -> None:
    assert run("report", "--config", site(), "--events", url).exit_code == 2


def test_a_page_that_cannot_be_written_is_wrong_use(site, tmp_path) -> None:
    answer = run("report", "--config", site(), "--html", tmp_path / "no" / "r.html")
    assert answer.exit_code == 2
    assert "cannot be written" in answer.output


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("fa", "rtl"), ("ar", "rtl")]
)
def test_the_page_is_in_the_sites_first_language(
    site, tmp_path, language, direction
) -> None:
    file = tmp_path / "r.html"
    answer = run("report", "--config", site(language, visitors=300), "--html", file)
    assert answer.exit_code == 0
    text = file.read_text("utf-8")
    assert f'<html lang="{language}" dir="{direction}">' in text


def test_a_config_with_a_mistake_is_told_as_by_check(folder) -> None:
    answer = run("report", "--config", folder("languages = 1"))
    assert answer.exit_code == 1
    assert "sarto.toml" in answer.output
