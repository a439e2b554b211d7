"""A PostgreSQL server of a test's own."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest

from support.redis_server import free_port, is_up

PASSWORD = "needle-7"  # noqa: S105 - of no server but this one
PLACES = count(1)
QUICK = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB"}


def found() -> Path | None:
    """Find the programs of PostgreSQL: on the path, or where Debian has them."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return folders[0].parent if folders else None


def nobody() -> dict[str, Any]:
    """Say as whom it runs: root may not run it."""
    if os.getuid():
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class PostgresServer:
    """One server, started and ended as often as a test likes, always on one port."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(mkdtemp(prefix="sarto-postgres-"))
        self.port = free_port()
        self.url = f"postgresql://postgres:{PASSWORD}@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None
        self._begin()

    def _begin(self) -> None:
        words = self.folder / "password"
        words.write_text(PASSWORD, "utf-8")
        if not os.getuid():
            for each in (self.folder, words):
                shutil.chown(each, "postgres", "postgres")
        self._run("initdb", "--no-sync", "-U", "postgres", "-A", "scram-sha-256",
                  f"--pwfile={words}", "-D", str(self.data))  # fmt: skip

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def _run(self, name: str, *words: str) -> None:
        command = [str(self.programs / name), *words]
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.folder, **nobody()
        )

    def start(self, **options: str) -> None:
        """Start it; options are those of its configuration."""
        words = [str(self.programs / "postgres"), "-D", str(self.data)]
        words += ["-p", str(self.port), "-k", str(self.folder)]
        for name, value in {"listen_addresses": "127.0.0.1", **options}.items():
            words += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                words, stdout=log, stderr=log, cwd=self.folder, **nobody()
            )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers; after a crash it mends itself first."""
        until = time.monotonic() + 30
        while not self.is_ready():
            assert time.monotonic() < until, "PostgreSQL did not start"
            time.sleep(0.02)

    def is_ready(self) -> bool:
        if not is_up(self.port):
            return False
        try:
            self.tell("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def tell(self, statement: str) -> object:
        """Tell the server something as its owner; give the first value, if any."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as line:
            cursor = line.execute(statement)
            row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None

    def place(self) -> str:
        """Make a schema that nobody uses, and give the URL whose tables are in it."""
        name = f"place_{next(PLACES)}"
        self.tell(f"CREATE SCHEMA {name}")
        return f"{self.url}?options=-csearch_path%3D{name}"

    def processes(self) -> list[int]:
        """List the processes of it: the first, and those that serve."""
        assert self._process is not None
        first = self._process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text("ascii")
        return [first, *map(int, children.split())]

    def send(self, number: int) -> None:
        """Send all its processes a signal."""
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def hang(self) -> None:
        self.send(signal.SIGSTOP)

    def go_on(self) -> None:
        self.send(signal.SIGCONT)

    def stop(self, number: int = signal.SIGQUIT) -> None:
        """Stop it, as `pg_ctl stop -m immediate` does, and wait for that."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None

    def close(self) -> None:
        if self._process is not None:
            self.go_on()
        self.stop()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this run's own, started; where there is none it is skipped."""
    programs = found()
    if programs is None:
        if os.environ.get("SARTO_NEEDS_POSTGRES"):
            pytest.fail("PostgreSQL is not installed, and this run needs it")
        pytest.skip("no PostgreSQL here: the suites with it are skipped")
    server = PostgresServer(programs)
    try:
        server.start(**QUICK)
        yield server
    finally:
        server.close()
