"""`sarto import`, as it is typed."""

import json
from importlib import import_module

import pytest

from sarto_adapters.stores.events_sqlite import EventStore
from support.cli_site import run
from support.reported import FRAGMENTS, toml

ROWS = "visitor,experiment,arm,booked\nv1,hero-photo,photo,1\nv2,hero-photo,control,0\n"


@pytest.fixture
def site(folder, monkeypatch):
    monkeypatch.setenv("SARTO_SECRET", "long enough to be a secret of a test")
    config = folder(toml())
    (config.parent / "fragments").mkdir()
    for name, text in FRAGMENTS.items():
        (config.parent / "fragments" / name).write_text(text, "utf-8")
    return config


def taken(site, text, *more):
    file = site.parent / "outcomes.csv"
    file.write_text(text, "utf-8")
    return run("import", file, "--config", site, *more)


def arms(site):
    told = json.loads(run("report", "--json", "--config", site).stdout)
    found = told["experiments"]["hero-photo"]["arms"]
    return {name: (arm["visitors"], arm["conversions"]) for name, arm in found.items()}


def test_outcomes_are_taken_in_and_reported(site) -> None:
    answer = taken(site, ROWS)
    assert answer.exit_code == 0
    assert "hero-photo: 2 visitors (control 1, photo 1)" in answer.output
    assert arms(site) == {"control": (1, 0), "photo": (1, 1)}


def test_the_same_file_twice_changes_nothing(site) -> None:
    taken(site, ROWS)
    answer = taken(site, ROWS)
    assert answer.exit_code == 0
    assert "nothing has changed" in answer.output
    assert arms(site) == {"control": (1, 0), "photo": (1, 1)}


def test_of_a_file_with_a_mistake_nothing_is_taken_in(site) -> None:
    answer = taken(site, f"{ROWS}v3,hero-photo,foto,1\n")
    assert answer.exit_code == 1
    assert "outcomes.csv:4: 'foto' is no arm of hero-photo" in answer.output
    assert "Nothing was taken in." in answer.output
    assert not (site.parent / ".sarto").exists()


def test_no_name_of_a_visitor_is_in_the_file_of_events(site) -> None:
    taken(site, ROWS.replace("v1", "anna@bistro.example"))
    found = [*(site.parent / ".sarto").iterdir()]
    assert found
    assert not any(b"anna" in file.read_bytes() for file in found)


def test_without_a_secret_it_says_what_that_means(site, monkeypatch) -> None:
    monkeypatch.delenv("SARTO_SECRET")
    answer = taken(site, ROWS)
    assert answer.exit_code == 0
    assert "SARTO_SECRET is not set" in answer.output


def test_a_file_that_is_not_there_is_wrong_use(site) -> None:
    answer = run("import", site.parent / "none.csv", "--config", site)
    assert answer.exit_code == 2
    assert "none.csv cannot be read" in answer.output


def test_events_that_cannot_be_written_are_told(site) -> None:
    (site.parent / ".sarto").write_text("a file where a folder should be", "utf-8")
    answer = taken(site, ROWS)
    assert answer.exit_code == 1
    assert "The events cannot be written" in answer.output
    assert "Traceback" not in answer.output


def test_a_config_with_a_mistake_is_told_as_by_check(site) -> None:
    site.write_text("languages = 1", "utf-8")
    answer = taken(site, ROWS)
    assert answer.exit_code == 1
    assert "sarto.toml" in answer.output


def test_a_url_that_is_none_is_wrong_use(site) -> None:
    assert taken(site, ROWS, "--events", "mysql://host/x").exit_code == 2


def test_a_store_that_fails_midway_is_told_and_the_rest_comes_the_next_time(
    site, monkeypatch
) -> None:
    rows = [f"v{n},hero-photo,photo,0\n" for n in range(30)]
    text = ROWS.splitlines()[0] + "\n" + "".join(rows)
    write, calls = EventStore.write, []

    def failing(self, events, ledger):
        calls.append(len(events))
        if len(calls) == 2:
            raise OSError("the disk is full")
        write(self, events, ledger)

    intake = import_module("sarto.workbench.importing.intake")
    monkeypatch.setattr(intake, "BATCH", 20)
    monkeypatch.setattr(EventStore, "write", failing)
    answer = taken(site, text)
    assert answer.exit_code == 1
    assert "20 of them are; type the same once more" in answer.output
    assert taken(site, text).exit_code == 0
    assert arms(site) == {"control": (0, 0), "photo": (30, 0)}
