"""Caches as people put them around an application, and one that heeds nothing."""

from typing import Any

from support.play import Played


class Cache:
    """Keeps answers by their paths; what is private, only where it is deaf to that."""

    is_deaf = False

    def __init__(self, app: Any) -> None:
        self.app = app
        self.kept: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        self.vary: dict[str, list[bytes]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key(scope)
        if key not in self.kept:
            heard = Played()

            async def hear(message: dict[str, Any]) -> None:
                heard.messages.append(message)

            await self.app(scope, receive, hear)
            said = (heard.header("cache-control") or "").lower()
            if not self.is_deaf and ("private" in said or "no-store" in said):
                self.kept.pop(key, None)
                await self.tell(heard.messages, send)
                return
            self.vary[scope["path"]] = (
                (heard.header("vary") or "").lower().encode().split(b", ")
            )
            key = self.key(scope)
            self.kept[key] = heard.messages
        await self.tell(self.kept[key], send)

    async def tell(self, messages: list[dict[str, Any]], send: Any) -> None:
        for message in messages:
            await send(message)

    def key(self, scope: Any) -> tuple[Any, ...]:
        """Name an answer by its path, and by the fields that it varies on."""
        varies = self.vary.get(scope["path"], [])
        return (scope["path"], *(v for n, v in scope["headers"] if n in varies))


CacheMiddleware = type(
    "CacheMiddleware", (Cache,), {"is_deaf": True, "__module__": "asgi_caches"}
)
