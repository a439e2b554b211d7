"""Where the events of a site are kept: as its file says, or its code."""

import json
import time

import pytest

from sarto import Config, ConfigError
from sarto.vocabulary.measured import Question
from sarto_adapters.stores.events_sqlite import EventStore
from support.events import MemoryEvents
from support.measured_site import TOLD, Guest, Kept, opened, settled
from support.remembered_site import HEAD, Does, noted, site

GOES_ON = Does(status=303, is_html=False)
BACK = 2.0  # seconds until a store that is back is used


@pytest.fixture
def store() -> MemoryEvents:
    return MemoryEvents()


def test_by_default_events_are_beside_the_config(tmp_path):
    app = opened(tmp_path, None)
    guest = Guest(app)
    guest.get()
    guest.book(does=GOES_ON)
    settled(app)
    file = tmp_path / ".sarto" / "events.db"
    assert file.exists()
    assert not file.stat().st_mode & 0o077
    store = app.current.site.measuring.recorder.store
    asked = Question(subject="experiments.photo", signal="booked", window=60)
    (cell,) = store.outcomes(asked)[0].cells
    assert (cell.sums.units, cell.sums.converted) == (1, 1)
    app._recording.close()


@pytest.mark.parametrize("broken", ["directory", "garbage"])
def test_a_place_that_cannot_hold_them_stops_nothing(tmp_path, broken):
    (tmp_path / ".sarto").mkdir()
    file = tmp_path / ".sarto" / "events.db"
    if broken == "directory":
        file.mkdir()
    else:
        file.write_bytes(b"no database at all" * 100)
    app = opened(tmp_path, None)
    assert Guest(app).get().status == 200
    time.sleep(0.5)
    assert noted(app)["events"] >= 1
    recorder = app.current.site.measuring.recorder
    assert recorder.ledger.seen == recorder.ledger.waiting > 0
    recorder.close(0)


def test_a_url_in_the_file_that_nobody_answers_to_is_the_authors_mistake(tmp_path):
    toml = HEAD + TOLD + '[events]\nurl = "oracle://x"\n'
    with pytest.raises(ConfigError) as raised:
        opened(tmp_path, None, toml=toml)
    (finding,) = raised.value.findings
    assert "oracle://" in finding.message
    assert finding.line == len((HEAD + TOLD).splitlines()) + 2


@pytest.mark.parametrize("given", ["events.db", "oracle://x", object()])
def test_an_option_that_is_no_store_is_refused_at_the_start(tmp_path, given):
    with pytest.raises(ValueError, match="Sarto\\(events=…\\): "):
        opened(tmp_path, given)


def test_a_version_that_names_another_store_writes_there(tmp_path, store):
    config = tmp_path / "sarto.toml"
    config.write_text(HEAD + TOLD + '[events]\nurl = "sqlite:///one.db"\n')
    app = site(tmp_path, HEAD + TOLD, ("hero", "aside"), ("photo", "phone", "desk"))
    app = type(app)(app.app, config=config, secret="x" * 32)
    guest = Guest(app)
    guest.get()
    first = app.current.site.measuring.recorder
    config.write_text(HEAD + TOLD + '[events]\nurl = "sqlite:///two.db"\n')
    app.current.refresh(settled=False)
    second = app.current.site.measuring.recorder
    assert second is not first
    guest.get()
    settled(app)
    until = time.monotonic() + 10
    while first.ledger.waiting:
        assert time.monotonic() < until
        time.sleep(0.01)
    for file in ("one.db", "two.db"):
        there = EventStore(f"sqlite:///{tmp_path}/{file}")
        assert "experiments.photo" in there.subjects()
        there.close()
    app.current.close()
    second.close()


def test_a_change_of_the_file_keeps_the_recorder_and_what_it_knows(tmp_path, store):
    config = tmp_path / "sarto.toml"
    config.write_text(HEAD + TOLD)
    app = site(tmp_path, HEAD + TOLD, ("hero", "aside"), ("photo", "phone", "desk"))
    app = type(app)(app.app, config=config, secret="x" * 32, events=store)
    before = app.current.site.measuring
    config.write_text(HEAD + TOLD + "\n# changed\n[holdouts]\nwinter = 1\n")
    app.current.refresh(settled=False)
    after = app.current.site.measuring
    assert after is not before
    assert after.recorder is before.recorder
    assert after.lately is before.lately
    app.current.close()


def test_facts_are_spelt_alike_by_every_process(tmp_path, store):
    app = opened(tmp_path, store)
    Guest(app).get()
    (shown,) = Kept(app, store).arms
    known = json.loads(shown.facts)
    assert shown.facts == json.dumps(known, sort_keys=True, separators=(",", ":"))
    assert Config.loads(HEAD + TOLD, folder=tmp_path).toml.events is None
