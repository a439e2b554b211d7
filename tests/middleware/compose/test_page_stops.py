"""Applications that stop, clients that are gone: told as it was, and nothing more."""

import asyncio
from collections.abc import Iterator

import pytest

from sarto.asgi import Message
from sarto.compose.page import Page
from sarto.errors import Failures
from support.sent import (
    CHANGED,
    NEW,
    SLOT,
    Client,
    GoneError,
    body,
    edit,
    length,
    sent,
    start,
)


class Stopped:
    """Messages of an application that raises in their midst."""

    def __init__(self, *messages: Message) -> None:
        self.messages = messages
        self.error = ZeroDivisionError("the application's own")

    def __iter__(self) -> Iterator[Message]:
        yield from self.messages
        raise self.error


@pytest.mark.parametrize(
    ("messages", "heard"),
    [
        ([], []),
        ([start()], [start() | {"headers": CHANGED}]),
        ([start(length(SLOT))], [start() | {"headers": CHANGED}]),
        (
            [start(), body(SLOT[:18], more=True)],
            [body(b"x", more=True), body(SLOT[1:18], more=True)],
        ),
        (
            [start(), body(SLOT, more=True), body(b"<p", more=True)],
            [body(NEW, more=True), body(b"", more=True), body(b"<p", more=True)],
        ),
        ([start(), body(SLOT)], [body(NEW)]),
    ],
    ids=["nothing", "a start", "a held start", "a held slot", "a held tag", "all"],
)
def test_an_application_that_stops_is_heard_so_far_and_no_end_is_invented(
    messages: list[Message], heard: list[Message]
) -> None:
    stopped, client = Stopped(*messages), Client()
    with pytest.raises(ZeroDivisionError) as raised:
        sent(stopped, edit(), client)
    assert raised.value is stopped.error
    assert raised.value.__context__ is None
    assert client.heard[-len(heard) :] == heard
    client = Client()
    assert sent(messages, edit(), client)[-len(heard) :] == heard


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("known", [False, True], ids=["page", "304"])
def test_a_client_that_is_gone_is_told_to_the_application_and_to_nobody_else(
    at: int, *, known: bool
) -> None:
    messages = [start(length(SLOT)), body(SLOT[:18], more=True), body(SLOT[18:])]
    client, failures = Client(hangs_up_at=at), Failures()
    given = edit(is_known=known)
    if at == (2 if known else 3) or at > 2:
        sent(messages, given, client, failures)
    else:
        with pytest.raises(GoneError):
            sent(messages, given, client, failures)
    assert len(client.heard) <= at
    assert not failures.counts


def test_a_client_that_is_gone_at_the_close_hides_nothing() -> None:
    stopped = Stopped(start(), body(SLOT[:18], more=True))
    with pytest.raises(ZeroDivisionError):
        sent(stopped, edit(), Client(hangs_up_at=2))


def test_after_a_failed_send_nothing_more_is_tried() -> None:
    tried: list[Message] = []

    async def hang_up(message: Message) -> None:
        tried.append(message)
        if len(tried) > 1:
            raise GoneError

    async def play() -> None:
        page = Page(hang_up, lambda *_: edit(), Failures())
        await page.send(start())
        with pytest.raises(GoneError):
            await page.send(body(SLOT[:18], more=True))
        await page.close()

    asyncio.run(play())
    assert len(tried) == 2


def test_an_application_that_is_cancelled_stays_so() -> None:
    async def hang(_: Message) -> None:
        await asyncio.Event().wait()

    async def play() -> None:
        page = Page(hang, lambda *_: edit(), Failures())
        try:
            await page.send(start())
        finally:
            await page.close()

    async def cancel() -> None:
        task = asyncio.create_task(play())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancel())
