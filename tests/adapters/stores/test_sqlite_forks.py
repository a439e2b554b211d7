"""SQLite's files in processes that fork."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from sarto_adapters.stores import database, forks
from support import forked
from support.stores import asked, saved


def test_processes_that_fork_share_nothing_but_the_file(address, file):
    words = [sys.executable, "-W", "ignore::DeprecationWarning", forked.__file__]
    env = {**os.environ, "PYTHONPATH": str(Path(forked.__file__).parents[1])}
    subprocess.run([*words, address], env=env, timeout=60, check=True)
    assert asked(file, "SELECT data FROM profiles") == b"100"
    assert asked(file, "PRAGMA integrity_check") == "ok"


def test_a_file_is_closed_while_the_process_forks(play, file):
    async def scenario(store):
        await saved(store)
        here = store._database
        await asyncio.to_thread(fork_in_parent, lambda: here._connection is None)
        assert (await store.load("k")).data == b"1"

    def fork_in_parent(is_closed):
        forks.before_fork()
        assert is_closed()
        assert not file.with_name("profiles.db-wal").exists()
        forks.after_fork_in_parent()

    play(scenario)


def test_a_fork_does_not_wait_for_ever_and_leaves_that_file_alone(play, monkeypatch):
    monkeypatch.setattr(database, "FORK_PATIENCE", 0.01)

    async def scenario(store):
        await saved(store)
        before = store._database._connection
        with store._database._lock:
            await asyncio.to_thread(forks.before_fork)
            await asyncio.to_thread(forks.after_fork_in_parent)
            assert store._database._connection is before
        forks.after_fork_in_child()
        assert before in forks.ABANDONED
        assert (await store.load("k")).data == b"1"
        assert store._database._connection is not before
        forks.ABANDONED.remove(before)
        before.close()

    play(scenario)


def test_a_child_has_a_thread_of_its_own(play, monkeypatch):
    async def scenario(store):
        await saved(store)
        store._thread.end()
        monkeypatch.setattr(os, "getpid", lambda: -1)
        assert (await store.load("k")).data == b"1"

    play(scenario)
