"""`sarto proxy` before an upstream, each a process, as an author starts them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.redis_server import free_port, is_up

CONFIG = """
version = 1
languages = ["en"]
[slots]
a = { show = [ { when = { device = "desktop" }, fragment = "hero.html" } ] }
b = { show = [ { when = { bot = false }, fragment = "hero.html" } ] }
c = { show = [ { when = { language = "en" }, fragment = "hero.html" } ] }
"""
PLAIN = Path(__file__).parents[1] / "benchmarks" / "proxy_sites.py"


class Process:
    """A process that listens on a port of its own."""

    def __init__(self, words: list[str], port: int, **more: str) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        path = ":".join(each for each in sys.path if each)
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, **more},
        )
        until = time.monotonic() + 30
        while not is_up(port):
            assert time.monotonic() < until, f"{words} did not start"
            assert self.process.poll() is None, self.process.communicate()[1]
            time.sleep(0.02)

    def pids(self) -> list[int]:
        """List the processes that serve: those without children of their own."""
        found, open_ = [], [self.process.pid]
        while open_:
            pid = open_.pop()
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
            open_ += [int(child) for child in children.split()]
            if not children and b"resource_tracker" not in cmdline(pid):
                found.append(pid)
        return found

    def memory(self) -> int:
        """Give the resident bytes of those that serve."""
        sizes = [Path(f"/proc/{pid}/statm").read_text("ascii") for pid in self.pids()]
        return sum(int(size.split()[1]) for size in sizes) * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def end(self) -> tuple[int, str]:
        """End it as a shell does; give its exit code and what it said on the side."""
        self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=30)[1].decode()
        return self.process.returncode, said


def upstream(port: int | None = None) -> Process:
    port = port or free_port()
    return Process(["-m", "support.proxied_upstream", str(port)], port)


def plain(to: Process) -> Process:
    """Start the proxy that does nothing, for comparison."""
    port = free_port()
    return Process([str(PLAIN), "plain", str(to.port), str(port)], port)


def proxy(folder: Path, to: str, *words: str) -> Process:
    (folder / "fragments").mkdir(parents=True, exist_ok=True)
    (folder / "fragments" / "hero.html").write_text("<h2>For you</h2>", "utf-8")
    (folder / "sarto.toml").write_text(CONFIG, "utf-8")
    port = free_port()
    named = ["--config", str(folder / "sarto.toml"), "--port", str(port)]
    return Process(["-m", "sarto", "proxy", to, *named, *words], port)


@contextmanager
def before(folder: Path, *words: str) -> Iterator[tuple[Process, Process]]:
    """Give `sarto proxy` and its upstream."""
    site = upstream()
    try:
        through = proxy(folder, site.url, *words)
        try:
            yield through, site
        finally:
            if through.process.poll() is None:
                through.end()
    finally:
        site.kill()


def cmdline(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def dialled(port: int, *, buffer: int = 0) -> socket.socket:
    """Connect; a small `buffer` makes a reader that the kernel does not read for."""
    peer = socket.socket()
    if buffer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    peer.settimeout(20)
    peer.connect(("127.0.0.1", port))
    return peer
