"""What a visitor may say before there is a request: so much, and no longer than that."""

import asyncio
import socket
import threading
from contextlib import closing

import pytest
import uvicorn

from sarto.workbench.serving import bounds
from support.serving_site import until

BEGUN = b"POST /%b HTTP/1.1\r\nHost: x\r\n"
CHUNKED = BEGUN + b"Transfer-Encoding: chunked\r\n\r\n"
WHOLE = b"GET /%b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def site(scope, receive, send):
    """Answer with the fields it was asked with; below /slow, some time later."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await asyncio.sleep(0.5)
        await send({"type": "websocket.send", "text": "late"})
        return
    while (await receive()).get("more_body"):
        pass
    names = b",".join(name for name, _ in scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"...", "more_body": True})
    await asyncio.sleep(0.5 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.body", "body": names})


@pytest.fixture
def dial():
    """Serve it, and give who opens connections to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            site,
            http=bounds.Bounded,
            lifespan="off",
            timeout_keep_alive=1,
            log_config=None,
            ws="websockets-sansio",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        until(lambda: server.started)
        yield lambda: closing(
            socket.create_connection(listener.getsockname(), timeout=10)
        )
        server.should_exit = True
        thread.join(10)


def rest(peer):
    try:
        return b"".join(iter(lambda: peer.recv(65_536), b""))
    except ConnectionResetError:
        return b""


def flooded(peer, piece):
    """Send without end; give how much was taken."""
    for sent in range(200):
        try:
            peer.sendall(piece * 100_000)
        except OSError:
            return sent * 100_000
    return 20_000_000


@pytest.mark.parametrize(
    "begun",
    [BEGUN % b"" + b"X: ", CHUNKED % b"" + b"0\r\nX: ", CHUNKED % b"" + b"1;x="],
)
def test_what_has_no_end_is_not_kept(dial, begun):
    with dial() as peer:
        peer.sendall(begun)
        assert flooded(peer, b"a") < 10_000_000


def test_a_head_that_is_too_long_is_told(dial):
    with dial() as peer:
        peer.sendall(BEGUN % b"" + b"X: " + b"a" * 70_000)
        assert peer.recv(20).startswith(b"HTTP/1.1 400 ")


def test_a_body_may_be_as_long_as_it_is(dial):
    with dial() as peer:
        length = b"Connection: close\r\nContent-Length: 3000000\r\n\r\n"
        peer.sendall(BEGUN % b"" + length + b"a" * 3_000_000)
        assert b"host,connection,content-length" in rest(peer)


def test_a_trailer_is_no_field_of_the_head(dial):
    with dial() as peer:
        peer.sendall(CHUNKED % b"" + b"0\r\nX-Real-IP: 10.0.0.1\r\n\r\n" + WHOLE % b"")
        assert b"x-real-ip" not in rest(peer)


def test_who_does_not_say_what_they_want_is_hung_up_on(dial, monkeypatch):
    monkeypatch.setattr(bounds, "LATEST", 0.2)
    for said in (b"", b"\r\n", BEGUN % b""):
        with dial() as peer:
            peer.sendall(said)
            assert rest(peer) == b""
    with dial() as peer:  # nor by a blank line now and then
        peer.sendall((WHOLE % b"").replace(b"close", b"x"))
        until(lambda: b"\r\n0\r\n\r\n" in peer.recv(65_536))
        peer.sendall(b"\r\n")
        assert rest(peer) == b""


def test_an_answer_under_way_may_take_longer(dial, monkeypatch):
    monkeypatch.setattr(bounds, "LATEST", 0.2)
    with dial() as peer:
        peer.sendall(WHOLE % b"slow")
        assert b"host,connection" in rest(peer)
    with dial() as peer:  # and so while the next request is half there
        peer.sendall((WHOLE % b"slow").replace(b"close", b"x") + BEGUN % b"")
        assert b"host,connection" in rest(peer)


@pytest.mark.parametrize("before", [b"", (WHOLE % b"").replace(b"close", b"x")])
def test_a_websocket_may_be_silent(dial, monkeypatch, before):
    monkeypatch.setattr(bounds, "LATEST", 0.2)
    with dial() as peer:
        if before:
            peer.sendall(before)
            until(lambda: b"\r\n0\r\n\r\n" in peer.recv(65_536))
        peer.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        assert b"late" in rest(peer)
