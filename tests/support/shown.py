"""Requests played through the parts of a site, as they are measured: what was shown."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sarto.compose.page import Page
from sarto.config.config import Config
from sarto.decide.decision import Decision
from sarto.site.answer import Answer
from sarto.site.compile import compile_site
from sarto.site.visitor import PINS, Visitor
from support.play import Played, html, scope_of
from support.shared_site import Texts

TRIAL = """
[signals.booked]
on = "POST /book"
[experiments.photo]
arms = { control = 50, photo = 50 }
goal = "booked"
"""


@dataclass
class Measured:
    """One site, asked by somebody whose arms are known."""

    rules: str
    app: Any = None
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    folder: Path = Path(gettempdir())

    def __post_init__(self) -> None:
        config = Config.loads(self.rules + TRIAL, folder=self.folder)
        self.site = compile_site(config, fragments=Texts(self.texts))
        self.visitor: Visitor | None = None
        self.played = Played()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as the middleware does."""
        visitor = self.visitor = self.site.meet(scope)
        visitor.is_measured = True
        serve = visitor.serve() if visitor.plan.swaps else None
        answer = Answer(self.site, visitor, scope, serve)
        given = (answer.edits, self.site.failures, answer.find, visitor.inserted)
        page = Page(send, *given, going=visitor.going)
        app = self.app or html('<p data-sarto="hero">own</p>')
        try:
            await app(answer.asked(), visitor.hearing(receive), page.send)
        finally:
            await page.close()

    def shown(
        self,
        arm: str | None = None,
        path: str = "/",
        *,
        pins: Mapping[str, object] | None = None,
        **more: Any,
    ) -> tuple[Decision, ...]:
        """Ask for a page in an arm; give what was shown of it."""
        pinned = {**({"arm.photo": arm} if arm else {}), **(pins or {})}
        scope = scope_of(path, **{PINS: pinned} if pinned else {}, **more)
        self.played = Played()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            self.played.messages.append(message)

        asyncio.run(self(scope, receive, send))
        assert self.visitor is not None
        return self.visitor.shown()

    def arms(self, arm: str | None = None, path: str = "/", **more: Any) -> list[str]:
        """Name what was shown: the place, the arm, the fragment."""
        return [
            f"{each.place.key} {each.arm} {each.fragment}"
            for each in self.shown(arm, path, **more)
        ]
