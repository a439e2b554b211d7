"""A websocket through the proxy: the visitor's on one side, the upstream's on another.

Each side's server answers pings, unpacks and joins fragments for itself; a message is
held whole, one at a time each way, and who does not read makes the other side wait.
"""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from typing import Final, NamedTuple, cast

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from sarto.asgi import Receive, Scope, Send
from sarto.headers import Headers
from sarto_adapters.sites.dialling import RefusedError, fields_of
from sarto_adapters.sites.trouble import trouble

NORMAL: Final = 1000
AWAY: Final = 1001
BAD_GATEWAY: Final = 1014
UNSAID: Final = 1005
NEVER_SENT: Final = frozenset({UNSAID, 1006, 1015})  # RFC 6455 §7.4.1
ANSWERS: Final = "websocket.http.response"


class Farewell(NamedTuple):
    """How a side closed."""

    code: int
    reason: str


__all__ = ["RefusedError", "answer", "fields_of", "joined", "refuse"]


async def joined(
    upstream: ClientConnection, headers: Headers, receive: Receive, send: Send
) -> None:
    """Pass messages both ways until one side closes; then close the other likewise."""
    accepted = {"type": "websocket.accept", "subprotocol": upstream.subprotocol}
    try:
        await send({**accepted, "headers": headers})
    except BaseException:
        await upstream.close(AWAY)
        raise
    there = asyncio.create_task(to_upstream(upstream, receive))
    back = asyncio.create_task(to_visitor(upstream, send))
    farewell = Farewell(AWAY, "")
    try:
        await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        if there.done():
            farewell = there.result()
        else:
            said = back.result()
            message = {"type": "websocket.close", "code": said.code}
            await send({**message, "reason": said.reason})
    finally:
        for way in (there, back):
            way.cancel()
        await asyncio.gather(there, back, return_exceptions=True)
        with suppress(WebSocketException, OSError):
            await upstream.close(*farewell)


async def to_upstream(upstream: ClientConnection, receive: Receive) -> Farewell:
    """Pass on what the visitor says, until he leaves."""
    while (message := await receive())["type"] != "websocket.disconnect":
        text: str | None = message.get("text")
        try:
            await upstream.send(
                cast("bytes", message["bytes"]) if text is None else text
            )
        except ConnectionClosed:
            await asyncio.Event().wait()  # the other way tells how
    code: int = message.get("code") or NORMAL
    if code in NEVER_SENT:
        code = NORMAL if code == UNSAID else AWAY
    return Farewell(code, message.get("reason") or "")


async def to_visitor(upstream: ClientConnection, send: Send) -> Farewell:
    """Pass on what the upstream says, until it closes or breaks off."""
    while True:
        try:
            data = await upstream.recv()
        except ConnectionClosed as error:
            told = error.rcvd or error.sent  # we close on what is too big
            if told is None:
                return Farewell(BAD_GATEWAY, "")
            code = NORMAL if told.code in NEVER_SENT else told.code
            return Farewell(code, told.reason)
        kind = "text" if isinstance(data, str) else "bytes"
        await send({"type": "websocket.send", kind: data})


async def refuse(scope: Scope, send: Send, status: HTTPStatus) -> None:
    """Refuse a handshake with a page of ours."""
    await answer(scope, send, status, *trouble(scope, status))


async def answer(
    scope: Scope, send: Send, status: int, headers: Headers, body: bytes
) -> None:
    """Refuse a handshake with an answer, or plainly where the server knows no other."""
    if ANSWERS not in (scope.get("extensions") or ()):
        await send({"type": "websocket.close", "code": NORMAL, "reason": ""})
        return
    begun = {"type": f"{ANSWERS}.start", "status": status, "headers": headers}
    await send(begun)
    await send({"type": f"{ANSWERS}.body", "body": body})
