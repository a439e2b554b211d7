"""What stands around and inside of a Litestar application that has Sarto before it."""

import re
from dataclasses import replace
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.response_cache import ResponseCacheConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from sarto import Sarto, Visitor, visitor
from sarto_adapters.frameworks.before import Before

UNKEPT = (
    "An answer is not kept by Litestar's cache: its code asked who the visitor is, and "
    "others would be given it. Mark the slot by an attribute, which is cut afterwards, "
    "or take `cache` off its route"
)


class First(ASGIMiddleware):
    """Puts Sarto before the whole application: at its start, or at a first request.

    The second is for servers and tests that start nothing (`lifespan="off"`): there it
    stands behind the router until a route of the site was found once.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, before: Before) -> None:
        self.before = before
        self.is_put = False

    @property
    def sarto(self) -> Sarto:
        return self.before.sarto

    def put(self, app: Litestar) -> None:
        """Put it before; once, for an application may be started again."""
        if not self.is_put:
            self.is_put = True
            around: Any = app  # whose types tell more of a scope than ours
            around.asgi_handler = self.before(around.asgi_handler)

    async def end(self) -> None:
        """Let go of the stores: what stops the server is not asked through Sarto."""
        await self.sarto.end({"type": "lifespan"})

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Let a request through, or through Sarto, where it did not pass it yet."""
        if self.is_put:
            await next_app(scope, receive, send)
            return
        self.put(scope["litestar_app"])
        through: Any = self.sarto
        await through(scope, receive, send)


class Encoding(ASGIMiddleware):
    """Says of answers in plain bytes that Litestar would have encoded them.

    Sarto asks for plain bytes, and encodes itself what would have been encoded. By
    itself Litestar says nothing of that on an answer that it does not encode.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, compression: CompressionConfig) -> None:
        without = compression.exclude
        each = [without] if isinstance(without, str) else without or ()
        self.without = re.compile("|".join(each)) if each else None
        self.exclude_opt_key = compression.exclude_opt_key

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Add the word where it is we who asked."""

        async def spoken(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.extend_header_value("vary", "Accept-Encoding")
            await send(message)

        is_ours = visitor(scope).plan.can_change and not self.leaves(scope["path"])
        await next_app(scope, receive, spoken if is_ours else send)

    def leaves(self, path: str) -> bool:
        """Whether Litestar is told to leave a path as it is."""
        return self.without is not None and self.without.search(path) is not None


def unkept(kept: ResponseCacheConfig, sarto: Sarto) -> ResponseCacheConfig:
    """Let Litestar keep no answer for all that was made for one."""
    current, may_keep = sarto.current, kept.cache_response_filter
    if current is None:  # it is switched off
        return kept

    def filtered(scope: HTTPScope, status: int) -> bool:
        if not is_asked(visitor(scope)):
            return may_keep(scope, status)
        current.site.failures.tell("litestar", UNKEPT)
        return False

    return replace(kept, cache_response_filter=filtered)


def is_asked(found: Visitor) -> bool:
    """Whether the site's code asked anything of a visitor, before its answer starts.

    `facts` are made when somebody asks for them, and Sarto does so later. What is told
    beside them is noticed where no rule of the page reads it.
    """
    return found.is_asked or "facts" in vars(found) or found.has_strayed
