"""A Sarto that is built late: what its author must know at once, or visitors will.

Some frameworks build their middleware only when the server calls them. An error raised
within `lifespan` is taken for "no lifespan here", and the site starts all the same; one
raised within a request is that visitor's. There a mistake is told in the way that ASGI
has for it, so that the server stops; without `lifespan` the site answers alone.

What coroutines of the site's own build is none of that: who awaits them hears of it as
of any error, and nobody tells that Sarto of the start any more.
"""

from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, currentframe
from typing import TYPE_CHECKING, Any, Final, cast

from sarto.asgi import Receive, Scope, Send

if TYPE_CHECKING:
    from types import FrameType

NEAR: Final = 9  # frames between who builds the middleware and who got the scope
TYPES: Final = frozenset({"http", "lifespan", "websocket"})  # other scopes are others'
ASYNC: Final = CO_ASYNC_GENERATOR | CO_COROUTINE


def within() -> str | None:
    """Tell of what type the scope is in which all this is built; `None`: in none."""
    frame: FrameType | None = currentframe()
    for _ in range(NEAR):
        if frame is None:
            return None
        scope: Any = frame.f_locals.get("scope")
        if isinstance(scope, dict):
            kind: object = cast("Scope", scope).get("type")
            if isinstance(kind, str) and kind in TYPES:
                return kind
        if frame.f_code.co_flags & ASYNC:
            return None
        frame = frame.f_back
    return None


async def refused(scope: Scope, receive: Receive, send: Send, error: Exception) -> bool:
    """Stop the start, where there is one; `False`: the site answers alone."""
    if scope["type"] != "lifespan":
        return False
    await receive()
    await send({"type": "lifespan.startup.failed", "message": str(error)})
    return True
