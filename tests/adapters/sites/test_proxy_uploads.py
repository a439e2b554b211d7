"""Bodies on their way up: framed as they came, and answered before their end or late."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from tests.adapters.sites.conftest import Dial, Line, Serve, Start

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize(
    "kind", ["Content-Length: 1000000", "Transfer-Encoding: chunked"]
)
def test_an_answer_before_the_uploads_end_is_passed_on(
    serve: Serve, raw: Start, dial: Dial, kind: str
) -> None:
    refused = b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig"

    def script(peer: Line, _: bytes) -> None:
        peer.send(refused)
        while peer.take():
            pass

    upstream = raw(script)
    with dial(serve(ProxySite(upstream.url))) as visitor:
        visitor.ask("/", kind, method="POST")
        visitor.send(b"4\r\nbody\r\n")
        assert visitor.until(b"\r\n\r\nbig").startswith(b"HTTP/1.1 413 ")


def test_a_length_is_kept_and_chunks_are_chunks(
    serve: Serve, raw: Start, dial: Dial
) -> None:
    bodies: list[bytes] = []

    def script(peer: Line, head: bytes) -> None:
        rest = head.partition(b"\r\n\r\n")[2]
        while not rest.endswith((b"body", b"0\r\n\r\n")):
            rest += peer.take()
        bodies.append(head.partition(b"\r\n\r\n")[0].lower() + b"|" + rest)
        peer.send(OK)

    url = serve(ProxySite(raw(script).url))
    for field, sent in (
        ("Content-Length: 4", b"body"),
        ("Transfer-Encoding: chunked", b"2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n"),
    ):
        with dial(url) as visitor:
            visitor.ask("/", field, method="POST")
            visitor.send(sent)
            visitor.until(b"\r\n\r\nok")
    assert b"\r\ncontent-length: 4" in bodies[0]
    assert bodies[0].endswith(b"|body")
    assert b"\r\ntransfer-encoding: chunked" in bodies[1]
    assert b"content-length" not in bodies[1]


def test_an_upstream_that_takes_nothing_is_late(
    serve: Serve, raw: Start, dial: Dial
) -> None:
    is_over = threading.Event()

    def script(peer: Line, _: bytes) -> None:
        is_over.wait(10)

    with dial(serve(ProxySite(raw(script).url, timeout=0.5))) as visitor:
        visitor.ask("/", "Content-Length: 50000000", method="POST")
        pour = threading.Thread(target=poured, args=(visitor,))
        pour.start()
        assert visitor.until(b"\r\n\r\n").startswith(b"HTTP/1.1 504 ")
        is_over.set()
    pour.join(10)


def poured(visitor: Line) -> None:
    try:
        for _ in range(500):
            visitor.send(b"x" * 100_000)
    except OSError:
        return


def test_an_early_answer_to_a_long_upload_leaves_nothing_behind(
    serve: Serve, raw: Start, dial: Dial, caplog: pytest.LogCaptureFixture
) -> None:
    is_over = threading.Event()

    def script(peer: Line, _: bytes) -> None:
        is_over.wait(10)  # until what may be kept on the way is full
        peer.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")

    with dial(serve(ProxySite(raw(script).url))) as visitor:
        visitor.ask("/", "Content-Length: 50000000", method="POST")
        pour = threading.Thread(target=poured, args=(visitor,))
        pour.start()
        pour.join(1)
        is_over.set()
        assert visitor.until(b"\r\n\r\nbig").startswith(b"HTTP/1.1 413 ")
    pour.join(10)
    gc.collect()
    assert caplog.messages == []
