"""Machines of a test's own: hosts at loopback addresses, several processes on each."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from support.browsers import CHROME
from support.redis_server import free_port

HERE = Path(__file__).parents[1]
SECRETS = "a-secret-of-many-machines"
HOST = "shop.example"
WORKERS = 2
PAIR = re.compile(r"(\w+)=([\w.]+)")
OWN_FORM = {"sec-fetch-site": "same-origin"}
FORM = "application/x-www-form-urlencoded"


def redis_binary() -> str:
    """Find redis-server; without it a test is skipped, or fails where it must not be."""
    found = shutil.which("redis-server", path=f"{os.environ['PATH']}:/usr/bin")
    if found is None:
        if os.environ.get("SARTO_NEEDS_REDIS"):
            pytest.fail("redis-server is not installed, and this run needs it")
        pytest.skip("no redis-server here: the suites with Redis are skipped")
    return found


def is_up(address: tuple[str, int]) -> bool:
    peer = http.client.HTTPConnection(*address, timeout=2)
    with closing(peer), suppress(OSError, http.client.HTTPException):
        peer.request("GET", "/ready", headers={"Host": HOST})
        with peer.getresponse() as answer:
            return answer.status == 200
    return False


class Machine:
    """One host: processes of one server, at an address of its own."""

    def __init__(
        self,
        host: str,
        folder: Path,
        store: str,
        *,
        site: str = "support.machines_site:app",
        workers: int = WORKERS,
        **more: str,
    ) -> None:
        self.address = host, free_port()
        self.workers = workers
        self._words = [sys.executable, "-m", "uvicorn", "--no-access-log", site]
        self._words += ["--host", host, "--port", str(self.address[1])]
        self._words += ["--workers", str(workers), "--log-level", "error"]
        self._said = {"SARTO_TEST_SITE": str(folder), "SARTO_TEST_STORE": store}
        self._said |= {"SARTO_SECRET": SECRETS, "PYTHONPATH": str(HERE), **more}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, **more: str) -> Self:
        """Start it; what is said here counts from now on."""
        self._said |= more
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            self._words, env={**os.environ, **self._said}, stdout=quiet, stderr=quiet
        )
        return self

    def ready(self) -> Self:
        until = time.monotonic() + 60
        while not is_up(self.address):
            assert self._process is not None
            assert self._process.poll() is None, "a machine ended at its start"
            assert time.monotonic() < until, "a machine did not start"
            time.sleep(0.05)
        return self

    def again(self, **more: str) -> Self:
        """Stop it gently, and start it with what is said otherwise now."""
        self.close()
        return self.start(**more).ready()

    def close(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


@dataclass(frozen=True, slots=True)
class Page:
    """What came: `told` has what stands in its slots, by name."""

    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float

    @property
    def told(self) -> dict[str, str]:
        return dict(PAIR.findall(self.text))

    @property
    def process(self) -> str:
        return self.headers.get("x-process", "")

    @property
    def is_kept(self) -> bool:
        return self.headers.get("x-kept") == "yes"


@dataclass
class Guest:
    """A visitor with a cookie jar, who may ask any machine: all are one site."""

    cookies: dict[str, str] = field(default_factory=dict[str, str])
    agent: str = CHROME
    _peers: dict[tuple[str, int], http.client.HTTPConnection] = field(
        default_factory=dict[tuple[str, int], http.client.HTTPConnection]
    )

    def get(self, at: tuple[str, int], path: str = "/", **fields: str) -> Page:
        return self.ask(at, "GET", path, "", fields)

    def post(self, at: tuple[str, int], path: str, body: str) -> Page:
        return self.ask(at, "POST", path, body, {"content-type": FORM, **OWN_FORM})

    def agree(self, at: tuple[str, int], choice: str = "all") -> None:
        answer = self.post(at, "/_sarto/consent", f"choice={choice}&next=/")
        assert answer.status == 303

    def ask(
        self,
        at: tuple[str, int],
        method: str,
        path: str,
        body: str,
        fields: Mapping[str, str],
    ) -> Page:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said = {"Host": HOST, "User-Agent": self.agent, "Cookie": jar, **fields}
        began = time.monotonic()
        peer = self._peers.get(at) or http.client.HTTPConnection(*at, timeout=20)
        try:
            peer.request(method, path, body.encode() if body else None, said)
            answer = peer.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._peers.pop(at, None)
            peer.close()
            raise
        self._peers[at] = peer
        self.keep(answer.headers)
        return Page(answer.status, answer.headers, text, time.monotonic() - began)

    def keep(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("set-cookie", []):
            name, _, rest = line.partition("=")
            value, _, attributes = rest.partition(";")
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def close(self) -> None:
        for peer in self._peers.values():
            peer.close()
        self._peers.clear()
