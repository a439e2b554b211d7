"""Writers of events are killed in the midst of it, a thousand where one asks for it.

Whatever was acknowledged is there, nothing is there twice, and each ledger says what is.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import events_killed_postgres, events_killed_sqlite
from support.postgres import found

SEED = int(os.environ.get("SARTO_SEED", "20261122"))
KILLS = int(os.environ.get("SARTO_KILLS", "20"))
PATH = {
    **os.environ,
    "PYTHONPATH": str(Path(events_killed_sqlite.__file__).parents[1]),
}

pytestmark = pytest.mark.slow


def played(program: object, *words: str) -> None:
    command = [sys.executable, program.__file__, *words, str(KILLS), str(SEED)]
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    done = subprocess.run(
        command,
        env=PATH,
        capture_output=True,
        text=True,
        timeout=60 + 3 * KILLS,
        check=False,
    )
    print(done.stdout)  # noqa: T201 - the figure
    assert done.returncode == 0, done.stderr


def test_whatever_kills_a_writer_a_file_loses_and_doubles_nothing(tmp_path):
    played(events_killed_sqlite, str(tmp_path / "events.db"))


def test_whoever_is_killed_a_server_loses_and_doubles_nothing():
    if found() is None:
        if os.environ.get("SARTO_NEEDS_POSTGRES"):
            pytest.fail("PostgreSQL is not installed, and this run needs it")
        pytest.skip("no PostgreSQL here: its writers are not killed")
    played(events_killed_postgres)
