"""A reverse proxy between real sockets: nothing waits for the whole."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

import httpx

from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from tests.adapters.sites.conftest import (
        Ask,
        Dial,
        Line,
        Serve,
        Serving,
        Start,
    )

    from sarto.asgi import Message, Receive, Scope, Send

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_an_answer_streams_as_it_comes(serve: Serve, raw: Start, dial: Dial) -> None:
    is_seen = threading.Event()

    def script(peer: Line, _: bytes) -> None:
        peer.send(CHUNKED + b"5\r\nfirst\r\n")
        assert is_seen.wait(10)
        peer.send(b"4\r\nlast\r\n0\r\n\r\n")

    with dial(serve(ProxySite(raw(script).url))) as visitor:
        visitor.ask("/")
        visitor.until(b"first\r\n")
        is_seen.set()
        assert visitor.until(b"0\r\n\r\n") == b"4\r\nlast\r\n0\r\n\r\n"


def test_a_request_streams_as_it_comes(serve: Serve, raw: Start, dial: Dial) -> None:
    is_seen = threading.Event()

    def script(peer: Line, head: bytes) -> None:
        assert b"transfer-encoding: chunked\r\n" in head.lower()
        if not head.endswith(b"first\r\n"):
            peer.until(b"first\r\n")
        is_seen.set()
        peer.until(b"4\r\nlast\r\n0\r\n\r\n")
        peer.send(OK)

    with dial(serve(ProxySite(raw(script).url))) as visitor:
        visitor.ask("/", "Transfer-Encoding: chunked", method="POST")
        visitor.send(b"5\r\nfirst\r\n")
        assert is_seen.wait(10)
        visitor.send(b"4\r\nlast\r\n0\r\n\r\n")
        visitor.until(b"\r\n\r\nok")


def test_a_big_body_comes_back_whole(serve: Serve) -> None:
    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        is_more = True
        while is_more:
            message = await receive()
            is_more = message["more_body"]
            await send(
                {
                    "type": "http.response.body",
                    "body": message["body"],
                    "more_body": is_more,
                }
            )

    body = bytes(range(256)) * 20_000
    url = serve(ProxySite(serve(echo)))
    with httpx.Client() as client:
        for _ in range(3):
            assert client.post(url, content=body).content == body


def test_a_body_waits_for_100_continue_from_us_alone(
    serve: Serve, raw: Start, dial: Dial
) -> None:
    upstream = raw(OK)
    with dial(serve(ProxySite(upstream.url))) as visitor:
        fields = ("Expect: 100-continue", "Content-Length: 4")
        visitor.ask("/", *fields, method="PUT")
        visitor.until(b"HTTP/1.1 100 ")
        visitor.send(b"body")
        visitor.until(b"\r\n\r\nok")
    assert b"expect" not in upstream.heads[0].lower()


def test_a_started_answer_may_pause_longer_than_the_timeout(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    def script(peer: Line, _: bytes) -> None:
        peer.send(CHUNKED)
        time.sleep(2)
        peer.send(b"4\r\nnews\r\n0\r\n\r\n")

    said = ask(serve(ProxySite(raw(script).url, timeout=1.5)), "/")
    assert said.endswith(b"4\r\nnews\r\n0\r\n\r\n")


def test_work_after_the_last_byte_is_not_stopped(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    is_done = threading.Event()
    site = ProxySite(raw(OK).url)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def remember(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                for _ in range(20):
                    await asyncio.sleep(0.01)
                is_done.set()

        await site(scope, receive, remember if scope["type"] == "http" else send)

    ask(serve(app), "/")
    assert is_done.wait(5)


def test_connections_are_kept_and_closed_at_shutdown(
    serving: Serving, raw: Start, ask: Ask
) -> None:
    def script(peer: Line, _: bytes) -> None:
        peer.send(OK)
        peer.until(b"GET /2 ")
        peer.send(OK)
        if peer.take() == b"":
            raise ConnectionAbortedError

    upstream = raw(script)
    with serving(ProxySite(upstream.url)) as url:
        assert ask(url, "/1").endswith(b"ok")
        assert ask(url, "/2").endswith(b"ok")
        assert not upstream.is_hung_up.is_set()
    assert upstream.is_hung_up.wait(5)


def test_what_follows_a_304_comes_on_the_same_connection(
    serving: Serving, raw: Start, dial: Dial
) -> None:
    upstream = raw(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")
    with serving(ProxySite(upstream.url), "httptools") as url, dial(url) as visitor:
        for _ in range(2):
            visitor.send(b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert visitor.until(b"\r\n\r\n").startswith(b"HTTP/1.1 304 ")
