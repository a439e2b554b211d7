"""The servers of a cell: one behind Sarto, one bare, started ahead of their turn."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from support.matrix.answers import Answer
from support.matrix.cells import SERVERS, SITES, Cell
from support.matrix.h1 import H1
from support.matrix.h2 import H2

HERE = Path(__file__).parent
AHEAD = 2  # cells that are started before their turn
PATIENCE = 30  # seconds


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Peer:
    """One running server, and what it is asked."""

    def __init__(self, cell: Cell, what: str, folder: Path, **env: str) -> None:
        self.port = free_port()
        self.client = cell.server.client
        self.stem = f"{cell.name}-{what}".replace(" ", "-")
        self.log = folder / f"{self.stem}.log"
        self.notes = folder / f"{self.stem}.notes"
        self.notes.touch()
        named = {"SARTO_MATRIX_SITE": cell.site.name.lower()}
        named["SARTO_MATRIX_NOTES"] = str(self.notes)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                cell.server.command(self.port, what),
                env={**os.environ, **named, **env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # what a server starts ends with it
            )

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as peer:
                if not peer.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.02)
        raise AssertionError(f"{self.stem} did not start: {self.log.read_text()}")

    def connected(self, **options: int) -> H1 | H2:
        return self.client(self.port, **options)

    def ask(self, path: str, **request: Any) -> Answer:
        """Ask on a connection of its own."""
        with self.connected() as client:
            answer = client.ask(path, **request)
            assert client.has_nothing_left()
            return answer

    def together(self, *asked: tuple[str, Any]) -> list[Answer]:
        return self.client.together(self.port, list(asked))

    def end(self) -> None:
        """Ask the server to stop, as an operator does."""
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        """Wait until it did; give its exit code."""
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.stem} did not stop") from None

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


class Pair:
    """A cell while it runs."""

    def __init__(
        self, cell: Cell, folder: Path, upstream: Peer | None, **env: str
    ) -> None:
        self.cell = cell
        self.upstream = upstream
        self.ours = Peer(cell, "front", folder, **env)
        self.bare = Peer(cell, "bare", folder, **env)
        self.asked = self.proved = 0  # facts
        self.is_up = False

    @property
    def both(self) -> tuple[Peer, Peer]:
        return self.ours, self.bare

    def wait(self) -> None:
        for peer in self.both:
            peer.wait()
        self.is_up = True

    def notes_of(self, peer: Peer) -> Peer:
        """Give who writes down what this one's site did."""
        return self.upstream or peer

    def stop(self) -> list[int]:
        for peer in self.both:
            peer.end()
        return [peer.ended() for peer in self.both]

    def close(self) -> None:
        if self.is_up:
            self.stop()
        for peer in self.both:
            if peer.process.poll() is None:
                peer.kill()


class Fleet:
    """All cells in their order; each of them starts while others are asked."""

    def __init__(self, folder: Path, cells: list[Cell]) -> None:
        self.folder, self.cells = folder, cells
        shutil.copytree(HERE / "site", folder, dirs_exist_ok=True)
        (folder / "www" / "static" / "data.bin").write_bytes(bytes(range(256)) * 1200)
        tests = str(HERE.parents[1])
        self.env = {
            "PYTHONPATH": f"{tests}:{os.environ.get('PYTHONPATH', '')}",
            "PYTHONHASHSEED": "0",  # `Allow` lists a set's methods
            "SARTO_MATRIX_FOLDER": str(folder),
        }
        self.pairs: dict[str, Pair] = {}
        self.upstream: Peer | None = None

    def start(self, cell: Cell) -> None:
        if cell.name not in self.pairs:
            beyond = self.beyond() if "beyond" in cell.site.has else None
            at = f"http://127.0.0.1:{beyond.port}" if beyond else ""
            env = {**self.env, "SARTO_MATRIX_UPSTREAM": at}
            self.pairs[cell.name] = Pair(cell, self.folder, beyond, **env)

    def beyond(self) -> Peer:
        """Give the site behind the proxies."""
        if self.upstream is None:
            cell = Cell(server=SERVERS[1], site=SITES[0])
            self.upstream = Peer(cell, "bare", self.folder, **self.env)
            self.upstream.wait()
        return self.upstream

    def turn(self, cell: Cell) -> Pair:
        """Give a running cell; stop those before it, start some that come after."""
        at = self.cells.index(cell)
        for before in self.cells[:at]:
            if before.name in self.pairs:
                self.pairs[before.name].close()
        for each in self.cells[at : at + 1 + AHEAD]:
            self.start(each)
        pair = self.pairs[cell.name]
        if not pair.is_up:
            pair.wait()
        return pair

    def close(self) -> None:
        for pair in self.pairs.values():
            pair.close()
        if self.upstream is not None:
            self.upstream.end()
            self.upstream.ended()
