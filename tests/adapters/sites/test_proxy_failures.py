"""A reverse proxy between real sockets: either side may be gone at any time."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from tests.adapters.sites.conftest import (
        Ask,
        Dial,
        Line,
        Script,
        Serve,
        Start,
    )

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def hang(peer: Line, _: bytes) -> None:
    assert peer.take() == b""


@pytest.mark.parametrize(
    ("script", "status"),
    [
        (b"", b"502"),
        (hang, b"504"),
        (b"SSH-2.0-OpenSSH\r\n", b"502"),
        (b"HTTP/1.1 200 OK\r\nX-A", b"502"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", b"502"),
        (b"HTTP/1.1 200 OK\r\nX-A\0: 1\r\n\r\n", b"502"),
        (
            b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
            b"502",
        ),
        (OK.replace(b"2\r\n", b"2\r\nContent-Length: 3\r\n"), b"502"),
        (b"HTTP/1.1 200 OK\r\nX-A: " + b"x" * 300_000, b"502"),
        (b"HTTP/1.1 103 Early\r\nX-A: 1\r\n\r\n" * 20_000, b"502"),
    ],
    ids=lambda it: it[:30].decode() if isinstance(it, bytes) else "says nothing",
)
def test_an_upstream_that_does_not_answer_is_a_page(
    serve: Serve, raw: Start, ask: Ask, script: Script | bytes, status: bytes
) -> None:
    patience = 0.3 if script is hang else 20
    said = ask(serve(ProxySite(raw(script).url, timeout=patience)), "/")
    assert said.startswith(b"HTTP/1.1 " + status)
    assert b"\r\ncontent-type: text/html; charset=utf-8\r\n" in said
    assert b"\r\ncache-control: no-store\r\n" in said
    assert said.endswith(b"</html>\n")


def test_an_upstream_that_is_down_is_a_502_page_without_its_address(
    serve: Serve, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = serve(ProxySite(f"http://127.0.0.1:{port}"))
    said = ask(url, "/")
    assert said.startswith(b"HTTP/1.1 502 ")
    assert str(port).encode() not in said
    assert f"No answer from http://127.0.0.1:{port}" in caplog.text
    assert ask(url, "/", method="HEAD").endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "answer",
    [CHUNKED + b"5\r\nfirst\r\n", OK.replace(b"2\r\n\r\nok", b"9\r\n\r\nfirst")],
    ids=["chunks without end", "less than its length"],
)
def test_an_answer_cut_short_is_never_made_whole(
    serve: Serve, raw: Start, ask: Ask, answer: bytes
) -> None:
    said = ask(serve(ProxySite(raw(answer).url)), "/")
    assert said.startswith(b"HTTP/1.1 200 ")
    assert said.removesuffix(b"\r\n").endswith(b"first")
    assert b"0\r\n\r\n" not in said


def pour(peer: Line, _: bytes) -> None:
    peer.send(CHUNKED)
    while True:
        peer.send(b"4\r\ndrop\r\n")
        time.sleep(0.01)


def wait(peer: Line, _: bytes) -> None:
    if peer.take() == b"":
        raise ConnectionAbortedError


@pytest.mark.parametrize("script", [pour, wait])
def test_a_visitor_who_leaves_stops_the_upstream(
    serve: Serve, raw: Start, dial: Dial, script: Script
) -> None:
    upstream = raw(script)
    with dial(serve(ProxySite(upstream.url))) as visitor:
        visitor.ask("/")
        while not upstream.heads:
            time.sleep(0.01)
    assert upstream.is_hung_up.wait(5)


@pytest.mark.parametrize("field", ["Transfer-Encoding: chunked", "Content-Length: 50"])
def test_a_visitor_who_leaves_while_sending_ends_nothing(
    serve: Serve, raw: Start, dial: Dial, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    got = bytearray()

    def script(peer: Line, head: bytes) -> None:
        got.extend(head)
        while data := peer.take():
            got.extend(data)
        raise ConnectionAbortedError

    upstream = raw(script)
    with dial(serve(ProxySite(upstream.url))) as visitor:
        visitor.ask("/", field, method="POST")
        visitor.send(b"5\r\nfirst\r\n")
        while b"first" not in got:
            time.sleep(0.01)
    assert upstream.is_hung_up.wait(5)
    assert got.rstrip(b"\r\n").endswith(b"first")
    assert "No answer" not in caplog.text


def test_a_visitor_who_leaves_before_the_body_asks_nothing(
    serve: Serve, raw: Start, dial: Dial
) -> None:
    upstream = raw(OK)
    url = serve(ProxySite(upstream.url))
    with dial(url) as visitor:
        visitor.ask("/", "Content-Length: 9", method="POST")
        time.sleep(0.1)
    time.sleep(0.2)
    assert upstream.heads == []
