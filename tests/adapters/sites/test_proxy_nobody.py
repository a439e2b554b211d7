"""What is asked of nobody: another site, and ourselves again and again."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.forwarding import MOST_TURNS
from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.adapters.sites.conftest import Dial, Serve

HANDSHAKE = (
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)


@pytest.fixture
def nobody() -> Iterator[socket.socket]:
    """Listen, and notice who comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield listener
        with pytest.raises(BlockingIOError):
            listener.accept()


def address(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_handshake_with_another_site_is_a_mistake(
    serve: Serve, dial: Dial, nobody: socket.socket
) -> None:
    with dial(serve(ProxySite(address(nobody)))) as visitor:
        visitor.ask("http://elsewhere.example/", *HANDSHAKE)
        assert visitor.until(b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("fields", [(), HANDSHAKE])
def test_who_comes_round_again_and_again_is_let_go(
    serve: Serve, dial: Dial, nobody: socket.socket, fields: tuple[str, ...]
) -> None:
    turns = ", ".join(["1.1 sarto"] * MOST_TURNS)
    with dial(serve(ProxySite(address(nobody)))) as visitor:
        visitor.ask("/", f"Via: {turns}", *fields)
        assert visitor.until(b"\r\n\r\n").startswith(b"HTTP/1.1 502 ")
