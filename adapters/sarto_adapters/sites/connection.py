"""One connection to the upstream: a request goes out, its answer comes in, in turn."""

import asyncio
from typing import cast

from sarto_adapters.sites.answer import Answer


class Connection(asyncio.BufferedProtocol):
    """A connection, which one request at a time has to itself.

    `room`: where bytes arrive; all connections of a loop may share it.
    """

    def __init__(self, room: memoryview) -> None:
        self._room = room
        self._loop = asyncio.get_running_loop()
        self.opened_at = self._loop.time()
        self.idle_since = 0.0
        self.is_open = self.is_used = False
        self._answer: Answer | None = None
        self._transport: asyncio.Transport
        self._is_sent = self._is_full = False
        self._drained: asyncio.Future[None] | None = None

    def ask(self, data: bytes, *, is_bodyless: bool) -> Answer:
        """Begin a request with its first bytes; `is_bodyless`: HEAD."""
        answer = Answer(
            is_bodyless=is_bodyless,
            pause=self._transport.pause_reading,
            resume=self._go_on,
        )
        self._answer, self._is_sent = answer, False
        self.write(data)
        if not self.is_open:
            answer.end(None)
        return answer

    def write(self, data: bytes) -> None:
        if self.is_open:
            self._transport.write(data)

    async def drained(self, seconds: float) -> bool:
        """Wait until the upstream takes more; tell whether it did within `seconds`."""
        answer = self._answer
        if not self._is_full or not self.is_open or answer is None:
            return True
        self._drained = self._loop.create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._drained
        except TimeoutError:
            if not answer.has_head:
                answer.be_late(seconds)
            return False
        finally:
            self._drained = None
        return True

    def sent(self, seconds: float) -> None:
        """Note that the request is whole: the answer has so many seconds to begin."""
        self._is_sent = True
        if self._answer is not None and not self._answer.has_head:
            self._answer.give(seconds)

    def fail(self, error: Exception) -> None:
        """Break off what is under way, and the connection with it."""
        if self._answer is not None:
            self._answer.fail(error)
        self.abort()

    def done(self) -> bool:
        """End an exchange; tell whether another request may follow."""
        answer, self._answer, self.is_used = self._answer, None, True
        if answer is None:
            return False
        answer.cease()
        is_over = self._is_sent and answer.is_whole and answer.may_be_followed
        return self.is_open and is_over

    def abort(self) -> None:
        if self.is_open:
            self.is_open = False  # now: that it is lost is told later
            self._transport.abort()

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._transport.close()

    # the transport's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # not uvloop's by name
        self.is_open = True

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's
        return self._room

    def buffer_updated(self, nbytes: int) -> None:
        # What comes unasked is no answer of the next request.
        if self._answer is None or not self._answer.feed(self._room[:nbytes]):
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None:
            self._answer.end(exc)
        self.resume_writing()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    def _go_on(self) -> None:
        if self.is_open:
            self._transport.resume_reading()
