"""A Redis server of a test's own."""

import signal
import socket
import subprocess
import time
from pathlib import Path

OPTIONS = ("--save", "", "--appendonly", "no", "--loglevel", "warning")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def is_up(port: int) -> bool:
    with socket.socket() as found:
        return not found.connect_ex(("127.0.0.1", port))


class RedisServer:
    """One process, started and ended as often as a test likes, always on one port."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.binary = binary
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        words = [self.binary, "--port", str(self.port), "--dir", str(self.folder)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            [*words, *OPTIONS, *more], stdout=quiet, stderr=quiet
        )
        until = time.monotonic() + 20
        while True:
            try:
                if self.tell("PING"):
                    return
            except OSError:
                assert time.monotonic() < until, "Redis did not start"
                time.sleep(0.01)

    def tell(self, *words: str, password: str = "") -> str:
        """Say one command, and give what comes first of its answer."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as peer:
            if password:
                peer.sendall(f"AUTH {password}\r\n".encode())
                peer.recv(4096)
            said = "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
            peer.sendall(f"*{len(words)}\r\n{said}".encode())
            return peer.recv(65_536).decode()

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def hang(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        if self._process is not None:
            self.kill()
