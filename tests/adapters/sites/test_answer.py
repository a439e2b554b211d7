"""An upstream's answer as it is read: h11 judges, and reads the very same."""

from __future__ import annotations

import asyncio
import os
import random

import pytest

from sarto_adapters.sites.answer import LONGEST_HEAD, MOST_KEPT, SilentUpstreamError
from sarto_adapters.sites.pool import Pool
from support.judged_answers import (
    ROOM,
    Connection,
    answers,
    arrive,
    connected,
    cut,
    is_beside_the_point,
    judged,
    read,
)

SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
CASES = 4000


def test_what_is_read_is_what_h11_reads() -> None:
    print(f"SEED={SEED}")  # noqa: T201 - to be repeated by
    dice = random.Random(SEED)  # noqa: S311 - chance

    async def run() -> int:
        whole = 0
        for _ in range(CASES):
            data = answers(dice)
            pieces, is_ended = cut(dice, data), dice.random() < 0.6
            method = dice.choice(("GET", "GET", "HEAD"))
            got = await read(pieces, method, is_ended=is_ended)
            if not got.is_whole or is_beside_the_point(data):
                continue
            whole += 1
            wanted = judged(pieces, method, is_ended=is_ended)
            assert got[:4] == wanted[:4], (pieces, method, is_ended)
            if not data.startswith(b"HTTP/1.0"):  # RFC 9112 §9.3 lets it say keep-alive
                assert wanted.is_kept or not got.is_kept, (pieces, method, is_ended)
        return whole

    assert asyncio.run(run()) > CASES // 50


REFUSED = {
    "a coding we never asked for": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    "a coding beside chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
    ),
    "a coding after chunked": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
        b"Transfer-Encoding: gzip\r\n\r\n"
    ),
    "a length beside chunks": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    ),
    "two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"
    ),
    "no status": b"HTTP/1.1 000 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "a status nobody can say": b"HTTP/1.1 600 x\r\nContent-Length: 0\r\n\r\n",
    "an upgrade nobody wants": b"HTTP/1.1 101 x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "another protocol": b"RTSP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "a folded line": b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
    "a bare return": b"HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_answer_is_none(kind: str) -> None:
    async def run() -> None:
        connection, wire = connected()
        answer = connection.ask(b"", is_bodyless=False)
        arrive(connection, REFUSED[kind])
        assert not answer.has_head
        assert wire.is_aborted
        with pytest.raises(SilentUpstreamError, match=r"no HTTP: .{5}"):
            await answer.news()

    asyncio.run(run())


@pytest.mark.parametrize("line", [b"X: ", b"5;x=", b"X: 1\r\nY: 2\r\n" * 9])
def test_what_comes_beside_a_body_has_an_end(line: bytes) -> None:
    async def run() -> int:
        connection, wire = connected()
        connection.ask(b"", is_bodyless=False)
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        end = b"" if line.startswith(b"5") else b"0\r\n"
        arrive(connection, chunked + b"5\r\nhello\r\n" + end + line)
        taken = 0
        while not wire.is_aborted:
            arrive(connection, b"a" * ROOM)
            taken += ROOM
        return taken

    assert asyncio.run(run()) <= LONGEST_HEAD + ROOM


def test_a_long_body_of_small_chunks_is_no_trailer() -> None:
    async def run() -> None:
        connection, wire = connected()
        answer = connection.ask(b"", is_bodyless=False)
        arrive(connection, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(2 * LONGEST_HEAD // 6 // 1000):
            arrive(connection, b"1\r\na\r\n" * 1000)
            while answer._pieces:
                await answer.read()
        assert not wire.is_aborted

    asyncio.run(run())


def test_whose_visitor_left_is_not_lent_again() -> None:
    async def run() -> None:
        connection, wire = connected()
        answer = connection.ask(b"", is_bodyless=False)
        connection.sent(60)
        arrive(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n")
        arrive(connection, b"a" * MOST_KEPT)
        arrive(connection, b"a" * (20_000 - MOST_KEPT))
        assert answer.is_whole
        assert wire.is_paused
        connection.fail(ConnectionError("the visitor left"))

        async def opened() -> Connection:
            return connected()[0]

        pool = Pool(opened)
        pool.take_back(connection)  # before the loop tells that it is lost
        assert await pool.lend() is not connection
        pool.close()

    asyncio.run(run())


def test_an_upstream_that_takes_no_more_is_waited_for_so_long() -> None:
    async def run() -> None:
        connection, _ = connected()
        answer = connection.ask(b"", is_bodyless=False)
        arrive(connection, b"HTTP/1.1 200 OK\r\n\r\nbegun")
        assert await connection.drained(0.01)
        connection.pause_writing()
        assert not await connection.drained(0.01)
        assert await answer.read() == b"begun"  # which may take its time
        asyncio.get_running_loop().call_later(0.01, connection.resume_writing)
        assert await connection.drained(9)

    asyncio.run(run())
