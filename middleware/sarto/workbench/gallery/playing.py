"""An application asked in this very process, one request after another.

In: a scope. Out: the whole answer. Its lifespan is begun before and ended after, as a
server does it; what it raises is an answer of status 500 with nothing in it.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Self

from sarto.asgi import ASGIApp, Message, Scope
from sarto.headers import Headers, first, listed
from sarto.site.dress import is_html

LONGEST = 30.0  # seconds for one answer, or for a start
FAILED = 500
START, BODY = "http.response.start", "http.response.body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a request."""

    status: int = FAILED
    headers: Headers = field(default_factory=list[tuple[bytes, bytes]])
    body: bytes = b""

    @property
    def kind(self) -> bytes:
        """Its Content-Type."""
        return first(self.headers, b"content-type") or b""

    @property
    def is_page(self) -> bool:
        is_plain = first(self.headers, b"content-encoding") is None
        return self.status < 400 and is_html(self.kind) and is_plain  # noqa: PLR2004 - the first error


class Playing:
    """Plays requests while it is open: `with Playing(app) as playing: ...`.

    The application has a loop and a thread of its own, wherever it is asked from.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._is_open = Event()
        self._thread = Thread(target=self._run, name="sarto-gallery", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._is_open.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._loop is not None and self._over is not None:
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def ask(self, scope: Scope) -> Answer:
        """Ask for what a scope says."""
        if self._loop is None or not self._thread.is_alive():
            return Answer()
        return asyncio.run_coroutine_threadsafe(self._asked(scope), self._loop).result()

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        finally:
            self._is_open.set()  # whatever happened, nobody waits for ever

    async def _live(self) -> None:
        """Start the application as a server does, wait, and stop it."""
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        told: asyncio.Queue[Message] = asyncio.Queue()
        said = asyncio.Event()
        life = asyncio.create_task(self._lifespan(told, said))
        await told.put({"type": "lifespan.startup"})
        await within(said.wait())
        self._is_open.set()
        await self._over.wait()
        await told.put({"type": "lifespan.shutdown"})
        await within(life)

    async def _lifespan(
        self, told: "asyncio.Queue[Message]", said: asyncio.Event
    ) -> None:
        async def send(_message: Message) -> None:
            said.set()

        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        with suppress(Exception):  # it has no lifespan
            await self._app(scope, told.get, send)
        said.set()

    async def _asked(self, scope: Scope) -> Answer:
        messages: list[Message] = []
        body: list[Message] = [{"type": "http.request", "body": b""}]
        is_over = asyncio.Event()

        async def receive() -> Message:
            if not body:
                await is_over.wait()
            return body.pop() if body else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            messages.append(message)
            if message["type"] == BODY and not message.get("more_body", False):
                is_over.set()

        try:
            async with asyncio.timeout(LONGEST):
                await self._app(scope, receive, send)
        except Exception:  # noqa: BLE001 - a site's own code raises anything
            return Answer()
        return read(messages)


async def within(what: Awaitable[object]) -> None:
    """Wait for something, and no longer than is right."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            await what


def read(messages: list[Message]) -> Answer:
    """Put an answer together."""
    start = next((m for m in messages if m["type"] == START), None)
    if start is None:
        return Answer()
    bodies = (m.get("body", b"") for m in messages if m["type"] == BODY)
    return Answer(
        status=start["status"],
        headers=listed(start.get("headers")),
        body=b"".join(bodies),
    )
