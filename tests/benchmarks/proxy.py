"""`python tests/benchmarks/proxy.py`: what `sarto proxy` keeps of a plain proxy.

The same upstream through a proxy on aiohttp that does nothing, through ours without
Sarto, and with it; asked in turn in one run. The proxies have a core of their own; the
client and the upstream share the other, and their own limit is told first. `--seconds`,
`--rounds` for quieter figures.
"""

import asyncio
import os
import socket
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import uvloop
from frameworks import CORES, free_port, running
from hammer import ASKED

CONNECTIONS = 16
PAGES = {
    "anew": "3 slots, 20 kB, a new body each time",
    "same": "3 slots, 20 kB, the same body",
    "chunked": "no rule, 20 kB in chunks",
    "untouched": "no rule, 20 kB",
    "small": "no rule, 32 bytes",
}


class Client(asyncio.Protocol):
    """One connection: the next request as soon as the last answer is whole."""

    def __init__(self, asked: bytes) -> None:
        self.asked, self.done, self.head, self.left = asked, 0, b"", -1

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.asked)

    def data_received(self, data: bytes) -> None:
        if self.left < 0:
            self.head += data
            head, end, data = self.head.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode("latin-1"))
            _, _, told = head.lower().partition(b"\r\ncontent-length:")
            self.left = int(told.partition(b"\r\n")[0]) if told else 0
            self.head = b"" if told else b"chunked"
        if self.head:  # no page has this in its text
            is_whole = data.endswith(b"0\r\n\r\n")
        else:
            self.left -= len(data)
            is_whole = not self.left
        if is_whole:
            self.done, self.head, self.left = self.done + 1, b"", -1
            self.transport.write(self.asked)


async def hammered(port: int, path: str, seconds: float) -> int:
    """Give how many requests were answered."""
    loop = asyncio.get_running_loop()
    asked = ASKED.format(path=f"/{path}").encode()
    made = [
        await loop.create_connection(lambda: Client(asked), "127.0.0.1", port)
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(seconds)
    for transport, _ in made:
        transport.abort()
    return sum(client.done for _, client in made)


def asked_of(port: int, path: str, seconds: float) -> float:
    """Ask in a process of its own, on the other core; give how many were answered."""
    words = ["proxy.py", "--ask", str(port), path, str(seconds)]
    with running(words, CORES[-1]) as process:
        return float(process.communicate()[0])


class Served(NamedTuple):
    port: int
    process: int

    def spent(self) -> float:
        """Give its seconds of processor time so far."""
        fields = (
            Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def rate(self, path: str, seconds: float) -> float:
        """Give requests per second of its processor's time: neighbours do not count."""
        before = self.spent()
        done = asked_of(self.port, path, seconds)
        return done / (self.spent() - before)


def started(stack: ExitStack, which: str, upstream: int) -> Served:
    port = free_port()
    core = CORES[-1] if which == "upstream" else CORES[0]
    words = ["proxy_sites.py", which, str(upstream), str(port)]
    process = stack.enter_context(running(words, core))
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as peer:
            if not peer.connect_ex(("127.0.0.1", port)):
                return Served(port, process.pid)
        time.sleep(0.05)
    raise SystemExit(f"{which} did not start")


def main(seconds: float, rounds: int, pages: list[str]) -> None:
    with ExitStack() as stack:
        upstream = started(stack, "upstream", 0)
        sites = [
            started(stack, which, upstream.port) for which in ("plain", "bare", "sarto")
        ]
        print(
            f"{'requests per second of one core':<40}{'plain':>8}{'bare':>8}{'sarto':>8}  kept"
        )
        for path in pages:
            for site in sites:
                site.rate(path, seconds)
            turns = [
                [site.rate(path, seconds) for site in sites] for _ in range(rounds)
            ]
            plain, bare, sarto = (median(each) for each in zip(*turns, strict=True))
            kept = median(turn[2] / turn[0] for turn in turns)
            print(
                f"{PAGES[path]:<40}{plain:8.0f}{bare:8.0f}{sarto:8.0f}  {kept:.1%}",
                flush=True,
            )


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("pages", nargs="*", default=list(PAGES), metavar="PAGE")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ask", nargs=3, metavar="")
    asked = parser.parse_args()
    if asked.ask:
        port, path, seconds = asked.ask
        print(uvloop.run(hammered(int(port), path, float(seconds))))
    else:
        main(asked.seconds, asked.rounds, asked.pages)
