"""When anything of ours fails, the visitor gets the bytes that the site sent."""

import asyncio
from typing import Any

import pytest

from sarto.compose import learning
from sarto.compose.edit import Edit
from sarto.compose.page import Page
from sarto.compose.stream import StreamScanner
from sarto.compose.swap import Html, Swap
from sarto.errors import Failures
from support.cuts import swap, ways
from support.sent import NEW, SLOT, TRAILERS, Client, body, edit, length, sent, start


def broken() -> Html:
    raise RecursionError


BROKEN = edit(a=Swap(render=broken))


@pytest.mark.parametrize("announced", [[], [length(SLOT)]], ids=["plain", "length"])
def test_when_deciding_fails_all_goes_out_as_it_came(
    announced: list[tuple[bytes, bytes]],
) -> None:
    failures, client = Failures(), Client()
    plan = [start(*announced), body(SLOT[:9], more=True), body(SLOT[9:]), TRAILERS]

    def edits(*_: object) -> Edit:
        raise ZeroDivisionError

    async def play() -> None:
        page = Page(client.send, edits, failures)
        for message in plan:
            await page.send(message)
        await page.close()

    asyncio.run(play())
    assert client.heard == plan
    assert failures.counts == {"decide": 1}


@pytest.mark.parametrize(
    "odd", [{}, {"status": 200, "headers": [("str", "str")]}], ids=repr
)
def test_an_odd_start_goes_out_as_it_came(odd: dict[str, Any]) -> None:
    failures = Failures()
    plan = [{"type": "http.response.start", **odd}, body(SLOT)]
    assert sent(plan, edit(), failures=failures) == plan
    assert failures.counts == {"decide": 1}


def test_when_rendering_fails_the_very_answer_of_the_site_goes_out() -> None:
    plan = [start((b"X-Odd", b"1"), length(SLOT)), body(SLOT)]
    failures = Failures()
    assert sent(plan, BROKEN, failures=failures) == plan
    assert failures.counts == {"compose": 1}


def test_when_the_first_chunk_fails_the_very_answer_of_the_site_goes_out() -> None:
    plan = [start(length(SLOT * 2)), body(SLOT, more=True), body(SLOT)]
    assert sent(plan, BROKEN) == plan


@pytest.mark.parametrize("announced", [[], [length(SLOT)]], ids=["plain", "length"])
def test_when_rendering_fails_the_bytes_of_the_site_go_out_at_any_chunking(
    announced: list[tuple[bytes, bytes]],
) -> None:
    for chunks in ways(SLOT):
        client, failures = Client(), Failures()
        more = [body(each, more=True) for each in chunks]
        sent([start(*announced), *more, body()], BROKEN, client, failures)
        assert client.body == SLOT
        assert failures.counts == {"compose": 1}


def test_when_scanning_fails_the_bytes_of_the_site_go_out_at_any_chunking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed = StreamScanner.feed

    def fail(scanner: StreamScanner, data: bytes) -> object:
        if b"l" in data:
            raise MemoryError
        return feed(scanner, data)

    monkeypatch.setattr(StreamScanner, "feed", fail)
    for chunks in ways(SLOT):
        client = Client()
        sent([start(), *(body(each, more=True) for each in chunks)], edit(), client)
        assert client.body == SLOT


def test_when_the_last_bytes_fail_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: StreamScanner) -> object:
        raise MemoryError

    monkeypatch.setattr(StreamScanner, "finish", fail)
    for chunks in ways(SLOT):
        client = Client()
        more = [body(each, more=True) for each in chunks[:-1]]
        sent([start(), *more, body(chunks[-1])], edit(), client)
        assert client.body in (SLOT, NEW)
        assert client.heard[-1]["more_body"] is False


def test_when_the_beginning_fails_the_very_answer_of_the_site_goes_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(learning, "glance", fail)
    plan = [start(length(SLOT)), body(SLOT)]
    failures = Failures()
    assert sent(plan, edit(), failures=failures) == plan
    assert failures.counts == {"compose": 1}


def test_a_fragment_that_fails_keeps_the_slot_and_changes_the_rest() -> None:
    two = edit(a=Swap(render=lambda: None), b=swap("B"))
    page = SLOT + b"<b data-sarto=b>1</b>"
    heard = sent([start(length(page)), body(page)], two)
    assert heard[1]["body"] == SLOT + b"<b data-sarto=b>B</b>"


def test_many_responses_in_flight_never_mix() -> None:
    async def one(number: int) -> bytes:
        client = Client()
        own = edit(a=swap(str(number)))
        page = Page(client.send, lambda *_: own, Failures())
        await page.send(start())
        for at in range(len(SLOT)):
            await asyncio.sleep(0)
            await page.send(body(SLOT[at : at + 1], more=True))
        await page.send(body())
        await page.close()
        return client.body

    async def all_of_them() -> list[bytes]:
        return await asyncio.gather(*map(one, range(200)))

    for number, page in enumerate(asyncio.run(all_of_them())):
        assert page == NEW.replace(b"new", b"%d" % number)
