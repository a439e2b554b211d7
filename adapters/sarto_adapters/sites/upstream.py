"""The one server behind a proxy site, and how it is asked."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from sarto.asgi import Scope
from sarto.headers import Headers

try:
    from sarto_adapters.sites.answer import (
        Answer,
        LateUpstreamError,
        SilentUpstreamError,
        StaleError,
    )
except ImportError as missing:
    raise ImportError(
        "Install sarto[serve] to use ProxySite: it reads answers with httptools."
    ) from missing

from sarto_adapters.sites.address import address
from sarto_adapters.sites.asking import BODYLESS, framing, head
from sarto_adapters.sites.connection import Connection
from sarto_adapters.sites.pool import Pool
from sarto_adapters.sites.upload import Upload

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

Hint: TypeAlias = Callable[[list[bytes]], Awaitable[None]]

ROOM: Final = 16_384  # bytes that are read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer, and the connection that they have to themselves."""

    answer: Answer
    connection: Connection
    upload: Upload
    pool: Pool

    def end(self) -> None:
        """Give the connection back; what is not over is cut off."""
        self.upload.stop()
        self.pool.take_back(self.connection)


class Upstream:
    """One origin, `http(s)://host[:port]` or `unix:/path`, and what is open to it.

    `timeout`: seconds to connect, again from the request's end to the answer's start,
    and again for each piece of a body to be taken; a started answer may take its time.
    Raises `SiteError` for any other URL.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        self.address = address(url)
        self.origin = self.address.origin.encode()
        self._host = self.address.authority.encode()
        self._timeout = timeout
        self._room = memoryview(bytearray(ROOM))
        self._pool = Pool(self._opened)
        is_tls = self.address.scheme == "https"
        self._tls = ssl.create_default_context() if is_tls else None

    async def ask(
        self,
        scope: Scope,
        headers: Headers,
        upload: Upload,
        *,
        hint: Hint | None = None,
    ) -> Exchange:
        """Send a request; give the exchange once the answer's head is there.

        `hint` is told the links of early hints (RFC 8297). Raises `LeftError`,
        `SilentUpstreamError`, or ValueError for a request that nobody may make.
        """
        method: str = scope["method"]
        ends = framing(method, upload.length, is_empty=upload.is_empty)
        data = head(scope, self._host, headers, ends) + upload.first()
        may_repeat = upload.is_empty and method in BODYLESS
        is_new = False
        while True:
            connection = await self._pool.lend(is_new=is_new)
            answer = connection.ask(data, is_bodyless=method == "HEAD")
            exchange = Exchange(
                answer=answer, connection=connection, upload=upload, pool=self._pool
            )
            try:
                upload.go_on(connection, self._timeout)
                await begun(answer, hint)
            except BaseException as error:
                was_used = connection.is_used
                exchange.end()
                if not (isinstance(error, StaleError) and was_used and may_repeat):
                    raise
                is_new = True
            else:
                return exchange

    async def dial(self, scope: Scope, fields: Headers) -> "ClientConnection":
        """Open a websocket; raise what `dialled` does."""
        from sarto_adapters.sites.dialling import dialled  # noqa: PLC0415 - an extra

        try:
            async with asyncio.timeout(self._timeout):
                return await dialled(scope, self.address, fields, dial=self._open)
        except TimeoutError:
            raise LateUpstreamError(f"no handshake in {self._timeout} s") from None

    async def aclose(self) -> None:
        self._pool.close()

    async def _opened(self) -> Connection:
        connection = Connection(self._room)
        await self._open(lambda: connection)
        return connection

    async def _open(self, factory: Callable[[], asyncio.BaseProtocol]) -> None:
        loop, to = asyncio.get_running_loop(), self.address
        try:
            async with asyncio.timeout(self._timeout):
                if to.socket:
                    await loop.create_unix_connection(factory, to.socket)
                else:
                    await loop.create_connection(
                        factory, to.name, to.port, ssl=self._tls
                    )
        except OSError as error:  # a timeout is one
            raise SilentUpstreamError(repr(error)) from error


async def begun(answer: Answer, hint: Hint | None) -> None:
    """Wait for the head of an answer."""
    while True:
        if answer.hints:
            hints, answer.hints = answer.hints, []
            if hint is not None:
                await hint(hints)
        if answer.has_head:
            return
        await answer.news()
