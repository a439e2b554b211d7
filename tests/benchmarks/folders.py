"""`python tests/benchmarks/folders.py`: a folder of pages, by `sarto serve` and others.

A page of 20 kB with three slots and ten rules, under uvicorn with httptools and uvloop,
in one process each: Starlette's own StaticFiles, our folder bare, and `sarto serve`
with Sarto in front. All are asked in turn in one run by a client on another core.
`--seconds 2 --rounds 9` for quieter figures.
"""

import os
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from frameworks import CORES, HERE, UVICORN, Hammer, Server, running, served
from pages import fresh, page

CONFIG = HERE / "site" / "sarto.toml"
READY = re.compile(r":([0-9]+), by")
PATHS = {"/": "a page with three slots", "/plain.css": "a file no rule touches"}
BARE = "Starlette's files"


@contextmanager
def serving(root: Path) -> Iterator[Server]:
    """Run `sarto serve` with one worker; it is that worker's time that counts."""
    words = ["-m", "sarto", "serve", str(root), "--config", str(CONFIG), "--port", "0"]
    with running(words, CORES[0], PYTHONUNBUFFERED="1") as process:
        found = READY.search(process.stdout.readline())
        asked = ["pgrep", "-P", str(process.pid), "-f", "spawn_main"]
        worker = int(subprocess.check_output(asked).split()[0])
        os.sched_setaffinity(worker, {CORES[0]})
        yield Server(int(found[1]), worker)


def compared(
    hammer: Hammer, servers: dict[str, Server], path: str, rounds: int
) -> None:
    """Ask each in turn, and tell how much is kept of the first one's figures."""
    figures = {name: [] for name in servers}
    for _ in range(rounds):
        for name, server in servers.items():
            figures[name].append(hammer.asks(server, path))
    for name, found in figures.items():
        pairs = zip(found, figures[BARE], strict=True)
        kept = median(one[0] / bare[0] for one, bare in pairs)
        rate, spent = (median(one[at] for one in found) for at in (0, 1))
        print(f"{name:<20}{PATHS[path]:<26}{rate:9.0f}{spent:8.0f} µs{kept:8.0%}")


def main(seconds: float, rounds: int) -> None:
    with ExitStack() as stack:
        root = Path(stack.enter_context(TemporaryDirectory()))
        (root / "index.html").write_bytes(fresh(page(20_000)))
        (root / "plain.css").write_text("h1 { color: teal }\n" * 200)
        time.sleep(2.1)  # a file of this moment is not known yet
        client = stack.enter_context(running(["hammer.py"], CORES[-1]))
        env = {"SARTO_BENCH_ROOT": str(root)}
        words = ["-m", *UVICORN, "--log-level", "warning"]
        servers = {
            BARE: served(stack, [*words, "folders_sites:starlette"], **env),
            "our folder, bare": served(stack, [*words, "folders_sites:ours"], **env),
            "sarto serve": stack.enter_context(serving(root)),
        }
        print(f"{'':<46}{'per second':>9}{'each':>9}{'kept':>9}")
        for path in PATHS:
            compared(Hammer(client, seconds), servers, path, rounds)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    sys.exit(main(asked.seconds, asked.rounds))
