"""A SQLite file is locked, full, read-only, broken or deleted, and its writers killed.

Whoever asks a keeper meanwhile gets an answer or a silence in time, and never an error;
what was acknowledged is there, and nothing that is there is destroyed.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from sarto.memory.keeper import SILENCE, Keeper, Saved
from sarto.vocabulary.ports import Stored
from sarto_adapters.stores.faults import FullDiskError
from sarto_adapters.stores.sqlite import ProfileStore
from support import killed
from support.load import BUDGET, Load
from support.spoilt import (
    alone,
    garbage,
    its_middle_overwritten,
    overwritten,
    with_all_that_belongs_to_it,
)

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
KILLS = int(os.environ.get("SARTO_KILLS", "200"))
BACK = 2.0  # seconds until a file that is sound again is used
PATH = {**os.environ, "PYTHONPATH": str(Path(killed.__file__).parents[1])}

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def seed():
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    return SEED


@pytest.fixture
def file(tmp_path):
    return tmp_path / "profiles.db"


@pytest.fixture
def disk(tmp_path):
    """A small file system of this test's own, and the command that changes it."""

    def mount(*options):
        words = ["mount", *options, str(tmp_path / "disk")]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    (tmp_path / "disk").mkdir()
    if not mount("-t", "tmpfs", "-o", "size=8m", "tmpfs"):
        pytest.skip(
            "this system lets nobody mount: no disk to fill or to write-protect"
        )
    yield tmp_path / "disk", mount
    subprocess.run(["umount", "-l", str(tmp_path / "disk")], check=True)


def stored(file):
    return ProfileStore(f"sqlite:///{file}")


def asked(file, question):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchone()[0]


async def nothing():
    """Do nothing."""


def endured(file, begin, end=nothing, *, seconds=1.5, noted=None):
    """Play a fault under load; what was noted has to hold that name."""

    async def scenario():
        load = Load(stored(file), SEED, visitors=4)
        async with load:
            await load.endure(begin, end, seconds=seconds, back=BACK)
        await load.leave_nothing()
        return load

    load = asyncio.run(scenario())
    assert noted is None or noted in load.noted
    assert asked(file, "PRAGMA integrity_check") == "ok"
    return load


def test_a_file_that_another_process_locks(file):
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read()"
    )
    others = []

    async def begin():
        await asyncio.to_thread(lock)

    async def end():
        await asyncio.to_thread(others[0].communicate)

    def lock():
        words = [sys.executable, "-c", script, str(file)]
        pipe = subprocess.PIPE
        others.append(subprocess.Popen(words, stdin=pipe, stdout=pipe))
        others[0].stdout.readline()

    load = endured(file, begin, end, seconds=3.0, noted="LockedFileError")
    assert not {"BrokenFileError", "FileError"} & load.noted.keys()


def fill(ballast):
    """Write until there is no room left."""
    with ballast.open("wb", buffering=0) as heavy, suppress(OSError):
        while True:
            heavy.write(bytes(4096))


def test_a_disk_that_is_full_under_load(disk):
    folder, _ = disk
    ballast = folder / "ballast"

    async def begin():
        await asyncio.to_thread(fill, ballast)

    async def end():
        ballast.unlink()

    endured(folder / "profiles.db", begin, end, noted="FullDiskError")


def test_a_full_disk_loses_nothing_and_is_read_from(disk):
    folder, _ = disk
    noted = []

    async def scenario():
        store = stored(folder / "profiles.db")
        keeper = Keeper(
            store, budget=1.0, note=lambda _, error: noted.append(type(error))
        )
        await keeper.save("k", b"mine", expected=None, seconds=60)
        mine = await keeper.load("k")
        await asyncio.to_thread(fill, folder / "ballast")
        for number in range(20):
            await keeper.save(str(number), bytes(9000), expected=None, seconds=60)
            assert await keeper.load("k") == mine
        assert set(noted) == {FullDiskError}
        (folder / "ballast").unlink()
        saved = await keeper.save("after", b"1", expected=None, seconds=60)
        assert saved is Saved.DONE
        await keeper.close()

    asyncio.run(scenario())
    assert asked(folder / "profiles.db", "PRAGMA integrity_check") == "ok"


def test_a_disk_that_is_read_only(disk):
    folder, mount = disk
    file = folder / "profiles.db"

    async def scenario():
        noted = []
        keeper = Keeper(
            stored(file),
            budget=BUDGET,
            note=lambda _, error: noted.append(type(error).__name__),
        )
        assert await keeper.save("k", b"1", expected=None, seconds=60) is Saved.DONE
        await keeper.store.close()  # nobody may be writing while it is made read-only
        before = file.read_bytes()
        assert mount("-o", "remount,ro")
        for _ in range(5):
            assert (
                await keeper.save("other", b"1", expected=None, seconds=60)
                is Saved.SILENT
            )
            assert await keeper.load("k") in (SILENCE, Stored(b"1", 1))
        assert set(noted) <= {"ReadOnlyFileError", "StoreLateError"}
        assert file.read_bytes() == before
        assert mount("-o", "remount,rw")
        began = time.monotonic()
        while (
            await keeper.save("other", b"1", expected=None, seconds=60)
            is not Saved.DONE
        ):
            assert time.monotonic() < began + BACK
            await asyncio.sleep(0.01)
        assert (await keeper.load("k")).data == b"1"
        await keeper.close()

    asyncio.run(scenario())


@pytest.mark.parametrize("spoil", [overwritten, its_middle_overwritten, garbage])
def test_a_file_that_is_broken_under_load_until_it_is_moved_away(file, spoil):
    async def begin():
        spoil(file)

    async def end():
        for ending in ("", "-wal", "-shm"):
            there = file.with_name(file.name + ending)
            if there.exists():
                there.rename(there.with_name("broken" + ending))

    endured(file, begin, end)
    assert file.with_name("broken").stat().st_size > 0


def for_another_one(file):
    async def make():
        store = stored(file.with_name("new.db"))
        await store.save("visitor 1", b"1", expected=None, seconds=60)
        await store.close()

    asyncio.run(make())
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    file.with_name("new.db").replace(file)


def its_log_only(file):
    file.with_name(file.name + "-wal").unlink()


@pytest.mark.parametrize(
    "leave", [with_all_that_belongs_to_it, alone, for_another_one, its_log_only]
)
def test_a_file_that_is_deleted_under_load(file, leave):
    async def begin():
        await asyncio.to_thread(leave, file)

    endured(file, begin)


def test_whatever_kills_a_writer_nothing_acknowledged_is_lost(file):
    words = [sys.executable, killed.__file__, str(file), str(KILLS), str(SEED)]
    found = subprocess.run(
        words, env=PATH, capture_output=True, text=True, timeout=60 + KILLS, check=False
    )
    print(found.stdout)  # noqa: T201 - the figure
    assert found.returncode == 0, found.stderr
