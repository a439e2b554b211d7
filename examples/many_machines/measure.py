"""Measure what the README of this folder says: `python measure.py`, about a minute.

Bytes of a profile, what a full Redis refuses or drops, how many profiles a second it
takes from one process, and what a page waits for it. Needed: redis-server.
"""

import asyncio
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from statistics import median, quantiles

from redis.asyncio import Redis
from run import HOSTS, PORT, STORE, Visitor, redis, started

from sarto.memory.profile import Pick, Points, Profile, Seen, Shown, Topic, packed
from sarto_adapters.stores.redis import ProfileStore

URL = f"redis://127.0.0.1:{STORE}"
NOW = 1_800_000_000


def profile(size: int) -> bytes:
    """Make a profile with so many of everything."""
    names = [f"signal-{n}" for n in range(size)]
    made = Profile(
        first=NOW,
        last=NOW,
        visits=size,
        signals=tuple(Seen(name, size, NOW, 12.5) for name in names),
        points=tuple(Points(f"area-{n}", 12.5, NOW, 1) for n in range(size // 2)),
        log=tuple((n % max(size, 1), NOW + n) for n in range(min(8 * size, 128))),
        topics=tuple(Topic(f"topic-{n}", 3, 2.5, NOW) for n in range(size)),
        shown=tuple(Shown("0123456789abcdef", 3, 739_000, 1, 2, 1) for _ in names),
        picks=tuple(
            Pick("slots.hero", "0123456789abcdef", "01234567") for _ in names[:2]
        ),
    )
    return packed(made)


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


async def sizes(client: Redis, store: ProfileStore) -> None:
    """Tell the bytes of small and large profiles, and what a Redis needs for each."""
    for name, size in (("new", 0), ("usual", 3), ("busy", 12), ("full", 40)):
        data = profile(size)
        await client.flushall()
        before = (await client.info("memory"))["used_memory"]
        for number in range(20_000):
            key = f"b.{number:024}"
            await store.save(key, data, expected=None, seconds=395 * 86_400)
        used = (await client.info("memory"))["used_memory"] - before
        say(f"{name}: {len(data)} bytes; in Redis {used / 20_000:.0f} with its key")


async def rate(what: str, ask: Callable[[int], Awaitable[object]]) -> None:
    """Tell how many calls a second one process makes, and how long one takes."""
    spent: list[float] = []

    async def some(first: int) -> None:
        for number in range(first, 12_000, 16):
            began = time.perf_counter()
            await ask(number)
            spent.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(some(first) for first in range(16)))
    took = time.perf_counter() - began
    late = quantiles(spent, n=100)[98]
    alone = []
    for number in range(1000):
        began = time.perf_counter()
        await ask(number)
        alone.append(time.perf_counter() - began)
    say(
        f"{what}: {12_000 / took:.0f}/s from one process, 16 at once, p99"
        f" {late * 1e3:.2f} ms; alone {median(alone) * 1e3:.2f} ms"
    )


async def rates(store: ProfileStore) -> None:
    data = profile(3)
    await rate("load", lambda number: store.load(f"b.{number:024}"))

    async def visit(number: int) -> None:
        found = await store.load(f"b.{number:024}")
        expected = found.version if found else None
        key = f"b.{number:024}"
        await store.save(key, data, expected=expected, seconds=86_400)

    await rate("load and save", visit)


async def full(client: Redis, store: ProfileStore, policy: str) -> None:
    """Fill a Redis of 32 MB with 100,000 profiles; tell what is refused, what gone."""
    await client.flushall()
    await client.config_set("maxmemory", "32mb")
    await client.config_set("maxmemory-policy", policy)
    refused, data = 0, profile(3)
    for number in range(100_000):
        try:
            await store.save(f"b.{number:024}", data, expected=None, seconds=86_400)
        except Exception:  # noqa: BLE001 - it is what is counted
            refused += 1
    kept = await client.dbsize()
    first = await store.load(f"b.{0:024}")
    last = await store.load(f"b.{99_999:024}")
    say(
        f"{policy}: {refused} of 100000 refused, {kept} kept; the first is"
        f" {'there' if first else 'gone'}, the last {'there' if last else 'gone'}"
    )
    await client.config_set("maxmemory", "0")


def pages(name: str, **env: str) -> None:
    """Tell what a page takes whose visitor is remembered, one after the other."""
    words = [sys.executable, "-m", "uvicorn", "app:app", "--log-level", "critical"]
    words += ["--host", HOSTS[0], "--port", str(PORT)]
    secret = secrets.token_urlsafe()
    machine = started(words, HOSTS[0], PORT, SARTO_SECRET=secret, **env)
    try:
        guest = Visitor()
        for who in ("unknown", "remembered"):
            spent = []
            for _ in range(1000):
                began = time.perf_counter()
                guest.ask(HOSTS[0], "/")
                spent.append(time.perf_counter() - began)
            say(f"{name}, {who}: a page in {median(spent) * 1e3:.2f} ms (median)")
            guest.ask(HOSTS[0], "/_sarto/consent", "choice=all&next=/")
    finally:
        machine.terminate()
        machine.wait()


async def main() -> None:
    client, store = Redis.from_url(URL), ProfileStore(URL)
    await client.config_set("appendonly", "no")
    await sizes(client, store)
    await rates(store)
    await client.config_set("appendonly", "yes")
    for sync in ("everysec", "always"):
        await client.config_set("appendfsync", sync)
        say(f"appendfsync {sync}:")
        await rates(store)
    await client.config_set("appendonly", "no")
    for policy in ("noeviction", "volatile-lru"):
        await full(client, store, policy)
    await store.close()
    await client.aclose()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        server: subprocess.Popen = redis(folder)
        try:
            pages("signed cookie")
            pages("Redis", PROFILES=URL)
            asyncio.run(main())
        finally:
            server.kill()
            server.wait()
