"""What every site answers when it is not asked over HTTP."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.proxy import ProxySite
from sarto_adapters.sites.static import StaticSite

if TYPE_CHECKING:
    from pathlib import Path

    from sarto.asgi import ASGIApp, Message


@pytest.fixture(params=["static", "proxy"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> ASGIApp:
    return (
        StaticSite(tmp_path)
        if request.param == "static"
        else ProxySite("http://127.0.0.1:9")
    )


def test_a_websocket_is_refused(site: ASGIApp) -> None:
    sent = _play(site, "websocket", [{"type": "websocket.connect"}])
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_an_unknown_scope_is_an_error(site: ASGIApp) -> None:
    with pytest.raises(NotImplementedError, match="not 'telnet'"):
        _play(site, "telnet", [])


def test_lifespan_is_answered(site: ASGIApp) -> None:
    asked: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent = _play(site, "lifespan", asked)
    assert [message["type"] for message in sent] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


def _play(app: ASGIApp, kind: str, messages: list[Message]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        await app({"type": kind, "path": "/"}, receive, send)

    asyncio.run(run())
    return sent
