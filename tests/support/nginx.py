"""An nginx of a test's own, in front of whatever listens at an origin."""

import http.client
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from os import geteuid
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What came of one request; `headers` has the last of each name, in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str
    pairs: list[tuple[str, str]]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key.lower() == name]


class Nginx:
    """One nginx that is started in a folder, by whoever runs the test."""

    def __init__(
        self, binary: str, folder: Path, files: Mapping[str, str], port: int
    ) -> None:
        self.binary = binary
        self.folder = folder
        self.port = port
        for name, text in files.items():
            path = folder / name
            path.touch(mode=0o600)
            path.write_text(text, "utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _words(self) -> list[str]:
        start = self.folder / "nginx.conf"
        return [self.binary, "-p", str(self.folder), "-c", str(start)]

    def verdict(self) -> str:
        """Give what `nginx -t` says."""
        words = [*self._words, "-t"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.stderr

    def start(self) -> None:
        with (self.folder / "said.log").open("wb") as said:
            alone = "user root;" if geteuid() == 0 else ""  # the folder is the test's
            words = [*self._words, "-g", f"daemon off; {alone}"]
            self._process = subprocess.Popen(words, stdout=said, stderr=said)
        until = time.monotonic() + 20
        while True:
            with socket.socket() as found:
                if not found.connect_ex(("127.0.0.1", self.port)):
                    return
            assert time.monotonic() < until, self.said()
            time.sleep(0.01)

    def said(self) -> str:
        """Give what it wrote of its troubles."""
        logs = (self.folder / name for name in ("said.log", "error.log"))
        return "".join(log.read_text("utf-8") for log in logs if log.exists())

    def kept(self) -> str:
        """Give all that it keeps, as one text."""
        files = sorted(self.folder.glob("cache-*/**/*"))
        return "\n".join(file.read_text("latin-1") for file in files if file.is_file())

    def ask(
        self, target: str, *fields: tuple[str, str], method: str = "GET", body: str = ""
    ) -> Answer:
        """Ask as a client does; a field may come twice."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            if not any(name.lower() == "host" for name, _ in fields):
                line.putheader("Host", "site.example")
            for name, value in fields:
                line.putheader(name, value)
            if body:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders(body.encode() or None)
            answer = line.getresponse()
            text = answer.read().decode("latin-1")
            pairs = answer.getheaders()
            named = {name.lower(): value for name, value in pairs}
            return Answer(answer.status, named, text, pairs)
        finally:
            line.close()

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, and give all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as peer:
            peer.sendall(sent)
            peer.shutdown(socket.SHUT_WR)
            found = b""
            while part := peer.recv(65_536):
                found += part
            return found

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
