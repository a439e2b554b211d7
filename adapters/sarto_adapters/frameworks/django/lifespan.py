"""The start and the stop of a server, which Django itself knows nothing of."""

from dataclasses import dataclass
from typing import Any

from django.core.handlers.asgi import ASGIHandler

from sarto.asgi import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Lived:
    """Django, and an answer to what raises `ValueError` there (asgi.py, `__call__`).

    So Sarto hears of the stop, and lets go of its stores.
    """

    application: ASGIApp

    @classmethod
    def of(cls, application: ASGIApp | ASGIHandler) -> ASGIApp:
        """Stand before Django's own handler; others may answer for themselves."""
        django: Any = application  # whose types say less of a scope than ours
        return cls(django) if isinstance(application, ASGIHandler) else django

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.application(scope, receive, send)
            return
        word = ""
        while word != "lifespan.shutdown":
            word = (await receive())["type"]
            await send({"type": f"{word}.complete"})
