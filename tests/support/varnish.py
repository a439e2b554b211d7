"""A Varnish of a test's own."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.redis_server import free_port, is_up

SMALL = ("-s", "malloc,32m", "-l", "4m", "-T", "none")
PARAMETERS = ("thread_pools=1", "thread_pool_min=10", "thread_pool_max=200")


def needed() -> str:
    """Find varnishd; without it a test is skipped, or fails where it must not be."""
    found = shutil.which("varnishd", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        if os.environ.get("SARTO_NEEDS_CACHES"):
            pytest.fail("varnishd is not installed, and this run needs it")
        pytest.skip("no varnishd here")
    return found


def compiled(folder: Path, files: Mapping[str, str]) -> str:
    """Let varnishd compile what was written; give what it says against it."""
    main = written(folder, files)
    words = [needed(), *unjailed(), "-C", "-n", str(folder / "C"), "-f", str(main)]
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text)
    return (folder / next(iter(files))).absolute()


def unjailed() -> tuple[str, ...]:
    """Keep root what it is: a test's folder is its own user's alone."""
    return ("-j", "none") if os.geteuid() == 0 else ()


def ended(process: subprocess.Popen[bytes]) -> None:
    """End one, gently first."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Varnish:
    """One varnishd with a configuration, stopped with `close`."""

    def __init__(self, folder: Path, files: Mapping[str, str], *more: str) -> None:
        self.port = free_port()
        main = written(folder, files)
        said = [word for each in PARAMETERS for word in ("-p", each)]
        words = [needed(), *(more or unjailed()), "-F", "-n", str(folder / "n")]
        words += ["-a", f"127.0.0.1:{self.port}"]
        self._log = (folder / "varnishd.log").open("w+")
        self._process = subprocess.Popen(
            [*words, *SMALL, *said, "-f", str(main)],
            stdout=self._log,
            stderr=self._log,
        )
        until = time.monotonic() + 60
        while not is_up(self.port):
            is_over = self._process.poll() is not None or time.monotonic() > until
            if is_over:
                self.close()
                raise RuntimeError(f"Varnish did not start: {self.said}")
            time.sleep(0.02)

    def close(self) -> None:
        if self._process.poll() is None:
            ended(self._process)
        self._log.seek(0)
        self.said = self._log.read()
        self._log.close()
