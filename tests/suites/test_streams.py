"""Streams: long ones cost nothing, many at once cost little, none starts later."""

import asyncio
import gc
import tracemalloc

import pytest

from support.law import FRAGMENT, HTML, OWN, PAGE, ROADS, YOURS, body, said, start
from support.play import scope_of

MANY = 5_000
EACH = 16 << 10  # bytes above the bare application, for each open stream
CAP = 256 << 10  # bytes of a slot that are held back
ABOVE = 512 << 10  # bytes above it, for one of 21 MB
CHUNK = b"<p class='line'>Text of a long page, line by line.</p>\n" * 300
CHUNKS = 21_000_000 // len(CHUNK)


async def long_page(scope, receive, send):
    await send(start(HTML))
    for number in range(CHUNKS):
        part = OWN + CHUNK if number % 200 == 0 else CHUNK
        await send(body(bytes(part), more=True))
    await send(body())


async def peak(app, path):
    """Play a stream that nobody keeps; give its largest memory and its length."""
    length = 0

    async def send(message):
        nonlocal length
        length += len(message.get("body", b""))

    await app(scope_of(path), None, send)  # what is kept for later requests is kept
    length = 0
    gc.collect()
    tracemalloc.start()
    await app(scope_of(path), None, send)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, length


@pytest.mark.slow
@pytest.mark.parametrize("path", ROADS)
def test_a_stream_of_21_megabytes_is_never_held(law, path):
    bare, length = asyncio.run(peak(long_page, path))
    ours, swapped = asyncio.run(peak(law.behind(long_page), path))

    grown = (len(YOURS) - len(OWN)) * -(-CHUNKS // 200) if path == ROADS[2] else 0
    assert length > 20_000_000
    assert swapped == length + grown
    assert ours - bare <= ABOVE, f"{(ours - bare) / 1024:.0f} KiB above bare"


@pytest.mark.slow
def test_a_slot_that_nothing_ends_is_held_to_its_cap_only(law):
    async def endless(scope, receive, send):
        await send(start(HTML))
        await send(body(b'<div data-sarto="hero">', more=True))
        for _ in range(CHUNKS):
            await send(body(bytes(CHUNK), more=True))
        await send(body())

    bare, length = asyncio.run(peak(endless, ROADS[2]))
    ours, same = asyncio.run(peak(law.behind(endless), ROADS[2]))

    assert same == length
    assert ours - bare <= 3 * CAP + ABOVE // 2, f"{(ours - bare) / 1024:.0f} KiB"


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
