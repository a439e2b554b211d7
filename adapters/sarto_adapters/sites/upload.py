"""A request's body on its way to the upstream, and the visitor at its other end."""

import asyncio
from typing import Final, NoReturn, Protocol

from sarto.asgi import Message, Receive

SOON: Final = 0.05  # seconds; most answers are whole before anybody could leave


class LeftError(Exception):
    """Raised when the visitor has hung up."""


class LengthError(ValueError):
    """Raised when a body is not as long as its request says."""


class Sink(Protocol):
    """Where a body goes: a connection to the upstream."""

    def write(self, data: bytes) -> None: ...
    async def drained(self, seconds: float) -> bool: ...
    def sent(self, seconds: float) -> None: ...
    def fail(self, error: Exception) -> None: ...


class Upload:
    """One request's body, read once, piece by piece, as the upstream takes it.

    `length`: how long the request says it is; `None`: it goes in chunks.
    """

    def __init__(
        self, receive: Receive, first: Message, length: int | None = None
    ) -> None:
        self._receive = receive
        self._first = first.get("body") or b""
        self._has_more = bool(first.get("more_body"))
        self.length = self._left = length
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.is_empty = not self._first and not self._has_more

    def first(self) -> bytes:
        """Give what goes out with the head; raise `LengthError` when it is not so."""
        if self.is_empty:
            if self._left:
                raise LengthError
            return b""
        return self._framed(self._first) + (b"" if self._has_more else self._end())

    def go_on(self, sink: Sink, seconds: float) -> None:
        """Send the rest as it comes, and tell the sink when the visitor leaves."""
        if self._has_more:
            self._task = asyncio.create_task(self._pour(sink, seconds))
            return
        sink.sent(seconds)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(SOON, self._look_on, sink)

    def stop(self) -> None:
        """Look on no longer: the answer is whole."""
        for each in (self._task, self._timer):
            if each is not None:
                each.cancel()
        self._task = self._timer = None

    async def _pour(self, sink: Sink, seconds: float) -> None:
        try:
            while self._has_more:
                message = await self._heard()  # a body without its end gets none
                self._has_more = bool(message.get("more_body"))
                if body := message.get("body"):
                    sink.write(self._framed(body))
                    if not await sink.drained(seconds):
                        await self._until_left()  # only the answer goes on
            sink.write(self._end())
            sink.sent(seconds)
            await self._until_left()
        except (LeftError, LengthError) as error:
            sink.fail(error)

    def _look_on(self, sink: Sink) -> None:
        self._task = asyncio.create_task(self._watch(sink))

    async def _watch(self, sink: Sink) -> None:
        try:
            await self._until_left()
        except LeftError as error:
            sink.fail(error)

    async def _until_left(self) -> NoReturn:
        while True:
            await self._heard()

    async def _heard(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise LeftError
        return message

    def _framed(self, body: bytes) -> bytes:
        if self._left is None:
            return b"%x\r\n%b\r\n" % (len(body), body) if body else b""
        self._left -= len(body)
        if self._left < 0:
            raise LengthError
        return body

    def _end(self) -> bytes:
        if self._left:
            raise LengthError
        return b"0\r\n\r\n" if self._left is None else b""
