"""Facts of websockets: upgraded, on a stream of their own, refused."""

import socket
from typing import Any

from support.matrix.facts import fact, over_h1
from support.matrix.h2 import H2
from support.matrix.running import Pair, Peer

HELLO = bytes((0x81, 0x85)) + bytes(4) + b"hello"  # a text frame, masked with noughts
BYE = b"\x88\x80\0\0\0\0"


@over_h1("websocket")
def a_websocket_passes(pair: Pair) -> None:
    for peer in pair.both:
        head, frames = shaken(peer)
        assert head.startswith(b"HTTP/1.1 101")
        assert b"HELLO" in frames


@over_h1()
def a_websocket_to_nowhere_is_refused_as_the_site_refuses_it(pair: Pair) -> None:
    lines = [shaken(peer, "/plain.html")[0] for peer in pair.both]

    assert lines[0].partition(b"\r\n")[0] == lines[1].partition(b"\r\n")[0]
    assert not lines[0].startswith(b"HTTP/1.1 101")


def shaken(peer: Peer, path: str = "/echo") -> tuple[bytes, bytes]:
    """Open a websocket and say hello; give the answer's head, and what came."""
    asked = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", peer.port), timeout=15) as made:
        made.sendall(asked.encode())
        got = b""
        while b"\r\n\r\n" not in got and (data := made.recv(4096)):
            got += data
        head, _, frames = got.partition(b"\r\n\r\n")
        if head.startswith(b"HTTP/1.1 101"):
            made.sendall(HELLO)
            while b"HELLO" not in frames and (data := made.recv(4096)):
                frames += data
            made.sendall(BYE)
            made.recv(4096)
        return head, frames


@fact("websocket", H2)
def a_websocket_passes_on_a_stream_beside_others(pair: Pair) -> None:
    for peer in pair.both:
        with peer.connected() as client:
            assert client.ask("/").status == 200  # and the server's settings are known
            assert connected(client).status == 200
            stream = client.stream
            client.conn.send_data(stream, HELLO)
            client.flush()
            assert client.ask("/?who=you").is_whole
            client.stream = stream
            got: Any = b""
            while b"HELLO" not in got:
                got += client.piece() or b"HELLO came not"
            assert got.endswith(b"HELLO")
            client.leave()


def connected(client: H2) -> Any:
    """Open a websocket on a stream (RFC 8441)."""
    fields = [(b":protocol", b"websocket"), (b"sec-websocket-version", b"13")]
    client.stream = client.sent("/echo", method="CONNECT", headers=fields, ends=False)
    return client.head()
