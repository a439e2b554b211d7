"""`sarto proxy` at work: big files, an upstream that dies, and slow visitors.

`SARTO_PROXY_BYTES=1073741824 SARTO_PROXY_READERS=2000` for the whole sizes.
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from support.proxied import Process, before, dialled, plain, upstream

pytestmark = pytest.mark.slow

BYTES = int(os.environ.get("SARTO_PROXY_BYTES", "200000000"))
READERS = int(os.environ.get("SARTO_PROXY_READERS", "400"))
MEBIBYTE = 1024 * 1024
KIBIBYTE = 1024
BLOCK = b"x" * 65_536


@pytest.mark.parametrize("path", ["/bytes", "/page"])
def test_a_big_answer_streams_in_constant_memory(tmp_path: Path, path: str) -> None:
    with before(tmp_path) as (through, _), closing(dialled(through.port)) as peer:
        warm(through)
        size = BYTES if path == "/bytes" else BYTES // 10
        start = through.memory()
        peer.sendall(
            f"GET {path}?{size} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n".encode()
        )
        got, most = 0, 0
        while data := peer.recv(1 << 20):
            if got // (16 * MEBIBYTE) != (got + len(data)) // (16 * MEBIBYTE):
                most = max(most, through.memory() - start)
            got += len(data)
        told(f"{got} bytes of {path}: at most {most / KIBIBYTE:.0f} KiB more")
        assert got > size * 0.99
        assert most < 8 * MEBIBYTE


def test_a_big_upload_streams_in_constant_memory(tmp_path: Path) -> None:
    with before(tmp_path) as (through, _), closing(dialled(through.port)) as peer:
        warm(through)
        start = through.memory()
        size = BYTES // len(BLOCK) * len(BLOCK)
        head = f"PUT / HTTP/1.1\r\nHost: shop\r\nContent-Length: {size}\r\n\r\n"
        peer.sendall(head.encode())
        most = 0
        for number in range(size // len(BLOCK)):
            peer.sendall(BLOCK)
            if number % 256 == 0:
                most = max(most, through.memory() - start)
        told(f"{size} bytes sent: at most {most / KIBIBYTE:.0f} KiB more")
        assert whole(peer).endswith(b"\r\n\r\n%d" % size)
        assert most < 8 * MEBIBYTE


def test_an_upstream_that_dies_and_returns_hangs_nobody(tmp_path: Path) -> None:
    with before(tmp_path, "--workers", "2") as (through, site):
        warm(through)
        seen: Counter[bytes] = Counter()
        slowest = asyncio.run(asked_all_the_while(through.port, site, seen))
        told(f"{dict(seen)}, the slowest took {slowest:.2f} s")
        assert set(seen) <= {b"200", b"502", b"cut"}
        assert seen[b"200"] > 100
        assert seen[b"502"] > 10
        assert slowest < 5


async def asked_all_the_while(port: int, site: Process, seen: Counter[bytes]) -> float:
    """Ask with twenty visitors while the upstream dies three times; give the slowest."""
    is_over, slowest = asyncio.Event(), 0.0

    async def visit() -> None:
        nonlocal slowest
        while not is_over.is_set():
            began = time.monotonic()
            seen[await asyncio.wait_for(status(port), 20)] += 1
            slowest = max(slowest, time.monotonic() - began)
            await asyncio.sleep(0.01)

    visits = [asyncio.create_task(visit()) for _ in range(20)]
    for _ in range(3):
        await asyncio.sleep(0.7)
        site.kill()
        await asyncio.sleep(0.7)
        site.process = (await asyncio.to_thread(upstream, site.port)).process
        assert await asyncio.wait_for(status(port), 20) == b"200"  # the very next one
    is_over.set()
    await asyncio.gather(*visits)
    return slowest


async def status(port: int) -> bytes:
    """Ask for a page; say how it came, or that it was cut off."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /page HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
    said = await reader.read()
    writer.close()
    is_whole = said.endswith((b"</html>", b"</html>\n", b"0\r\n\r\n"))
    return said[9:12] if is_whole else b"cut"


@pytest.mark.parametrize("size", [100_000, 300_000])
def test_slow_visitors_cost_no_more_than_through_a_plain_proxy(
    tmp_path: Path, size: int
) -> None:
    with before(tmp_path) as (through, site):
        other = plain(site)
        try:
            ours, theirs = (cost(each, size) for each in (through, other))
        finally:
            other.kill()
    told(f"{READERS} of {size} bytes: {ours:.1f} KiB each; plainly {theirs:.1f} KiB")
    assert ours - theirs <= 16


def cost(site: Process, size: int) -> float:
    """Give the KiB that each slow reader of a page costs."""
    with readers(site, size, 20):
        start = site.memory()
    with readers(site, size, READERS):
        return (site.memory() - start) / (READERS - 20) / KIBIBYTE


@contextmanager
def readers(site: Process, size: int, count: int) -> Iterator[None]:
    words = [
        "-m",
        "support.proxied_readers",
        str(site.port),
        f"/page?{size}",
        str(count),
    ]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ":".join(each for each in sys.path if each)},
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"%d\n" % count
        time.sleep(1)
        yield
    finally:
        process.kill()
        process.communicate()


def told(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")


def warm(site: Process) -> None:
    for path in ("/page?400000", "/bytes?4000000") * 3:
        with closing(dialled(site.port)) as peer:
            peer.sendall(
                f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
            )
            while peer.recv(1 << 20):
                pass


def whole(peer: socket.socket) -> bytes:
    said = b""
    while b"\r\n\r\n" not in said or said.endswith(b"\r\n\r\n"):
        said += peer.recv(65_536)
    return said
