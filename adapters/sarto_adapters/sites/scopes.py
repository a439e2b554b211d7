"""What a site answers when it is not asked over HTTP."""

from collections.abc import Awaitable, Callable

from sarto.asgi import Receive, Scope, Send


async def nothing() -> None:
    """Have nothing to close."""


async def answer_other(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    close: Callable[[], Awaitable[None]] = nothing,
) -> None:
    """Answer lifespan, refuse a websocket; raise NotImplementedError for the rest."""
    if scope["type"] == "lifespan":
        await _live(receive, send, close)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000, "reason": ""})
    else:
        raise NotImplementedError(f"A site answers HTTP only, not {scope['type']!r}.")


async def _live(
    receive: Receive, send: Send, close: Callable[[], Awaitable[None]]
) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await close()
    await send({"type": "lifespan.shutdown.complete"})
