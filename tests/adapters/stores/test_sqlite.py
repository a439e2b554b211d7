"""What is SQLite's own: its file, and its thread."""

import asyncio
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from sarto_adapters.stores import thread
from sarto_adapters.stores.faults import FileError, ForeignFileError, LockedFileError
from sarto_adapters.stores.sqlite import ProfileStore, file_of
from support.stores import asked, saved


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("sqlite:///profiles.db", "profiles.db"),
        ("sqlite:///var/profiles.db", "var/profiles.db"),
        ("sqlite:////var/lib/profiles.db", "/var/lib/profiles.db"),
        ("sqlite:///two%20words.db", "two words.db"),
    ],
)
def test_a_url_names_a_file(address, file):
    assert file_of(address) == Path(file)


@pytest.mark.parametrize(
    "address",
    [
        "sqlite://",
        "sqlite:///",
        "sqlite:////",
        "sqlite://host/p.db",
        "sqlite:profiles.db",
        "profiles.db",
        "sqlite:///:memory:",
        "sqlite:///p.db?mode=ro",
    ],
)
def test_a_url_that_names_none_is_told(address):
    with pytest.raises(ValueError, match=r"sqlite:///profiles[.]db"):
        ProfileStore(address)


def test_its_folder_is_made_and_the_file_is_nobody_elses_business(play, file):
    play(saved)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_made_before_it_is_asked(address, file):
    ProfileStore(address)
    assert not file.parent.exists()


def test_what_is_acknowledged_is_on_the_disk(play):
    async def scenario(store):
        await saved(store)
        connection = store._database._connection
        for name, wanted in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("secure_delete", 1),
        ):
            assert connection.execute(f"PRAGMA {name}").fetchone()[0] == wanted

    play(scenario)


def test_the_file_tells_its_schema(play, file):
    play(saved)
    assert asked(file, "PRAGMA user_version") == 1
    assert asked(file, "PRAGMA application_id") == 0x53415254


def test_a_file_of_a_newer_sarto_is_left_as_it_is(play, file):
    play(saved)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    with pytest.raises(ForeignFileError, match="newer Sarto: version 99"):
        play(saved)
    assert file.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1])
def test_a_database_of_something_else_is_left_as_it_is(play, file, version):
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE profiles (theirs)")
        connection.execute(f"PRAGMA user_version = {version}")
    before = file.read_bytes()
    with pytest.raises(ForeignFileError, match="name another file") as caught:
        play(saved)
    assert caught.value.file == file
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_where_no_log_can_be_written_ahead_it_says_so(play, monkeypatch):
    real = sqlite3.connect

    class Stubborn:
        def __init__(self, *given, **more):
            self.real = real(*given, **more)

        def execute(self, question, *more):
            if "journal_mode" in question:
                return self.real.execute("SELECT 'delete'")
            return self.real.execute(question, *more)

        def close(self):
            self.real.close()

    monkeypatch.setattr("sqlite3.connect", Stubborn)
    with pytest.raises(FileError, match="write-ahead log"):
        play(saved)


def test_what_has_expired_is_swept_by_those_who_save(play, file):
    async def many(store):
        for number in range(20):
            await saved(store, str(number), seconds=10)

    async def few(store):
        for number in range(4):
            assert asked(file, "SELECT count(*) FROM profiles") == max(
                20 - 7 * number, number
            )
            await saved(store, f"new {number}")

    play(many, lambda: 1000.0)
    play(few, lambda: 2000.0)
    assert asked(file, "SELECT count(*) FROM profiles WHERE until < 2000") == 0


def test_what_has_expired_is_swept_when_nobody_asks(play, file, monkeypatch):
    monkeypatch.setattr(thread, "IDLE", 0.05)
    monkeypatch.setattr("sarto_adapters.stores.sqlite.MANY", 3)

    async def scenario(store):
        for number in range(10):
            await saved(store, str(number), seconds=10)
        now[0] = 2000.0
        await asyncio.sleep(0.3)
        assert asked(file, "SELECT count(*) FROM profiles") == 0
        assert store._database._connection is None
        assert not store._thread._is_running
        assert await saved(store, "0")

    now = [1000.0]
    play(scenario, lambda: now[0])


def test_a_file_that_is_gone_does_not_disturb_the_rest(play, file, monkeypatch):
    monkeypatch.setattr(thread, "IDLE", 0.05)

    async def scenario(store):
        await saved(store)
        file.write_bytes(b"no database" * 1000)
        await asyncio.sleep(0.3)
        assert not store._thread._is_running

    play(scenario)


def test_nothing_is_left_of_what_was_erased(play, file):
    canary = b"canary-of-a-visitor" * 20

    async def scenario(store):
        await saved(store, data=canary)
        await saved(store, "other", data=b"2" * 300)
        await store.erase("k")

    play(scenario)
    left = [each for each in file.parent.iterdir() if b"canary" in each.read_bytes()]
    assert not left
    assert asked(file, "SELECT count(*) FROM profiles") == 1


def test_what_is_closed_stays_closed(play, file):
    async def scenario(store):
        await saved(store, seconds=0)
        await store.close()
        await asyncio.sleep(0.05)
        assert store._database._connection is None
        assert [each.name for each in file.parent.iterdir()] == [file.name]
        assert not store._thread._is_running

    play(scenario)


def test_a_lock_of_another_process_does_not_hold_the_loop(play, file):
    async def scenario(store):
        await saved(store)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            saving = asyncio.ensure_future(saved(store, "other"))
            longest = 0.0
            while not saving.done():
                began = time.monotonic()
                await asyncio.sleep(0.001)
                longest = max(longest, time.monotonic() - began)
            with pytest.raises(LockedFileError, match="another process"):
                await saving
            assert longest < 0.04
            assert (await store.load("k")).data == b"1"
            connection = store._database._connection
            other.execute("COMMIT")
        assert await saved(store, "other")
        assert store._database._connection is connection

    play(scenario)
