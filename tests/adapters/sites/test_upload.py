"""A request's body as messages, for the cases no server can be made to play."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.upload import Upload

if TYPE_CHECKING:
    from sarto.asgi import Message

LEFT: Message = {"type": "http.disconnect"}


def piece(body: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": not is_last}


async def begun(*messages: Message) -> Upload:
    """Begin an upload whose visitor, after these messages, waits in silence."""
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return await Upload.begun(receive)


async def whole(upload: Upload) -> list[bytes]:
    return [chunk async for chunk in upload.chunks()]


def test_empty_pieces_are_left_out() -> None:
    async def run() -> None:
        upload = await begun(
            piece(b"a"), piece(b""), piece(b"b"), piece(b"", is_last=True)
        )
        assert not upload.is_empty
        assert await upload.unless_left(whole(upload)) == [b"a", b"b"]

    asyncio.run(run())


@pytest.mark.parametrize(
    "message", [piece(b"", is_last=True), {"type": "http.request"}]
)
def test_a_request_without_body_is_empty(message: Message) -> None:
    async def run() -> None:
        assert (await begun(message)).is_empty

    asyncio.run(run())


@pytest.mark.parametrize("messages", [[LEFT], [piece(b"a"), LEFT]])
def test_a_body_whose_visitor_left_never_ends(messages: list[Message]) -> None:
    async def run() -> None:
        upload = await begun(*messages)
        assert await upload.unless_left(whole(upload)) is None

    asyncio.run(run())


def test_what_the_work_raises_is_raised() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def run() -> None:
        upload = await begun(piece(b"", is_last=True))
        with pytest.raises(ZeroDivisionError):
            await upload.unless_left(fail())

    asyncio.run(run())


def test_work_is_stopped_when_its_caller_is() -> None:
    async def run() -> None:
        is_stopped = asyncio.Event()

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                is_stopped.set()

        upload = await begun(piece(b"", is_last=True))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await upload.unless_left(work())
        assert is_stopped.is_set()

    asyncio.run(run())
