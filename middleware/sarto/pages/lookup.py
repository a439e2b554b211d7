"""`GET key`: the edge asks for the classes of a visitor; nobody else finds it.

It changes nothing and sets no cookie. Who sends no cookie is as others with the very
same headers: their answer is remembered as long as the edge may keep it.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

from sarto.asgi import Scope, Send
from sarto.cache.decisions import IS_KEYED, DecisionCache
from sarto.headers import Headers
from sarto.site.looking import Looking, policy
from sarto.site.visitor import Visitor

Resolve: TypeAlias = Callable[[Visitor, Scope], Awaitable[None]]
Told: TypeAlias = tuple[datetime, Headers]  # until when it holds


class Lookup:
    """Answers the look-ups of one version of a site."""

    def __init__(self, looking: Looking, resolve: Resolve | None) -> None:
        self._looking = looking
        self._resolve = resolve
        self._known = DecisionCache[Told](looking.inputs)

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer the edge."""
        headers = await self.headers(scope)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def headers(self, scope: Scope) -> Headers:
        """Tell of whoever asks."""
        now = self._looking.site.sources.clock()
        key = self._known.inputs.key(scope) if self._is_anybodys(scope) else None
        found = None if key is None else self._known.get(key, now)
        if found is None:
            found = self._looking.told(await self._met(scope))
            if key is not None:
                self._known.put(key, now, found[0], found)
        until, headers = found
        return [*policy(now, until, self._looking.early), *headers]

    def _is_anybodys(self, scope: Scope) -> bool:
        """Whether others with the same headers are told the same."""
        is_alone = any(pair[0] == b"cookie" for pair in scope["headers"])
        return IS_KEYED and self._resolve is None and not is_alone

    async def _met(self, scope: Scope) -> Visitor:
        visitor = self._looking.visitor(scope)
        await visitor.load()
        if self._resolve is not None:
            await self._resolve(visitor, scope)
        return visitor
