"""Websockets through a reverse proxy, all three of them in one loop."""

from __future__ import annotations

import asyncio
import os
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from support.proxied_sockets import meeting, proxied

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response


async def echo(peer: ServerConnection) -> None:
    async for message in peer:
        await peer.send(message)


def test_messages_of_both_kinds_come_back() -> None:
    async def visit(url: str) -> None:
        async with connect(url) as peer:
            for message in ("héllo", b"\0\xff", "", b"", "x" * 300_000):
                await peer.send(message)
                assert await peer.recv() == message

    meeting(echo, visit)


def test_a_message_in_fragments_arrives_whole() -> None:
    async def visit(url: str) -> None:
        async with connect(url) as peer:
            await peer.send(["a", "b", "c"])
            assert await peer.recv() == "abc"

    meeting(echo, visit)


def test_pings_are_answered_on_both_sides() -> None:
    async def ping(peer: ServerConnection) -> None:
        await (await peer.ping(b"upstream"))
        await peer.send("answered")

    async def visit(url: str) -> None:
        async with connect(url) as peer:
            await (await peer.ping(b"visitor"))
            assert await peer.recv() == "answered"

    meeting(ping, visit)


def test_the_handshake_is_passed_on() -> None:
    asked: list[Request] = []

    async def note(peer: ServerConnection) -> None:
        assert peer.request is not None
        asked.append(peer.request)

    def dress(_: ServerConnection, __: Request, response: Response) -> None:
        response.headers["Set-Cookie"] = "a=1"
        response.headers["Set-Cookie"] = "b=2"

    async def visit(url: str) -> None:
        fields = {"Cookie": "c=3", "X-Forwarded-For": "6.6.6.6"}
        offered: Any = ["chat", "superchat"]
        origin: Any = url.replace("ws", "http")
        async with connect(
            url + "/a%2Fb?c=%20",
            subprotocols=offered,
            origin=origin,
            additional_headers=fields,
        ) as peer:
            assert peer.subprotocol == "superchat"
            assert peer.response.headers.get_all("set-cookie") == ["a=1", "b=2"]

    chosen: Any = ["superchat"]
    meeting(note, visit, subprotocols=chosen, process_response=dress)
    request = asked[0]
    assert request.path == "/a%2Fb?c=%20"
    assert request.headers.get_all("cookie") == ["c=3"]
    assert request.headers["x-forwarded-for"] == "127.0.0.1"
    assert request.headers["x-forwarded-proto"] == "http"
    assert request.headers["forwarded"].startswith("for=127.0.0.1;host=")
    assert request.headers["origin"] == f"http://{request.headers['host']}"
    assert len(request.headers.get_all("sec-websocket-key")) == 1


@pytest.mark.parametrize(
    ("code", "reason", "seen"),
    [(1000, "", 1000), (1001, "bye", 1001), (4321, "né", 4321), (1011, "broken", 1011)],
)
def test_the_upstreams_close_reaches_the_visitor(
    code: int, reason: str, seen: int
) -> None:
    async def leave(peer: ServerConnection) -> None:
        await peer.close(code, reason)

    async def visit(url: str) -> None:
        async with connect(url) as peer:
            with pytest.raises(ConnectionClosed) as caught:
                await peer.recv()
            assert caught.value.rcvd is not None
            assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (seen, reason)

    meeting(leave, visit)


def test_the_visitors_close_reaches_the_upstream() -> None:
    heard: list[tuple[int, str]] = []

    async def listen(peer: ServerConnection) -> None:
        await peer.wait_closed()
        assert peer.close_code is not None
        heard.append((peer.close_code, peer.close_reason or ""))

    async def visit(url: str) -> None:
        for code, reason in ((1000, ""), (4000, "späť")):
            async with connect(url) as peer:
                await peer.close(code, reason)
        async with connect(url) as peer:
            peer.transport.abort()
        while len(heard) < 3:  # noqa: ASYNC110 - filled by several
            await asyncio.sleep(0.01)

    meeting(listen, visit)
    assert heard[:2] == [(1000, ""), (4000, "späť")]
    assert heard[2] in ((1000, ""), (1001, ""))  # who vanished said nothing


