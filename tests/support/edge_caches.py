"""Varnish and nginx as a play needs them: started, told anew, emptied, searched."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from signal import SIGHUP
from typing import Literal, Protocol, TypeAlias

import pytest

from sarto.vocabulary.edges import Edge, EdgeSource
from sarto_adapters.edge.nginx import Nginx
from sarto_adapters.edge.varnish import Varnish
from support.nginx import Nginx as Server
from support.redis_server import is_up
from support.varnish import ended

Kind: TypeAlias = Literal["varnish", "nginx"]
Files: TypeAlias = Mapping[str, str]
SOURCES: dict[Kind, EdgeSource] = {"varnish": Varnish(), "nginx": Nginx()}
PLACES = ":/usr/sbin:/usr/local/sbin"
PARAMETERS = ("thread_pools=1", "thread_pool_min=20", "thread_pool_max=500")
KEY = re.compile(r"\nKEY: .*?\n(?=HTTP/1\.)", re.DOTALL)  # of what nginx keeps
WAITING = 60  # seconds, for a start


class RealCache(Protocol):
    """A cache that runs. All its verbs block."""

    def load(self, files: Files) -> None:
        """Go on with another configuration."""

    def empty(self) -> None:
        """Forget all that a rule could touch; nothing may be on its way."""

    def kept(self) -> str | None:
        """Give the answers that are kept, without their keys; `None`: unseen."""

    def close(self) -> None: ...


def needed(program: str) -> str:
    """Find a program; without it a test is skipped, or fails where it must not be."""
    found = shutil.which(program, path=os.environ["PATH"] + PLACES)
    if found is None:
        if os.environ.get("SARTO_NEEDS_CACHES"):
            pytest.fail(f"{program} is not installed, and this run needs it")
        pytest.skip(f"no {program} here: the suites with it are skipped")
    return found


def started(kind: Kind, folder: Path, files: Files, port: int) -> RealCache:
    made = RealVarnish if kind == "varnish" else RealNginx
    return made(folder, files, port)


def files_for(kind: Kind, edge: Edge) -> Files:
    return SOURCES[kind].files(edge)


class RealVarnish:
    """A varnishd that may be given one VCL after the other."""

    def __init__(self, folder: Path, files: Files, port: int) -> None:
        self.folder, self.port = folder, port
        self.number = 0
        self.name = ["-n", str(folder / "n")]
        jail = ["-j", "none"] if os.geteuid() == 0 else []
        words = [needed("varnishd"), *jail, "-F", *self.name, "-l", "4m"]
        words += ["-a", f"127.0.0.1:{port}", "-s", "malloc,256m"]
        words += [word for each in PARAMETERS for word in ("-p", each)]
        self._log = (folder / "varnishd.log").open("wb")
        self._process = subprocess.Popen(
            [*words, "-f", str(self.written(files))],
            stdout=self._log,
            stderr=self._log,
        )
        until = time.monotonic() + WAITING
        while not is_up(port):
            is_late = time.monotonic() > until
            if is_late or self._process.poll() is not None:
                self.close()
                raise RuntimeError((folder / "varnishd.log").read_text())
            time.sleep(0.02)

    def written(self, files: Files) -> Path:
        """Write a configuration to a folder of its own."""
        self.number += 1
        folder = self.folder / f"vcl{self.number}"
        folder.mkdir(mode=0o700)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
        return folder / next(iter(files))

    def said(self, *words: str) -> None:
        done = [needed("varnishadm"), *self.name, "-t", str(WAITING), *words]
        subprocess.run(done, check=True, capture_output=True, timeout=WAITING)

    def load(self, files: Files) -> None:
        path = self.written(files)
        self.said("vcl.load", f"v{self.number}", str(path))
        self.said("vcl.use", f"v{self.number}")

    def empty(self) -> None:
        self.said("ban", "obj.status != 0")

    def kept(self) -> None:
        return None

    def close(self) -> None:
        ended(self._process)
        self._log.close()


class RealNginx:
    """An nginx that may be told to read its files again."""

    def __init__(self, folder: Path, files: Files, port: int) -> None:
        self.folder = folder
        self.server = Server(needed("nginx"), folder, files, port)
        self.server.start()

    def pid(self) -> int:
        return int((self.folder / "nginx.pid").read_text())

    def workers(self) -> set[str]:
        """List the processes that serve."""
        pid = self.pid()
        return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())

    def load(self, files: Files) -> None:
        for name, text in files.items():
            (self.folder / name).write_text(text, "utf-8")
        before = self.workers()
        os.kill(self.pid(), SIGHUP)
        until = time.monotonic() + WAITING
        while before & (now := self.workers()) or len(now) < len(before):
            assert time.monotonic() < until, self.server.said()
            time.sleep(0.02)

    def empty(self) -> None:
        for file in self.folder.glob("cache-*/**/*"):
            if file.is_file():
                file.unlink(missing_ok=True)

    def kept(self) -> str:
        return KEY.sub("\n", self.server.kept())

    def close(self) -> None:
        self.server.close()
