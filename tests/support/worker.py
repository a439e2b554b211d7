"""A Worker of a test's own, run by node before an origin."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

STAND_IN = Path(__file__).with_suffix(".mjs")
OLDEST = 18  # the first node with fetch(), Request and Response


def needed() -> str:
    """Find node; without it a test is skipped, or fails where it must not be."""
    found = shutil.which("node")
    if found and version(found) >= OLDEST:
        return found
    if os.environ.get("SARTO_NEEDS_CACHES"):
        pytest.fail(f"node {OLDEST} is not installed, and this run needs it")
    pytest.skip(f"no node {OLDEST} here")


def version(node: str) -> int:
    words = [node, "-p", "process.versions.node"]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return int(said.partition(".")[0])


class Worker:
    """One Worker with a token, stopped with `close`."""

    def __init__(
        self, folder: Path, files: Mapping[str, str], origin: str, token: str
    ) -> None:
        main = folder / "worker.mjs"  # a module by its name alone
        main.write_text(next(iter(files.values())), "utf-8")
        words = [needed(), str(STAND_IN), str(main), origin, token]
        self._log = (folder / "said.log").open("w+")
        self._process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        if not first:
            self.close()
            raise RuntimeError(f"the Worker did not start: {self.said}")
        self.port = int(first)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.seek(0)
        self.said = self._log.read()
        self._log.close()
