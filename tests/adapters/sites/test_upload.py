"""A request's body as messages, for the cases no server can be made to play."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.upload import LeftError, LengthError, Upload

if TYPE_CHECKING:
    from sarto.asgi import Message

LEFT: Message = {"type": "http.disconnect"}


def piece(body: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": not is_last}


class Sink:
    """Takes what an upload sends, and notes how it ends."""

    def __init__(self, *, is_full: bool = False) -> None:
        self.is_full = is_full
        self.taken: list[bytes] = []
        self.is_sent = False
        self.error: Exception | None = None
        self.is_over = asyncio.Event()

    def write(self, data: bytes) -> None:
        self.taken.append(data)

    async def drained(self, seconds: float) -> bool:
        await asyncio.sleep(0)
        return not self.is_full

    def sent(self, seconds: float) -> None:
        self.is_sent = True

    def fail(self, error: Exception) -> None:
        self.error = error
        self.is_over.set()


async def played(
    sink: Sink, first: Message, *rest: Message, length: int | None
) -> Upload:
    """Send a body; after these messages its visitor waits in silence."""
    left = list(rest)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    upload = Upload(receive, first, length)
    sink.taken.append(upload.first())
    upload.go_on(sink, 1)
    for _ in range(20):
        await asyncio.sleep(0)
    return upload


def sent(first: Message, *rest: Message, length: int | None = None) -> Sink:
    async def run() -> Sink:
        sink = Sink()
        upload = await played(sink, first, *rest, length=length)
        upload.stop()
        return sink

    return asyncio.run(run())


def test_pieces_are_chunks_and_empty_ones_are_left_out() -> None:
    sink = sent(piece(b"abc"), piece(b""), piece(b"d"), piece(b"", is_last=True))
    assert b"".join(sink.taken) == b"3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
    assert sink.is_sent


def test_a_body_of_known_length_goes_as_it_is() -> None:
    sink = sent(piece(b"abc"), piece(b"d", is_last=True), length=4)
    assert b"".join(sink.taken) == b"abcd"
    assert sink.is_sent


@pytest.mark.parametrize(
    ("pieces", "length"),
    [
        ([piece(b"abc"), piece(b"de", is_last=True)], 4),
        ([piece(b"abc"), piece(b"", is_last=True)], 4),
    ],
)
def test_a_body_that_is_not_as_long_as_it_says_fails(
    pieces: list[Message], length: int
) -> None:
    sink = sent(*pieces, length=length)
    assert isinstance(sink.error, LengthError)
    assert not sink.is_sent
    assert b"".join(sink.taken) == b"abc"


@pytest.mark.parametrize(
    ("first", "length"),
    [
        (piece(b"abc", is_last=True), 2),
        (piece(b"abc", is_last=True), 4),
        (piece(b"", is_last=True), 4),
        (piece(b"abc"), 2),
    ],
)
def test_a_first_piece_that_is_not_so_is_told_before_anything_goes_out(
    first: Message, length: int
) -> None:
    with pytest.raises(LengthError):
        sent(first, length=length)


@pytest.mark.parametrize(
    "message", [piece(b"", is_last=True), {"type": "http.request"}]
)
def test_a_request_without_body_is_empty(message: Message) -> None:
    async def receive() -> Message:
        raise AssertionError

    upload = Upload(receive, message)
    assert upload.is_empty
    assert upload.first() == b""


def test_a_body_whose_visitor_left_never_ends() -> None:
    sink = sent(piece(b"a"), LEFT)
    assert isinstance(sink.error, LeftError)
    assert not sink.is_sent
    assert b"0\r\n\r\n" not in b"".join(sink.taken)


def test_leaving_is_noticed_while_the_answer_is_waited_for() -> None:
    async def run() -> None:
        sink = Sink()
        upload = await played(sink, piece(b"", is_last=True), LEFT, length=None)
        await asyncio.wait_for(sink.is_over.wait(), 5)
        assert isinstance(sink.error, LeftError)
        upload.stop()

    asyncio.run(run())


def test_what_is_not_taken_is_not_sent_and_leaving_is_noticed_all_the_same() -> None:
    async def run() -> None:
        sink = Sink(is_full=True)
        rest = (piece(b"b"), piece(b"c", is_last=True), LEFT)
        await played(sink, piece(b"a"), *rest, length=3)
        assert sink.taken == [b"a", b"b"]
        assert isinstance(sink.error, LeftError)
        assert not sink.is_sent

    asyncio.run(run())


def test_after_the_answer_nobody_looks_on() -> None:
    async def run() -> None:
        sink = Sink()
        upload = await played(sink, piece(b"", is_last=True), LEFT, length=None)
        upload.stop()
        await asyncio.sleep(0.1)
        assert sink.error is None

    asyncio.run(run())
