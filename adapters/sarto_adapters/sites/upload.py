"""A request's body on its way to the upstream, and the visitor at its other end."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Self, TypeVar

from sarto.asgi import Message, Receive

T = TypeVar("T")


class Upload:
    """One request's body, read once, piece by piece, as the upstream takes it."""

    def __init__(self, receive: Receive, *, first: Message) -> None:
        self._receive = receive
        self._first = first
        self._is_read = asyncio.Event()
        self._has_left = False
        self.is_empty = not first.get("body") and not first.get("more_body")
        if self.is_empty:
            self._is_read.set()
        self._note(first)

    @classmethod
    async def begun(cls, receive: Receive) -> Self:
        """Wait for the first message: over HTTP/2 nothing else tells of a body."""
        return cls(receive, first=await receive())

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in the pieces the server hands out, none of them empty.

        A body whose visitor left has no end and gets none: it waits to be cancelled.
        """
        message = self._first
        while not self._has_left:
            if body := message.get("body"):
                yield body
            if not message.get("more_body"):
                self._is_read.set()
                return
            message = await self._receive()
            self._note(message)
        await asyncio.Event().wait()

    async def unless_left(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Do the work, or stop it and return None when the visitor hangs up."""
        task, watch = asyncio.create_task(work), asyncio.create_task(self._left())
        try:
            await asyncio.wait((task, watch), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            watch.cancel()
            await asyncio.gather(task, watch, return_exceptions=True)

    async def _left(self) -> None:
        # Two may not read at once: the hanging up is looked for after the body.
        await self._is_read.wait()
        while not self._has_left:
            self._note(await self._receive())

    def _note(self, message: Message) -> None:
        if message["type"] == "http.disconnect":
            self._has_left = True
            self._is_read.set()
