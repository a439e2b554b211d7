import os
import shutil
from pathlib import Path

import pytest

from sarto.config.config import Config
from sarto.site import database as module
from sarto.site.compile import compile_site
from sarto.site.database import Database, database_of, state_of
from sarto.vocabulary.ports import Location
from support.databases import flat, written

POLAND, IRAN = Location(country="PL"), Location(country="IR")
ADDRESS = "8.8.8.8"


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "places.mmdb", n8=flat("PL"))


@pytest.fixture
def first(file):
    return Database.opened(file)


def faults(file: Path) -> dict[str, object]:
    """List what may befall a file."""
    return {
        "overwritten": lambda: file.write_bytes(b"\xff" * file.stat().st_size),
        "cut short": lambda: os.truncate(file, 200),
        "emptied": lambda: os.truncate(file, 0),
        "deleted": file.unlink,
        "a folder": lambda: (file.unlink(), file.mkdir()),
        "a pipe": lambda: (file.unlink(), os.mkfifo(file)),
        "a link to nothing": lambda: (file.unlink(), file.symlink_to("nothing")),
        "a link to itself": lambda: (file.unlink(), file.symlink_to(file)),
    }


FAULTS = list(faults(Path()))


def test_a_database_answers(first):
    assert first.location(ADDRESS) == POLAND
    assert first.mistake is None


def test_one_that_did_not_change_is_not_read_again(first, file, monkeypatch):
    monkeypatch.setattr(module, "opened", None)
    assert Database.opened(file, first) is first


def test_one_that_was_replaced_is_read(first, file):
    written(file, n8=flat("IR"))
    assert Database.opened(file, first).location(ADDRESS) == IRAN
    assert first.location(ADDRESS) == POLAND


def test_one_of_the_same_size_and_time_that_was_moved_there_is_read(first, file):
    other = written(file.with_name("new.mmdb"), n8=flat("IR"))
    shutil.copystat(file, other)
    other.replace(file)
    assert Database.opened(file, first).location(ADDRESS) == IRAN


@pytest.mark.parametrize("fault", FAULTS)
def test_the_one_before_stays_where_the_new_one_cannot_be_read(first, file, fault):
    faults(file)[fault]()
    found = Database.opened(file, first)
    assert found.location(ADDRESS) == POLAND
    assert found.mistake
    assert found.is_as_read


@pytest.mark.parametrize("fault", FAULTS)
def test_without_one_before_nowhere_is_answered(file, fault):
    faults(file)[fault]()
    found = Database.opened(file)
    assert found.location(ADDRESS) == Location()
    assert found.mistake


def test_a_broken_one_is_tried_once(first, file, monkeypatch):
    file.write_bytes(b"broken")
    found = Database.opened(file, first)
    monkeypatch.setattr(module, "opened", None)
    assert Database.opened(file, found) is found


def test_one_that_is_mended_is_read(first, file):
    file.write_bytes(b"broken")
    found = Database.opened(file, first)
    written(file, n8=flat("IR"))
    mended = Database.opened(file, found)
    assert (mended.location(ADDRESS), mended.mistake) == (IRAN, None)


def test_one_that_changes_while_it_is_read_is_read_another_time(
    first, file, monkeypatch
):
    def slowly(path, read=module.opened):
        found = read(path)
        written(path, n8=flat("CA"))
        return found

    written(file, n8=flat("IR", "half of the old one"))
    monkeypatch.setattr(module, "opened", slowly)
    found = Database.opened(file, first)
    assert found.location(ADDRESS) == POLAND
    assert found.mistake == "it changed while it was read"
    assert not found.is_as_read

    monkeypatch.undo()
    settled = Database.opened(file, found)
    assert (settled.location(ADDRESS), settled.mistake) == (
        Location(country="CA"),
        None,
    )
    assert settled.is_as_read


def test_another_file_is_opened(first, file):
    other = written(file.with_name("other.mmdb"), n8=flat("IR"))
    assert Database.opened(other, first).location(ADDRESS) == IRAN
    assert Database.opened(file.with_name("none"), first).location(ADDRESS) == POLAND


def test_a_name_that_no_file_can_have_is_no_file():
    assert state_of(Path("\0")) is None


CONFIG = '[location]\ndatabase = "places.mmdb"'


def test_a_site_keeps_the_database_of_the_one_before(folder, file):
    config = Config.read(folder(CONFIG))
    before = compile_site(config)
    after = compile_site(config, before=before)
    assert after.sources.locations is before.sources.locations


def test_a_site_says_that_the_old_database_stays(folder, file):
    config = Config.read(folder(CONFIG))
    before = compile_site(config)
    file.write_bytes(b"broken")
    after = compile_site(config, before=before)
    (finding,) = after.warnings
    assert (finding.code, finding.severity) == ("SARTO020", "warning")
    assert finding.help == "the one that was opened before stays in use"
    assert after.sources.locations.location(ADDRESS) == POLAND


def test_a_site_without_a_database_has_none(folder):
    assert database_of(compile_site(Config.read(folder("")))) is None
    assert database_of(None) is None
