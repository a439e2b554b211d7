"""Files that are broken, deleted or locked: what is told, and what is left of them."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto_adapters.stores import database
from sarto_adapters.stores.faults import (
    BrokenFileError,
    FullDiskError,
    LockedFileError,
    MovedFileError,
)
from sarto_adapters.stores.sqlite import ProfileStore
from support.spoilt import (
    alone,
    garbage,
    its_middle_overwritten,
    overwritten,
    with_all_that_belongs_to_it,
)
from support.stores import asked


@pytest.fixture
def file(tmp_path):
    return tmp_path / "profiles.db"


def stored(file):
    return ProfileStore(f"sqlite:///{file}")


def kept(file):
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT key FROM profiles").fetchall()
        return {key.decode() for (key,) in rows}


@pytest.mark.parametrize("spoil", [overwritten, its_middle_overwritten, garbage])
def test_a_file_that_is_broken_is_told_and_left_as_it_is(file, spoil):
    async def fill():
        store = stored(file)
        for number in range(200):
            assert await store.save(str(number), bytes(500), expected=None, seconds=60)
        await store.close()

    async def meet():
        store, noted = stored(file), []
        keeper = Keeper(
            store, budget=1.0, note=lambda _, error: noted.append(type(error))
        )
        for number in range(3):
            assert await keeper.load(str(number)) is SILENCE
            assert (
                await keeper.save(str(number), b"1", expected=None, seconds=60)
                is Saved.SILENT
            )
        assert set(noted) == {BrokenFileError}
        with pytest.raises(BrokenFileError, match="move it away") as caught:
            await store.load("k")
        assert str(file) in str(caught.value)
        await keeper.close()

    asyncio.run(fill())
    spoil(file)
    before = file.read_bytes()
    asyncio.run(meet())
    assert file.read_bytes() == before


@pytest.mark.parametrize("leave", [with_all_that_belongs_to_it, alone])
def test_what_is_acknowledged_after_it_was_deleted_is_in_the_new_one(file, leave):
    async def scenario():
        store = stored(file)
        for turn in range(20):
            await store.save(f"old {turn}", b"1", expected=None, seconds=60)
            leave(file)
            assert await store.save(f"new {turn}", b"1", expected=None, seconds=60)
            assert kept(file) == {f"new {turn}"}
            assert await store.load(f"old {turn}") is None
        await store.close()

    asyncio.run(scenario())


def test_what_is_written_to_a_deleted_file_is_not_acknowledged(file):
    def delete_in_the_midst(database):
        with database.writing() as connection:
            connection.execute("DELETE FROM profiles")
            with_all_that_belongs_to_it(file)

    async def scenario():
        store = stored(file)
        await store.save("k", b"1", expected=None, seconds=60)
        with pytest.raises(MovedFileError, match="deleted while it was open"):
            delete_in_the_midst(store._database)
        assert await store.load("k") is None
        assert await store.save("k", b"2", expected=None, seconds=60)
        await store.close()

    asyncio.run(scenario())
    assert asked(file, "SELECT data FROM profiles") == b"2"


def test_a_file_that_another_one_has_for_itself_is_told_in_time(file, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.005)
    monkeypatch.setattr(database, "OPENING", 0.05)

    async def scenario():
        store = stored(file)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(LockedFileError, match="another process writes to it"):
                await store.load("k")
        assert await store.load("k") is None
        await store.close()

    asyncio.run(scenario())


def test_a_full_file_loses_nothing_and_is_read_from(file):
    async def scenario():
        store = stored(file)
        assert await store.save("k", b"1", expected=None, seconds=60)
        connection = store._database._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(FullDiskError, match="make room"):
            await store.save("big", bytes(50_000), expected=None, seconds=60)
        assert store._database._connection is connection
        assert (await store.load("k")).data == b"1"
        connection.execute("PRAGMA max_page_count = 1000000")
        assert await store.save("big", bytes(50_000), expected=None, seconds=60)
        await store.close()

    asyncio.run(scenario())
