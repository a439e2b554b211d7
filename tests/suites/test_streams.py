"""Streams: long ones cost nothing, many at once cost little, none starts later.

`SARTO_STREAM=1000000000` gives the closing figure, for a stream of 1 GB.
"""

import asyncio
import gc
import os
import tracemalloc
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter

import pytest

from support.law import FRAGMENT, HTML, OWN, PAGE, ROADS, YOURS, body, said, start
from support.play import scope_of

MANY = 5_000
EACH = 16 << 10  # bytes above the bare application, for each open stream
CAP = 256 << 10  # bytes of a slot that are held back
ABOVE = 512 << 10  # bytes above it, for one however long
CHUNK = b"<p class='line'>Text of a long page, line by line.</p>\n" * 300
LONG = int(os.environ.get("SARTO_STREAM", "21000000"))  # bytes
CHUNKS = LONG // len(CHUNK)


async def long_page(scope, receive, send):
    await send(start(HTML))
    for number in range(CHUNKS):
        part = OWN + CHUNK if number % 200 == 0 else CHUNK
        await send(body(bytes(part), more=True))
    await send(body())


@dataclass(slots=True)
class Flow:
    """One stream that nobody keeps: how much of it came and went, and how soon."""

    came: int = 0  # bytes that the application sent
    went: int = 0  # bytes that the client heard
    first: int = 0  # of those that came, how many had when the first went
    began: float = 0.0  # when it did
    most: int = 0  # bytes of memory

    def of(self, page):
        async def site(scope, receive, send):
            async def counted(message):
                self.came += len(message.get("body", b""))
                await send(message)

            await page(scope, receive, counted)

        return site

    async def heard(self, message):
        data = message.get("body", b"")
        if data and not self.went:
            self.first, self.began = self.came, perf_counter()
        self.went += len(data)


async def gone(message):
    raise ConnectionResetError


async def flow(page, path, behind=lambda app: app):
    """Play a stream twice: the first is timed, of the second the memory is traced."""
    found = Flow()
    app = behind(found.of(page))
    with suppress(ConnectionResetError):
        await app(scope_of(path), None, gone)  # what is made once is made then
    found.came = 0
    since = perf_counter()
    await app(scope_of(path), None, found.heard)
    took, began = perf_counter() - since, found.began - since
    found.came = found.went = 0
    gc.collect()
    tracemalloc.start()
    await app(scope_of(path), None, found.heard)
    _, found.most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(  # noqa: T201 - the figures
        f"{path}: {found.came / 1e6:.0f} MB in {took:.2f} s, the first byte after"
        f" {began * 1e3:.2f} ms, at most {found.most / 1024:.0f} KiB"
    )
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", ROADS)
def test_a_long_stream_is_never_held(law, path):
    bare = asyncio.run(flow(long_page, path))
    ours = asyncio.run(flow(long_page, path, law.behind))

    grown = (len(YOURS) - len(OWN)) * -(-CHUNKS // 200) if path == ROADS[2] else 0
    assert bare.went == bare.came == ours.came > LONG * 0.99
    assert ours.went == bare.went + grown
    assert ours.first == bare.first
    above = ours.most - bare.most
    assert above <= ABOVE, f"{above / 1024:.0f} KiB above bare"


@pytest.mark.slow
def test_a_slot_that_nothing_ends_is_held_to_its_cap_only(law):
    async def endless(scope, receive, send):
        await send(start(HTML))
        await send(body(b'<div data-sarto="hero">', more=True))
        for _ in range(CHUNKS):
            await send(body(bytes(CHUNK), more=True))
        await send(body())

    bare = asyncio.run(flow(endless, ROADS[2]))
    ours = asyncio.run(flow(endless, ROADS[2], law.behind))

    assert ours.went == bare.went == ours.came
    above = ours.most - bare.most
    assert above <= 3 * CAP + ABOVE // 2, f"{above / 1024:.0f} KiB above bare"


async def open_streams(app, path):
    """Hold many streams open in mid-page; give the memory of them all."""
    gate = asyncio.Event()

    async def site(scope, receive, send):
        await send(start(HTML))
        await send(body(PAGE[:-4] + CHUNK[:1000] + b"<a ti", more=True))
        await gate.wait()
        await send(body(b"tle=x>end"))

    async def send(message):
        if not message.get("more_body", True):
            ends.append(message["body"])

    ends = []
    wrapped = app(site)
    await asyncio.gather(
        *(wrapped(scope_of(path), None, send) for _ in range(2)), opened(gate)
    )
    gate.clear()
    gc.collect()
    tracemalloc.start()
    tasks = [
        asyncio.create_task(wrapped(scope_of(path), None, send)) for _ in range(MANY)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    gate.set()
    await asyncio.gather(*tasks)
    assert len(ends) == MANY + 2
    return held


async def opened(gate):
    await asyncio.sleep(0)
    gate.set()


@pytest.mark.slow
@pytest.mark.parametrize("path", ROADS)
def test_five_thousand_open_streams_cost_little_each(law, path):
    bare = asyncio.run(open_streams(lambda app: app, path))
    ours = asyncio.run(open_streams(law.behind, path))

    each = (ours - bare) / MANY
    print(f"{path}: {MANY} open streams, {each:.0f} bytes each above bare")  # noqa: T201 - the figure
    assert each <= EACH, f"{each:.0f} bytes each above bare"


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("plan", ["start", "first bytes"])
def test_the_first_byte_is_never_later_than_the_applications(law, path, plan):
    messages = [start(HTML), body(b"<!doctype html><p>", more=True)]
    told = messages[:1] if plan == "start" else messages

    answer = law.heard(said(*told), path)

    assert len(answer.messages) == len(told)
    assert answer.body == (b"<!doctype html><p>" if plan == "first bytes" else b"")
    assert FRAGMENT.encode() not in answer.body
