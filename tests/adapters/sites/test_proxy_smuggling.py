"""One request stays one request, whatever bytes the visitor sends."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING

import h11
import pytest
from tests.adapters.sites.conftest import _served

from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.adapters.sites.conftest import Dial

    from sarto.asgi import ASGIApp, Message, Receive, Scope, Send

TRAP = b"GET /trap HTTP/1.1\r\nHost: shop\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nHost: shop\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

TRICKS = {
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + TRAP,
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 39\r\n\r\n0\r\n\r\n" + TRAP,
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 34\r\n\r\n" + TRAP,
    "a list of lengths": POST + b"Content-Length: 0, 34\r\n\r\n" + TRAP,
    "a signed length": POST + b"Content-Length: +34\r\n\r\n" + TRAP,
    "chunked that is none": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + TRAP,
    "chunked, then not": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + TRAP,
    "a blank before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + TRAP,
    "a tab before chunked": POST + b"Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" + TRAP,
    "a vertical tab": POST + b"Transfer-Encoding:\x0bchunked\r\nContent-Length: 42\r\n\r\n0\r\n\r\n" + TRAP,
    "a folded line": POST + b"X-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + TRAP,
    "folded chunked": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + TRAP,
    "line feeds only": (POST + b"Content-Length: 0\r\n\r\n").replace(b"\r\n", b"\n") + TRAP,
    "a bare line feed in a value": POST + b"X-A: 1\nContent-Length: 0\r\n\r\n" + TRAP,
    "a bare return in a value": POST + b"X-A: 1\rContent-Length: 34\r\n\r\n" + TRAP,
    "a zero in a name": POST + b"Content-Length\0: 34\r\n\r\n" + TRAP,
    "an underscore": POST + b"Content_Length: 34\r\nTransfer_Encoding: chunked\r\n\r\n" + TRAP,
    "a chunk with a sign": POST + b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n" + TRAP,
    "a chunk in hexadecimal": POST + b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + TRAP,
    "a chunk too big to count": POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 17 + b"0\r\n\r\n" + TRAP,
    "a chunk that ends in line feeds": POST + b"Transfer-Encoding: chunked\r\n\r\n0\n\n" + TRAP,
    "an extension with a line feed": POST + b"Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n22\r\n0\r\n\r\n" + TRAP,
    "a trailer of framing": POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 34\r\n\r\n" + TRAP,
    "GET with a body": b"GET /a HTTP/1.1\r\nHost: shop\r\nContent-Length: 34\r\n\r\n" + TRAP,
    "expectation": POST + b"Expect: 100-continue\r\nContent-Length: 34\r\n\r\n" + TRAP,
    "an upgrade": b"GET /a HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n" + TRAP,
    "a websocket of another version": b"GET /a HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 777\r\nSec-WebSocket-Key: x\r\n\r\n" + TRAP,
    "CONNECT": b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n" + TRAP,
    "an absolute target": b"GET http://evil.example/a HTTP/1.1\r\nHost: shop\r\n\r\n" + TRAP,
    "two hosts": b"GET /a HTTP/1.1\r\nHost: shop\r\nHost: evil.example\r\n\r\n" + TRAP,
    "a host with a path": b"GET /a HTTP/1.1\r\nHost: shop/trap?\r\n\r\n" + TRAP,
    "a blank in the target": b"GET /a HTTP/1.1\r\nX: y HTTP/1.1\r\nHost: shop\r\n\r\n" + TRAP,
}  # fmt: skip


@dataclass
class Seen:
    """What our server took for requests, and what the upstream did."""

    by_us: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    by_upstream: list[tuple[bytes, bytes, bytes]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def clear(self) -> None:
        for each in (self.by_us, self.by_upstream, self.errors):
            each.clear()

    def watched(self, app: ASGIApp) -> ASGIApp:
        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            body = bytearray()

            async def note() -> Message:
                message = await receive()
                body.extend(message.get("body", b""))
                return message

            await app(scope, note if scope["type"] == "http" else receive, send)
            if scope["type"] == "http":
                query = b"?" + scope["query_string"] if scope["query_string"] else b""
                target = scope["raw_path"] + query
                self.by_us.append((scope["method"].encode(), target, bytes(body)))

        return watch

    def hear(self, peer: socket.socket) -> None:
        """Be an upstream that takes nothing but HTTP to the letter."""
        line = h11.Connection(h11.SERVER)
        try:
            with peer:
                while request := self.heard(peer, line):
                    self.by_upstream.append(request)
                    peer.sendall(OK)
                    line.send(
                        h11.Response(
                            status_code=200, headers=[(b"content-length", b"0")]
                        )
                    )
                    line.send(h11.EndOfMessage())
                    line.start_next_cycle()
        except (h11.ProtocolError, OSError) as error:
            if "peer closed" not in str(error):  # a body cut off is no second request
                self.errors.append(error)

    def heard(
        self, peer: socket.socket, line: h11.Connection
    ) -> tuple[bytes, bytes, bytes] | None:
        asked, body = None, b""
        while True:
            event = line.next_event()
            if event is h11.NEED_DATA:
                line.receive_data(peer.recv(65_536))
            elif isinstance(event, h11.Request):
                asked = event
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage) and asked:
                return asked.method, asked.target, body
            else:
                return None


@pytest.fixture(scope="module", params=["h11", "httptools"])
def through(request: pytest.FixtureRequest) -> Iterator[tuple[str, Seen]]:
    """Serve the proxy behind one of uvicorn's parsers; give where, and what is seen."""
    seen = Seen()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            with suppress(OSError):
                while True:
                    peer, _ = listener.accept()
                    threading.Thread(
                        target=seen.hear, args=(peer,), daemon=True
                    ).start()

        thread = threading.Thread(target=run)
        thread.start()
        site = ProxySite(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=2)
        with _served(seen.watched(site), request.param) as url:
            yield url, seen
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


@pytest.mark.parametrize("trick", TRICKS)
def test_the_upstream_reads_what_our_server_read(
    through: tuple[str, Seen], dial: Dial, trick: str
) -> None:
    url, seen = through
    seen.clear()
    with dial(url) as visitor:
        visitor.send(TRICKS[trick])
        sleep(0.15)  # whether more than one answer comes is what is asked
    sleep(0.05)
    assert seen.errors == []
    assert all(request in seen.by_us for request in seen.by_upstream)
    assert len(seen.by_upstream) <= len(seen.by_us)
    assert not any(target.startswith(b"http") for _, target, _ in seen.by_upstream)
