"""Answers of odd upstreams, what we read of them, and what h11 does."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import h11

from sarto_adapters.sites.connection import Connection

if TYPE_CHECKING:
    import random

ROOM = 16_384

STARTS = (
    *(b"HTTP/1.1 200 OK",) * 4,
    *(b"HTTP/1.0 200 OK", b"HTTP/1.1 204 No", b"HTTP/1.1 304 Not", b"HTTP/1.1 404"),
    *(b"HTTP/1.1 100 Continue", b"HTTP/1.1 103 Early", b"HTTP/1.1 101 Other"),
    *(b"HTTP/1.1 000 x", b"HTTP/1.1 099 x", b"HTTP/1.1 600 x", b"HTTP/1.1 20 x"),
    *(b"HTTP/2.0 200 OK", b"RTSP/1.0 200 OK", b"ICE/1.0 200 OK", b"HTTP/1.1\t200 OK"),
)
FIELDS = (
    *(b"Content-Length: 5", b"Transfer-Encoding: chunked") * 3,
    *(b"Content-Length: 0", b"Content-Length: 6", b"Content-Length: 5, 5"),
    *(b"Content-Length: +5", b"Content-Length: 5 ", b"Content-Length : 5"),
    *(b"Content-Length:", b"Content-Length: -1", b"Content-Length: 0x5"),
    *(b"Transfer-Encoding: gzip", b"Transfer-Encoding: gzip, chunked"),
    *(b"Transfer-Encoding: chunked, gzip", b"Transfer-Encoding: xchunked"),
    *(b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding : chunked"),
    *(b"Connection: close", b"Connection: keep-alive", b"Connection: Upgrade"),
    *(b"Upgrade: websocket", b"X: a\rb", b"X: a\0b", b"X: y", b" folded", b"X"),
    *(b"X y: z", b"X:  padded  ", b"Set-Cookie: a=b", b"X: a\nY: b", b": z"),
)
BODIES = (
    *(b"hello", b"", b"hel", b"hello and more", b"0\r\n\r\n"),
    *(b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n0\r\nT: 1\r\n\r\n", b"5\r\nhel"),
    *(b"5;x=y\r\nhello\r\n0\r\n\r\n", b"5\nhello\n0\n\n", b"5\r\nhello0\r\n\r\n"),
    *(b"+5\r\nhello\r\n0\r\n\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"f" * 17 + b"\r\n"),
    *(b"5 \r\nhello\r\n0\r\n\r\n", b"5;\nx\r\nhello\r\n0\r\n\r\n", b"5\r\nhello\r\n"),
    *(b"5\r\nhello\r\n0\r\nb n: 1\r\n\r\n", b"5\r\nhello\r\n0\r\n X\r\n\r\n"),
)
ODD = b"\r\n\0 \t:;,05aA\x80\x7f"


class Read(NamedTuple):
    """What was understood, and whether the connection may be used again."""

    status: int = 0
    fields: frozenset[tuple[bytes, bytes]] = frozenset()
    body: bytes = b""
    is_whole: bool = False
    is_kept: bool = False


class Wire(asyncio.Transport):
    """A transport of which nothing comes but what a test says."""

    is_aborted = is_paused = False

    def write(self, data: object) -> None: ...

    def abort(self) -> None:
        self.is_aborted = True

    def close(self) -> None:
        self.is_aborted = True

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False


def connected() -> tuple[Connection, Wire]:
    connection, wire = Connection(memoryview(bytearray(ROOM))), Wire()
    connection.connection_made(wire)
    return connection, wire


def arrive(connection: Connection, data: bytes) -> None:
    connection.get_buffer(-1)[: len(data)] = data
    connection.buffer_updated(len(data))


async def read(pieces: list[bytes], method: str, *, is_ended: bool) -> Read:
    connection, wire = connected()
    answer = connection.ask(b"", is_bodyless=method == "HEAD")
    connection.sent(60)
    for piece in pieces:
        if not wire.is_aborted:
            arrive(connection, piece)
    if wire.is_aborted or is_ended:
        connection.connection_lost(None)
    answer.stop_timer()
    if not answer.has_head:
        return Read()
    body = await answer.read() if answer.is_whole else b""
    kept = connection.done()
    return Read(answer.status, told(answer.headers), body, answer.is_whole, kept)


def judged(pieces: list[bytes], method: str, *, is_ended: bool) -> Read:
    judge = h11.Connection(h11.CLIENT)
    judge.send(h11.Request(method=method, target="/", headers=[("host", "x")]))
    judge.send(h11.EndOfMessage())
    found = Read()
    try:
        for piece in [*pieces, b""] if is_ended else pieces:
            judge.receive_data(piece)
            found = listened(judge, found)
    except h11.RemoteProtocolError:
        return found._replace(is_kept=False)
    is_done = found.is_whole and judge.their_state is h11.DONE
    rest = judge.trailing_data[0].strip(b"\r\n")  # an empty line more is no answer
    is_over = not rest and not is_ended and method != "HEAD"
    return found._replace(is_kept=is_done and is_over)


def listened(judge: h11.Connection, found: Read) -> Read:
    while True:
        event = judge.next_event()
        if isinstance(event, h11.Response):
            pairs = [(bytes(name), bytes(value)) for name, value in event.headers]
            found = found._replace(status=event.status_code, fields=told(pairs))
        elif isinstance(event, h11.Data):
            found = found._replace(body=found.body + bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            return found._replace(is_whole=True)
        elif not isinstance(event, h11.InformationalResponse):
            return found


def told(pairs: list[tuple[bytes, bytes]]) -> frozenset[tuple[bytes, bytes]]:
    framing = {b"content-length", b"transfer-encoding"}  # h11 spells them anew
    return frozenset(pair for pair in pairs if pair[0] not in framing)


def answers(dice: random.Random) -> bytes:
    data = b""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        fields = [dice.choice(FIELDS) for _ in range(dice.choice((0, 1, 1, 2, 3)))]
        lines = (dice.choice(STARTS), *fields, b"", dice.choice(BODIES))
        data += b"\r\n".join(lines)
    for _ in range(dice.choice((0, 0, 1, 2))):
        at = dice.randrange(len(data))
        odd = dice.choice((b"", bytes([dice.choice(ODD)])))
        data = data[:at] + odd + data[at + dice.randrange(2) :]
    return data[: dice.randrange(len(data))] if dice.random() < 0.15 else data


def cut(dice: random.Random, data: bytes) -> list[bytes]:
    many = dice.choice((0, 1, 3, len(data)))
    ends = sorted({0, len(data), *(dice.randrange(len(data) + 1) for _ in range(many))})
    return [data[at:end] for at, end in pairwise(ends)]


def is_beside_the_point(data: bytes) -> bool:
    """Whether h11 may mind what is read by nobody, and passed on to nobody."""
    return data[:1] in (b"\r", b"\n") or b"HTTP/1.1 1" in data or has_odd_reason(data)


def has_odd_reason(data: bytes) -> bool:
    lines = data.split(b"\r\n")
    return any(
        line.startswith(b"HTTP/") and any(each < 32 or each == 127 for each in line)
        for line in lines
    )
