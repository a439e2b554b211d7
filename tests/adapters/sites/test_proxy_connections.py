"""Kept connections to the upstream: used again, and never for what is not theirs."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn

from sarto_adapters.sites import pool
from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from pathlib import Path

    from tests.adapters.sites.conftest import Ask, Line, Serve, Start

    from sarto.asgi import Message, Receive, Scope, Send

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_a_stale_connection_is_noticed_by_who_may_ask_again(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    asked: list[bytes] = []

    def script(peer: Line, head: bytes) -> None:
        asked.append(head[:4])
        peer.send(OK)
        if len(asked) == 1:
            asked.append(peer.until(b"\r\n\r\n")[:4])  # takes it, and hangs up

    url = serve(ProxySite(raw(script).url))
    assert ask(url, "/1").endswith(b"ok")
    assert ask(url, "/2").endswith(b"ok")
    assert asked == [b"GET "] * 3


@pytest.mark.parametrize("body", ["Content-Length: 0", "X-A: 1"])
def test_what_may_have_been_done_is_not_asked_again(
    serve: Serve, raw: Start, ask: Ask, body: str
) -> None:
    asked: list[bytes] = []

    def script(peer: Line, head: bytes) -> None:
        asked.append(head[:4])
        peer.send(OK)
        asked.append(peer.until(b"\r\n\r\n")[:4])

    url = serve(ProxySite(raw(script).url))
    assert ask(url, "/1").endswith(b"ok")
    assert ask(url, "/2", body, method="POST").startswith(b"HTTP/1.1 502 ")
    assert asked == [b"GET ", b"POST"]


def test_a_fresh_connection_that_says_nothing_is_not_tried_twice(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    upstream = raw(b"")
    assert ask(serve(ProxySite(upstream.url)), "/").startswith(b"HTTP/1.1 502 ")
    assert len(upstream.heads) == 1


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("GET", b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 9\r\n\r\n'),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET", b"HTTP/1.1 100 Continue\r\n\r\n" + OK),
        ("GET", b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n" + OK),
        (
            "GET",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
            b"2\r\nok\r\n0\r\nX-T: 1\r\n\r\n",
        ),
    ],
)
def test_what_follows_an_answer_is_the_next_one(
    serve: Serve, raw: Start, ask: Ask, method: str, answer: bytes
) -> None:
    def script(peer: Line, head: bytes) -> None:
        peer.send(answer)
        peer.until(b"GET /2 ")
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond")

    upstream = raw(script)
    url = serve(ProxySite(upstream.url))
    said = ask(url, "/1", method=method)
    assert b"x-t" not in said.lower()
    assert b"link" not in said.lower()
    assert said.count(b"HTTP/1.1") == 1
    assert ask(url, "/2").endswith(b"\r\n\r\nsecond")
    assert len(upstream.heads) == 1  # the second request came on the same connection


def test_a_body_of_an_answer_to_head_is_nobodys_answer(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    def script(peer: Line, head: bytes) -> None:
        if head.startswith(b"HEAD "):
            peer.send(OK.removesuffix(b"ok"))
            peer.take()  # the next one, were it to come here
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")
        else:
            peer.send(OK)

    url = serve(ProxySite(raw(script).url))
    assert ask(url, "/1", method="HEAD").startswith(b"HTTP/1.1 200 ")
    assert ask(url, "/2").endswith(b"\r\n\r\nok")


@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_what_an_upstream_says_unasked_is_nobodys_answer(
    serve: Serve, raw: Start, ask: Ask, pause: float
) -> None:
    def script(peer: Line, head: bytes) -> None:
        if b"/1 " not in head:
            peer.send(OK)
            return
        peer.send(OK if pause else OK + OK.replace(b"ok", b"no"))
        time.sleep(pause)
        if pause:
            peer.send(OK.replace(b"ok", b"no"))
        while peer.take():
            pass

    url = serve(ProxySite(raw(script).url))
    assert ask(url, "/1").endswith(b"\r\n\r\nok")
    time.sleep(2 * pause)
    assert ask(url, "/2").endswith(b"\r\n\r\nok")


@pytest.mark.parametrize("told", [b"Connection: close\r\n", b""])
def test_an_upstream_that_wants_to_close_is_let_go(
    serve: Serve, raw: Start, ask: Ask, told: bytes
) -> None:
    version = b"1.1" if told else b"1.0"
    answer = OK.replace(b"1.1", version).replace(b"Content", told + b"Content")
    upstream = raw(answer)
    url = serve(ProxySite(upstream.url))
    for path in ("/1", "/2"):
        assert ask(url, path).endswith(b"ok")
    assert len(upstream.heads) == 2


def test_a_connection_that_idles_is_closed(
    serve: Serve, raw: Start, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "LONGEST_IDLE", 0.1)

    def script(peer: Line, _: bytes) -> None:
        peer.send(OK)
        if peer.take() == b"":
            raise ConnectionAbortedError

    upstream = raw(script)
    assert ask(serve(ProxySite(upstream.url)), "/").endswith(b"ok")
    assert upstream.is_hung_up.wait(5)


def test_an_old_connection_makes_place_so_that_names_are_looked_up_anew(
    serve: Serve, raw: Start, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "OLDEST", 0.0)
    upstream = raw(OK)
    url = serve(ProxySite(upstream.url))
    for path in ("/1", "/2"):
        assert ask(url, path).endswith(b"ok")
    assert len(upstream.heads) == 2


def test_a_unix_socket_is_an_upstream(serve: Serve, ask: Ask, tmp_path: Path) -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        host = dict(scope["headers"])[b"host"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"at " + host})

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "site.sock"))
        listener.listen()
        config = uvicorn.Config(app, lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            said = ask(serve(ProxySite(f"unix:{tmp_path}/site.sock")), "/")
        finally:
            server.should_exit = True
            thread.join(20)
    assert b"at localhost" in said


def test_early_hints_are_passed_on_where_the_server_can(raw: Start) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nLink: </b.css>\r\n\r\n"
    upstream = raw(hints + hints + OK)
    sent: list[Message] = []

    async def receive() -> Message:
        if sent:
            await asyncio.Event().wait()
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    scope["extensions"] = {"http.response.early_hint": {}}

    async def run() -> None:
        site = ProxySite(upstream.url)
        await site(scope, receive, send)
        await site.aclose()

    asyncio.run(run())
    kinds = [message["type"].removeprefix("http.response.") for message in sent]
    links = [link for message in sent for link in message.get("links", ())]
    assert kinds[0] == "early_hint"
    assert kinds[-2:] == ["start", "body"]
    assert links == [b"</a.css>", b"</b.css>"] * 2
