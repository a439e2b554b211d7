"""`python tests/benchmarks/frameworks.py`: requests per second kept, on real servers.

A page of 20 kB with three slots and ten rules from each framework, under uvicorn with
httptools and uvloop, bare and behind Sarto, asked in turn in one run. The client has a
process and, where there are two, a core of its own; its own limit is told first. Besides
requests per second it tells the processor's time for each: that is true on a busy
machine, too. A ratio is the median of those of neighbours in time.
`--seconds 2 --rounds 9` for quieter figures, names of frameworks to try only those.
"""

import os
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
NAMES = ("starlette", "fastapi", "litestar", "quart")
KINDS = {"anew": "a new body each time", "same": "the same body"}
CONNECTIONS = 16
Figures = list[tuple[float, float]]
CORES = sorted(os.sched_getaffinity(0))
UVICORN = ("--factory", "--http", "httptools", "--loop", "uvloop", "--no-access-log")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(words: list[str], core: int, **env: str) -> Iterator[subprocess.Popen[str]]:
    """Run a Python process on a core of its own."""
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=HERE,
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    os.sched_setaffinity(process.pid, {core})
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    def spent(self) -> float:
        """Give the seconds of a processor it took so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def served(stack: ExitStack, words: list[str], **env: str) -> Server:
    """Start a server; give it once it answers."""
    port = free_port()
    words = [*words, "--port", str(port)] if "-m" in words else words
    process = stack.enter_context(running(words, CORES[0], SARTO_PORT=str(port), **env))
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as peer:
            if not peer.connect_ex(("127.0.0.1", port)):
                return Server(port, process.pid)
        time.sleep(0.05)
    raise SystemExit(f"{words} {env} did not start")


def uvicorn(stack: ExitStack, name: str, kind: str) -> Server:
    words = [
        "-m",
        "uvicorn",
        *UVICORN,
        "--log-level",
        "warning",
        "frameworks_sites:app",
    ]
    return served(stack, words, SARTO_BENCH=f"{name} {kind}")


class Hammer:
    """The client's process."""

    def __init__(self, process: subprocess.Popen[str], seconds: float) -> None:
        self.process, self.seconds = process, seconds

    def asks(self, server: Server, path: str) -> tuple[float, float]:
        """Give requests per second, and microseconds of the server's for each."""
        before = server.spent()
        words = (server.port, path, self.seconds, CONNECTIONS)
        print(*words, file=self.process.stdin, flush=True)
        figure, done = self.process.stdout.readline().split()
        return float(figure), (server.spent() - before) / int(done) * 1e6


def compared(hammer: Hammer, name: str, rounds: int) -> None:
    with ExitStack() as stack:
        bare, sarto = (uvicorn(stack, name, kind) for kind in ("bare", "sarto"))
        for path, words in KINDS.items():
            plain, ours = [], []
            for _ in range(rounds):
                plain.append(hammer.asks(bare, f"/{path}"))
                ours.append(hammer.asks(sarto, f"/{path}"))
            print(
                f"{name:<11}{words:<21}" + told(plain, ours, 0) + told(plain, ours, 1)
            )


def told(plain: Figures, ours: Figures, at: int) -> str:
    """Tell a pair of medians, and how much is kept."""
    before, after = [one[at] for one in plain], [one[at] for one in ours]
    pairs = (
        zip(after, before, strict=True) if at == 0 else zip(before, after, strict=True)
    )
    kept = median(left / right for left, right in pairs)
    return f"{median(before):9.0f}{median(after):8.0f}{kept:8.1%}"


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with ExitStack() as stack:
        client = stack.enter_context(running(["hammer.py"], CORES[-1]))
        hammer = Hammer(client, asked.seconds)
        limit, _ = hammer.asks(served(stack, ["frameworks_sites.py"]), "/")
        print(f"The client alone asks {limit:.0f} times per second.")
        print(f"{'':<32}{'per second, kept':>25}{'µs of processor, kept':>25}")
        for name in asked.names:
            compared(hammer, name, asked.rounds)
