"""The upstream's side of a websocket, from the handshake on.

Never: a handshake that is followed elsewhere, or asked of anybody but the upstream.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.http11 import Response
from websockets.protocol import State
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

from sarto.asgi import Scope
from sarto.headers import Headers
from sarto_adapters.sites.address import Address
from sarto_adapters.sites.answer import SilentUpstreamError
from sarto_adapters.sites.asking import checked, target

LARGEST: Final = 16 * 1024 * 1024  # bytes of a message, as uvicorn has it
LAST_WORDS: Final = 2  # seconds for the upstream to answer our close
OWN: Final = b"sec-websocket-"  # fields of one handshake

Dial: TypeAlias = Callable[[Callable[[], asyncio.BaseProtocol]], Awaitable[None]]


class RefusedError(Exception):
    """Raised when the upstream answers a handshake with a status of its own."""

    def __init__(self, response: Response) -> None:
        self.status, self.headers = response.status_code, fields_of(response)
        self.body = bytes(response.body or b"")
        super().__init__(self.status)


async def dialled(
    scope: Scope, to: Address, fields: Headers, *, dial: Dial
) -> ClientConnection:
    """Shake hands with the upstream.

    `dial` connects what a factory makes. Raises `RefusedError`, `SilentUpstreamError`,
    or ValueError for fields that nobody may send.
    """
    path, _, query = target(scope).decode().partition("?")
    uri = WebSocketURI(to.scheme == "https", to.name, to.port, path, query)
    asked = [Subprotocol(name) for name in scope.get("subprotocols") or ()]
    protocol = ClientProtocol(uri, subprotocols=asked or None, max_size=LARGEST)
    connection = ClientConnection(protocol, max_queue=1, close_timeout=LAST_WORDS)
    told = [(n.decode(), v.decode("latin-1")) for n, v in checked(fields)]
    await dial(lambda: connection)
    try:
        await connection.handshake([pair for pair in told if not is_own(pair[0])], None)
    except InvalidStatus as error:
        raise RefusedError(error.response) from None
    except (WebSocketException, OSError, EOFError) as error:
        raise SilentUpstreamError(f"no handshake: {error!r}") from error
    finally:
        if connection.state is not State.OPEN:
            connection.transport.abort()
    connection.start_keepalive()
    return connection


def is_own(name: str) -> bool:
    return name.startswith(OWN.decode())


def fields_of(response: Response | None) -> Headers:
    """List an upstream's fields but those of its own handshake."""
    pairs = response.headers.raw_items() if response else ()
    found = [(n.lower().encode(), v.encode("latin-1")) for n, v in pairs]
    return [pair for pair in found if not pair[0].startswith(OWN)]
