"""A reverse proxy between real sockets: what it asks and what it answers."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from sarto_adapters.sites import SiteError
from sarto_adapters.sites.proxy import ProxySite

if TYPE_CHECKING:
    from tests.adapters.sites.conftest import (
        Ask,
        Line,
        Serve,
        Start,
    )


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


PATHS = (
    "/",
    "/a%2Fb/%c3%A9/%7euser",
    "/a/../b/./c//d",
    "//evil.example/x",
    "/http://evil.example/",
    "/@evil.example/",
    "/\\evil.example",
    "/a;b=c,d+e'f(g)*[h]|i^{j}",
    "/?q=%2b+%20&&=&a=b?c/d#e",
    "/a#b",
    "/%zz%",
)


def test_a_path_reaches_the_upstream_byte_for_byte(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    upstream = raw(OK)
    url = serve(ProxySite(upstream.url))
    for path in PATHS:
        assert ask(url, path).endswith(b"ok")
        head = upstream.heads.pop()
        assert head.startswith(f"GET {path} HTTP/1.1\r\n".encode())
        assert b"\r\nHost: " + upstream.host + b"\r\n" in head


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "http://evil.example/"), ("OPTIONS", "*"), ("CONNECT", "evil.example:80")],
)
def test_it_is_no_open_proxy(
    serve: Serve, raw: Start, ask: Ask, method: str, path: str
) -> None:
    upstream = raw(OK)
    said = ask(serve(ProxySite(upstream.url)), path, method=method)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert upstream.heads == []


def test_fields_pass_but_those_of_one_hop(serve: Serve, raw: Start, ask: Ask) -> None:
    upstream = raw(
        b"HTTP/1.1 200 Fine\r\nContent-Length: 2\r\nConnection: close, X-Hop\r\n"
        b"X-Hop: 1\r\nKeep-Alive: timeout=5\r\nSet-Cookie: b=2\r\n"
        b"Set-Cookie: a=1; Path=/\r\n"
        b"X-Name: caf\xc3\xa9 \xe9\r\nSet-Cookie: b=3\r\n\r\nok"
    )
    said = ask(
        serve(ProxySite(upstream.url)),
        "/",
        "X-Hop: 1",
        "Connection: x-hop",
        "X-Kept: caf\xc3\xa9",
        "Cookie: c=3",
    )
    assert said.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")[1:] == [
        b"content-length: 2",
        b"set-cookie: b=2",
        b"set-cookie: a=1; path=/",
        b"x-name: caf\xc3\xa9 \xe9",
        b"set-cookie: b=3",
        b"connection: close",  # the visitor's own hop
    ]
    assert upstream.heads[0].split(b"\r\n")[1:-2] == [
        b"Host: " + upstream.host,
        b"x-kept: caf\xc3\xa9",
        b"cookie: c=3",
        b"via: 1.1 sarto",
        b"x-forwarded-for: 127.0.0.1",
        b"x-forwarded-proto: http",
        b"x-forwarded-host: shop",
        b"forwarded: for=127.0.0.1;host=shop;proto=http",
    ]


def test_a_trusted_peer_is_believed(serve: Serve, raw: Start, ask: Ask) -> None:
    upstream = raw(OK)
    url = serve(ProxySite(upstream.url, trusted_proxies=("127.0.0.0/8",)))
    ask(url, "/", "X-Forwarded-For: 5.6.7.8")
    assert b"\r\nx-forwarded-for: 5.6.7.8, 127.0.0.1\r\n" in upstream.heads[0]


def test_a_field_arrives_byte_for_byte(serve: Serve, raw: Start, ask: Ask) -> None:
    upstream = raw(OK)
    ask(serve(ProxySite(upstream.url)), "/", "X-Name: caf\xe9")
    assert b"x-name: caf\xe9\r\n" in upstream.heads[0]


def test_a_control_character_in_a_field_is_the_visitors_mistake(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    upstream = raw(OK)
    said = ask(serve(ProxySite(upstream.url)), "/", "X-Name: \x01")
    assert said.startswith(b"HTTP/1.1 400 ")
    assert upstream.heads == []


def test_a_long_field_is_no_failure(serve: Serve, raw: Start, ask: Ask) -> None:
    policy = b"Content-Security-Policy: " + b"x" * 20_000
    upstream = raw(OK.replace(b"Content-L", policy + b"\r\nContent-L"))
    assert policy.lower() in ask(serve(ProxySite(upstream.url)), "/").lower()


def test_one_visitors_cookies_are_not_another_ones(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    upstream = raw(OK.replace(b"Content-L", b"Set-Cookie: a=1; Path=/\r\nContent-L"))
    url = serve(ProxySite(upstream.url))
    ask(url, "/")
    ask(url, "/")
    assert b"cookie" not in upstream.heads[1].lower()


def test_a_compressed_answer_passes_untouched(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    body = gzip.compress(b"hello" * 99)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
    said = ask(serve(ProxySite(raw(head % len(body) + body).url)), "/")
    assert said.endswith(b"\r\n\r\n" + body)
    assert b"content-encoding: gzip" in said.lower()


def test_a_redirect_is_the_visitors_to_follow(
    serve: Serve, raw: Start, ask: Ask
) -> None:
    def script(peer: Line, head: bytes) -> None:
        host = head.partition(b"Host: ")[2].partition(b"\r\n")[0]
        peer.send(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://"
            + host
            + b"/in?a=%2f\r\n\r\n"
        )

    upstream = raw(script)
    said = ask(serve(ProxySite(upstream.url)), "/")
    assert b"\r\nlocation: http://shop/in?a=%2f\r\n" in said
    assert len(upstream.heads) == 1


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("HEAD", b"200 OK\r\ncontent-length: 9000"),
        ("GET", b'304 Not Modified\r\netag: "a"'),
        ("GET", b"204 No Content\r\nx-a: 1"),
    ],
)
def test_an_answer_without_a_body_has_none(
    serve: Serve, raw: Start, ask: Ask, method: str, answer: bytes
) -> None:
    upstream = raw(b"HTTP/1.1 " + answer + b"\r\n\r\n")
    head, _, body = ask(serve(ProxySite(upstream.url)), "/", method=method).partition(
        b"\r\n\r\n"
    )
    assert head.startswith(b"HTTP/1.1 " + answer[:3])
    assert answer.partition(b"\r\n")[2] in head
    assert body == b""


def test_trusted_proxies_that_are_no_blocks_are_told() -> None:
    with pytest.raises(SiteError, match="CIDR") as caught:
        ProxySite("http://127.0.0.1", trusted_proxies=("10.0.0.1/8",))
    assert "10.0.0.1/8" in caught.value.where