def test_an_upstream_that_vanishes_is_a_bad_gateway() -> None:
    async def vanish(peer: ServerConnection) -> None:
        peer.transport.abort()

    async def visit(url: str) -> None:
        async with connect(url) as peer:
            with pytest.raises(ConnectionClosed) as caught:
                await peer.recv()
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == 1014

    meeting(vanish, visit)


def test_a_refusal_is_passed_on_with_its_page() -> None:
    def refuse(peer: ServerConnection, request: Request) -> Response:
        response = peer.respond(HTTPStatus.UNAUTHORIZED, "who are you?")
        response.headers["WWW-Authenticate"] = "Basic"
        response.headers["Location"] = f"http://{request.headers['host']}/in"
        return response

    async def visit(url: str) -> None:
        with pytest.raises(InvalidStatus) as caught:
            await connect(url)
        response = caught.value.response
        assert (response.status_code, response.body) == (401, b"who are you?")
        assert response.headers["www-authenticate"] == "Basic"
        assert response.headers["location"] == url.replace("ws", "http") + "/in"

    meeting(echo, visit, process_request=refuse)


def test_a_redirect_is_the_visitors_to_follow() -> None:
    followed: list[str] = []

    async def visit(url: str) -> None:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", int(url.rpartition(":")[2])
        )
        writer.write(
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
            b"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        head = await reader.readuntil(b"\r\n\r\n")
        writer.close()
        assert head.startswith(b"HTTP/1.1 302 ")
        assert b"\r\nlocation: ws://elsewhere.example/\r\n" in head.lower()

    def away(peer: ServerConnection, request: Request) -> Response:
        followed.append(request.path)
        response = peer.respond(HTTPStatus.FOUND, "")
        response.headers["Location"] = "ws://elsewhere.example/"
        return response

    meeting(echo, visit, process_request=away)
    assert followed == ["/"]


@pytest.mark.parametrize(("is_there", "status"), [(False, 502), (True, 504)])
def test_an_upstream_that_shakes_no_hands_is_a_page(
    is_there: bool, status: int
) -> None:
    async def run() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            if not is_there:
                listener.close()
            async with proxied(f"http://127.0.0.1:{port}", timeout=1) as url:
                with pytest.raises(InvalidStatus) as caught:
                    await connect(url)
        assert caught.value.response.status_code == status
        assert b"<h1>The site does not answer</h1>" in (
            caught.value.response.body or b""
        )

    asyncio.run(run())


def test_who_does_not_read_makes_the_upstream_wait() -> None:
    sent = 0
    is_stuck = asyncio.Event()

    async def pour(peer: ServerConnection) -> None:
        nonlocal sent
        while sent < 2_000:
            try:
                await asyncio.wait_for(peer.send(os.urandom(65_536)), 0.5)
            except TimeoutError:
                is_stuck.set()
                return
            sent += 1

    async def visit(url: str) -> None:
        async with connect(url, max_queue=1) as peer:
            await is_stuck.wait()
            peer.transport.abort()

    meeting(pour, visit)
    assert 0 < sent < 1_000  # sockets' buffers, and a message or two of ours


def test_a_message_too_big_for_us_closes_both_sides() -> None:
    async def pour(peer: ServerConnection) -> None:
        await peer.send(b"x" * (16 * 1024 * 1024 + 1))
        await peer.wait_closed()

    async def visit(url: str) -> None:
        async with connect(url, max_size=None) as peer:
            with pytest.raises(ConnectionClosed) as caught:
                await peer.recv()
            assert caught.value.rcvd is not None
            assert caught.value.rcvd.code == 1009

    meeting(pour, visit)
