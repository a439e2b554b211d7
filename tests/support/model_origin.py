"""An origin of a few lines before which a model cache is tried."""

import asyncio
from typing import Any

from support.model_cache import Cache
from support.model_http import Answered, Asked


class Origin:
    """Answers with its count, and with the headers that a test sets."""

    def __init__(self, **more: Any) -> None:
        self.now = 1_000_000.0
        self.headers: dict[str, str] = {}
        self.status = 200
        self.cookies: tuple[str, ...] = ()
        self.asked: list[Asked] = []
        self.cache = Cache(self, lambda: self.now, **more)

    async def __call__(self, asked: Asked) -> Answered:
        self.asked.append(asked)
        if self.status == 304:
            return Answered(304, dict(self.headers))
        body = f"body {len(self.asked)}".encode()
        return Answered(self.status, dict(self.headers), body, self.cookies)

    def ask(
        self,
        target: str = "/",
        *,
        method: str = "GET",
        after: float = 0.0,
        **headers: str,
    ) -> Answered:
        self.now += after
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = Asked(target, {"host": "a.example", **fields}, method)
        return asyncio.run(self.cache.ask(asked))

    def says(self, status: int = 200, **headers: str) -> None:
        self.status = status
        self.headers = {k.replace("_", "-"): v for k, v in headers.items()}

    def lasts(self, seconds: float) -> bool:
        """Whether what is asked now is answered so much later without the origin."""
        before = self.ask()
        return self.ask(after=seconds).body == before.body
