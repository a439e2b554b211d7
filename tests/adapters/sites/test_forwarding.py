"""Header fields on their way through a proxy, one rule at a time."""

from ipaddress import ip_network
from typing import Any

import pytest

from sarto.headers import Headers
from sarto_adapters.sites.forwarding import (
    MOST_TURNS,
    LoopError,
    end_to_end,
    request_headers,
    response_headers,
)
from sarto_adapters.sites.visitors import Visitor, visitor_of

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))
UPSTREAM = b"http://127.0.0.1:8080"


def asked(*headers: tuple[bytes, bytes], peer: str | None = "1.2.3.4") -> Headers:
    scope: dict[str, Any] = {
        "scheme": "https",
        "headers": [(b"host", b"shop.example"), *headers],
        "client": (peer, 5000) if peer else None,
    }
    return request_headers(scope, visitor_of(scope, trusted=TRUSTED), UPSTREAM)


def visitor(scheme: bytes = b"http", host: bytes = b"shop.example") -> Visitor:
    return Visitor(addresses=b"", scheme=scheme, host=host, is_vouched_for=False)


def test_the_upstream_learns_address_scheme_and_host() -> None:
    fields = dict(asked())
    assert fields[b"x-forwarded-for"] == b"1.2.3.4"
    assert fields[b"x-forwarded-proto"] == b"https"
    assert fields[b"x-forwarded-host"] == b"shop.example"
    assert fields[b"forwarded"] == b"for=1.2.3.4;host=shop.example;proto=https"
    assert b"host" not in fields


@pytest.mark.parametrize(
    "claim",
    [
        b"x-forwarded-for",
        b"X-Forwarded-Proto",
        b"x-forwarded-host",
        b"x-forwarded-port",
        b"x_forwarded_for",
        b"X-Real-IP",
        b"forwarded",
        b"Forwarded-For",
    ],
)
def test_a_strangers_claims_are_replaced(claim: bytes) -> None:
    assert asked((claim, b"spoofed")) == asked()


@pytest.mark.parametrize("peer", ["10.1.2.3", "::ffff:10.1.2.3", "::1"])
def test_a_trusted_peers_claims_are_kept_and_extended(peer: str) -> None:
    fields = dict(
        asked(
            (b"x-forwarded-for", b"5.6.7.8"),
            (b"X-Forwarded-For", b"9.9.9.9"),
            (b"x-forwarded-proto", b"http"),
            (b"x-forwarded-host", b"www.example"),
            (b"forwarded", b"for=5.6.7.8, for=9.9.9.9"),
            peer=peer,
        )
    )
    assert fields[b"x-forwarded-for"] == b"5.6.7.8, 9.9.9.9, " + peer.encode()
    assert fields[b"x-forwarded-proto"] == b"http"
    assert fields[b"x-forwarded-host"] == b"www.example"
    assert fields[b"forwarded"].startswith(b"for=5.6.7.8, for=9.9.9.9, for=")


@pytest.mark.parametrize("peer", [None, "/run/site.sock", "11.0.0.1", "::2"])
def test_a_peer_without_a_listed_address_is_no_friend(peer: str) -> None:
    fields = dict(asked((b"x-forwarded-for", b"spoofed"), peer=peer))
    assert fields.get(b"x-forwarded-for", b"") == (peer or "").encode()


def test_a_scope_without_scheme_is_http() -> None:
    scope: dict[str, Any] = {"headers": []}
    assert visitor_of(scope, trusted=()).scheme == b"http"


def test_connection_names_more_fields_to_drop() -> None:
    headers = [
        (b"Connection", b"close, X-Hop"),
        (b"connection", b"X-Other"),
        (b"x-hop", b"1"),
        (b"X-OTHER", b"1"),
        (b"Keep-Alive", b"timeout=5"),
        (b"Upgrade", b"h2c"),
        (b"TE", b"trailers"),
        (b"X-Kept", b"1"),
    ]
    assert end_to_end(headers) == [(b"x-kept", b"1")]


def test_connection_cannot_take_our_own_fields_away() -> None:
    assert asked((b"connection", b"x-forwarded-for, via")) == asked()


def test_cookies_are_one_line() -> None:
    fields = asked(
        (b"cookie", b"a=1"), (b"accept-encoding", b"br"), (b"cookie", b"b=2")
    )
    assert (b"cookie", b"a=1; b=2") in fields
    assert (b"accept-encoding", b"br") in fields
    assert len(dict(fields)) == len(fields)


def test_via_grows() -> None:
    assert (b"via", b"1.0 fred, 1.1 sarto") in asked((b"via", b"1.0 fred"))


def test_framing_is_left_to_the_connection() -> None:
    length, chunks = (b"content-length", b"5"), (b"Transfer-Encoding", b"chunked")
    assert asked(length) == asked(chunks) == asked()
    assert (
        asked((b"content_length", b"5"), (b"transfer_encoding", b"chunked")) == asked()
    )


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"https://shop.example", UPSTREAM),
        (b"https://shop.example/menu?a", UPSTREAM + b"/menu?a"),
        (b"https://shop.example.evil.example", b"https://shop.example.evil.example"),
        (b"http://shop.example", b"http://shop.example"),
        (b"https://evil.example", b"https://evil.example"),
        (b"null", b"null"),
    ],
)
def test_only_the_sites_own_origin_is_the_upstreams(said: bytes, told: bytes) -> None:
    assert (b"origin", told) in asked((b"Origin", said))
    assert (b"referer", told) in asked((b"referer", said))


def test_204_tells_no_length() -> None:
    raw = [(b"Content-Length", b"0"), (b"X-A", b"1")]
    for status, count in ((204, 1), (200, 2)):
        kept = response_headers(
            raw, status=status, upstream=UPSTREAM, visitor=visitor()
        )
        assert len(kept) == count


def test_our_own_server_dates_what_it_sends() -> None:
    raw = [(b"Date", b"Thu, 01 Jan 1970 00:00:00 GMT"), (b"X-A", b"1")]
    kept = response_headers(raw, status=200, upstream=UPSTREAM, visitor=visitor())
    assert kept == [(b"x-a", b"1")]


def test_a_link_is_no_redirect() -> None:
    raw = [(b"Location", UPSTREAM + b"/a"), (b"Link", UPSTREAM + b"/a")]
    assert response_headers(
        raw, status=302, upstream=UPSTREAM, visitor=visitor(b"http")
    ) == [(b"location", b"http://shop.example/a"), (b"link", UPSTREAM + b"/a")]


def test_who_asks_is_asked_in_turn_only_so_often() -> None:
    via = b"1.1 sarto"
    for _ in range(MOST_TURNS - 1):
        via = dict(asked((b"via", via)))[b"via"]
    with pytest.raises(LoopError):
        asked((b"via", via))


@pytest.mark.parametrize(
    ("status", "is_told"), [(200, True), (204, False), (304, False)]
)
def test_an_answer_that_has_no_body_tells_no_length(status: int, is_told: bool) -> None:
    length = [(b"content-length", b"9")]
    found = response_headers(
        length, status=status, upstream=UPSTREAM, visitor=visitor()
    )
    assert found == (length if is_told else [])
