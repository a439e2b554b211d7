"""Header fields on their way through a proxy, one rule at a time."""

from ipaddress import ip_network
from typing import Any

import pytest

from sarto_adapters.sites.forwarding import (
    Headers,
    Visitor,
    end_to_end,
    rehosted,
    request_headers,
    response_headers,
    visitor_of,
)

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))
UPSTREAM = b"http://127.0.0.1:8080"


def asked(*headers: tuple[bytes, bytes], peer: str | None = "1.2.3.4") -> Headers:
    scope: dict[str, Any] = {
        "scheme": "https",
        "headers": [(b"host", b"shop.example"), *headers],
        "client": (peer, 5000) if peer else None,
    }
    return request_headers(scope, visitor_of(scope, trusted=TRUSTED))


def visitor(scheme: bytes = b"http", host: bytes = b"shop.example") -> Visitor:
    return Visitor(addresses=b"", scheme=scheme, host=host, is_vouched_for=False)


def test_the_upstream_learns_address_scheme_and_host() -> None:
    fields = dict(asked())
    assert fields[b"x-forwarded-for"] == b"1.2.3.4"
    assert fields[b"x-forwarded-proto"] == b"https"
    assert fields[b"x-forwarded-host"] == b"shop.example"
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
            (b"forwarded", b"for=5.6.7.8"),
            peer=peer,
        )
    )
    assert fields[b"x-forwarded-for"] == b"5.6.7.8, 9.9.9.9, " + peer.encode()
    assert fields[b"x-forwarded-proto"] == b"http"
    assert fields[b"x-forwarded-host"] == b"www.example"
    assert fields[b"forwarded"] == b"for=5.6.7.8"


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


def test_cookies_are_one_line_and_pages_come_uncompressed() -> None:
    fields = asked(
        (b"cookie", b"a=1"), (b"accept-encoding", b"br"), (b"cookie", b"b=2")
    )
    assert (b"cookie", b"a=1; b=2") in fields
    assert (b"accept-encoding", b"identity") in fields
    assert len(dict(fields)) == len(fields)


def test_via_grows() -> None:
    assert (b"via", b"1.0 fred, 1.1 sarto") in asked((b"via", b"1.0 fred"))


def test_a_length_beside_chunks_is_dropped() -> None:
    length = (b"content-length", b"5")
    assert length in asked(length)
    assert length not in asked(length, (b"Transfer-Encoding", b"chunked"))


def test_204_tells_no_length() -> None:
    raw = [(b"Content-Length", b"0"), (b"X-A", b"1")]
    for status, count in ((204, 1), (200, 2)):
        kept = response_headers(
            raw, status=status, upstream=UPSTREAM, visitor=visitor()
        )
        assert len(kept) == count


@pytest.mark.parametrize(
    ("location", "upstream", "scheme", "shown"),
    [
        (
            b"http://127.0.0.1:8080/a?b#c",
            UPSTREAM,
            b"http",
            b"http://shop.example/a?b#c",
        ),
        (b"http://127.0.0.1:8080", UPSTREAM, b"https", b"https://shop.example"),
        (b"https://127.0.0.1:8080/a", UPSTREAM, b"https", b"https://shop.example/a"),
        (b"//127.0.0.1:8080/a", UPSTREAM, b"http", b"http://shop.example/a"),
        (
            b"HTTP://SITE.local:80/",
            b"http://site.local",
            b"http",
            b"http://shop.example/",
        ),
        (b"https://site.local/", b"http://site.local", b"http", None),
        (b"http://127.0.0.1:80801/", UPSTREAM, b"http", None),
        (b"http://127.0.0.1:8080@evil.example/", UPSTREAM, b"http", None),
        (
            b"http://127.0.0.1:8080\\@evil.example/",
            UPSTREAM,
            b"http",
            b"http://shop.example\\@evil.example/",
        ),
        (b"https://pay.example/", UPSTREAM, b"http", None),
        (b"/menu/", UPSTREAM, b"http", None),
        (b"menu", UPSTREAM, b"http", None),
        (b"ftp://127.0.0.1:8080/", UPSTREAM, b"http", None),
    ],
)
def test_only_the_upstreams_own_location_is_rewritten(
    location: bytes, upstream: bytes, scheme: bytes, shown: bytes | None
) -> None:
    assert rehosted(location, upstream, visitor(scheme)) == (shown or location)


def test_a_visitor_without_host_gets_the_location_as_it_is() -> None:
    location = UPSTREAM + b"/a"
    assert rehosted(location, UPSTREAM, visitor(host=b"")) == location


def test_only_location_is_rewritten() -> None:
    raw = [(b"Location", UPSTREAM + b"/a"), (b"Link", UPSTREAM + b"/a")]
    assert response_headers(
        raw, status=302, upstream=UPSTREAM, visitor=visitor(b"http")
    ) == [(b"location", b"http://shop.example/a"), (b"link", UPSTREAM + b"/a")]
