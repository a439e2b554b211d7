"""A file of events on a disk that is full or read-only, locked, deleted, or torn away.

What cannot be written is told within a second, answers go on where they can, and what is
sound again is used within two.
"""

import sqlite3
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from sarto_adapters.stores.events_sqlite import EventStore
from sarto_adapters.stores.faults import (
    FileError,
    FullDiskError,
    LockedFileError,
    ReadOnlyFileError,
)
from support.happenings import asked, shown, units, write
from support.stores import asked as looked

pytestmark = pytest.mark.slow

SECOND = 1.0
BACK = 2.0  # seconds until a file that is sound again is used
LOCKED = 2.0  # seconds
LOCK = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
    "c.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read()"
)


@pytest.fixture
def disk(tmp_path):
    """A small file system of this test's own, and the command that changes it."""

    def mount(*options):
        words = ["mount", *options, str(tmp_path / "disk")]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    (tmp_path / "disk").mkdir()
    if not mount("-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        pytest.skip("this system lets nobody mount: no disk to fill")
    yield tmp_path / "disk", mount
    subprocess.run(["umount", "-l", str(tmp_path / "disk")], check=True)


def opened(file):
    store = EventStore(f"sqlite:///{file}")
    write(store, shown("before", "a"))
    return store


def refused(store, *kinds, seconds=0.0):
    """See that nothing is written, and that this is told in time, again and again."""
    until, names = time.monotonic() + seconds, set()
    while not names or time.monotonic() < until:
        began = time.monotonic()
        with pytest.raises((FileError, OSError)) as caught:
            write(store, *(shown(f"lost {n}", "a") for n in range(2_000)))
        assert time.monotonic() - began < SECOND
        names.add(caught.type)
    assert names <= set(kinds)


def is_back(store, file):
    """See that it works again in time, and that nothing is lost or doubled."""
    began = time.monotonic()
    while True:
        try:
            write(store, shown("after", "a"), shown("before", "a"))
        except (FileError, OSError):
            assert time.monotonic() - began < BACK
            time.sleep(0.02)
        else:
            break
    assert units(store, asked()) == {"a": 2}
    store.close()
    assert looked(file, "PRAGMA integrity_check") == "ok"


def test_a_disk_that_is_full(disk):
    folder, _ = disk
    store = opened(folder / "events.db")
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as heavy, suppress(OSError):
        while True:
            heavy.write(bytes(4096))
    for _ in range(5):
        refused(store, FullDiskError)
        assert units(store, asked()) == {"a": 1}
    ballast.unlink()
    is_back(store, folder / "events.db")


def test_a_disk_that_is_read_only(disk):
    folder, mount = disk
    store = opened(folder / "events.db")
    store.close()  # nobody may be writing while it is made read-only
    assert mount("-o", "remount,ro")
    refused(store, ReadOnlyFileError, OSError)
    assert mount("-o", "remount,rw")
    is_back(store, folder / "events.db")


def test_a_file_that_another_process_has_for_itself(tmp_path):
    file = tmp_path / "events.db"
    store = opened(file)
    pipe = subprocess.PIPE
    other = subprocess.Popen(
        [sys.executable, "-c", LOCK, str(file)], stdin=pipe, stdout=pipe
    )
    other.stdout.readline()
    refused(store, LockedFileError, seconds=LOCKED)
    assert units(store, asked()) == {"a": 1}
    other.communicate()
    is_back(store, file)


def test_a_folder_that_is_deleted_and_cannot_be_made(tmp_path):
    file = tmp_path / "deep" / "events.db"
    store = opened(file)
    file.parent.rename(tmp_path / "away")
    (tmp_path / "deep").write_bytes(b"no folder")
    refused(store, FileExistsError, NotADirectoryError)
    (tmp_path / "deep").unlink()
    (tmp_path / "away").rename(file.parent)
    is_back(store, file)


def test_a_log_that_is_deleted_is_told_or_begun_anew(tmp_path):
    file = tmp_path / "events.db"
    store = opened(file)
    file.with_name("events.db-wal").unlink()
    with suppress(FileError, sqlite3.Error):
        write(store, shown("perhaps", "a"))
    write(store, shown("surely", "a"))
    assert units(store, asked())["a"] >= 1
    store.close()
    assert looked(file, "PRAGMA integrity_check") == "ok"
