"""Who asks, told twice: X-Forwarded-* and Forwarded, and whose word counts."""

from ipaddress import ip_network
from typing import Any

import pytest

from sarto_adapters.sites.visitors import Visitor, node, quoted, visitor_of

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def seen(*headers: tuple[bytes, bytes], peer: str | None = "10.1.2.3") -> Visitor:
    scope: dict[str, Any] = {
        "scheme": "http",
        "headers": [(b"Host", b"shop.example"), *headers],
        "client": (peer, 5000) if peer else None,
    }
    return visitor_of(scope, trusted=TRUSTED)


OURS = b"for=10.1.2.3;host=shop.example;proto=http"


def test_both_tongues_are_passed_on_and_grow() -> None:
    found = seen((b"x-forwarded-for", b"5.6.7.8"), (b"Forwarded", b"for=5.6.7.8"))
    assert found.addresses == b"5.6.7.8, 10.1.2.3"
    assert found.forwarded == b"for=5.6.7.8, " + OURS


@pytest.mark.parametrize(
    "lie", [b"for=6.6.6.6", b"for=5.6.7.8, for=6.6.6.6;proto=https", b'for="', b"for"]
)
def test_a_strangers_tongue_beside_a_friends_names_nobody(lie: bytes) -> None:
    found = seen((b"x-forwarded-for", b"5.6.7.8"), (b"forwarded", lie))
    assert found.addresses == b"10.1.2.3"
    assert found.forwarded == OURS


def test_who_speaks_the_newer_tongue_alone_is_understood() -> None:
    said = b'for="[2001:db8::1]";proto=https;host="shop.example:8443", for=9.9.9.9'
    found = seen((b"forwarded", said))
    assert found.addresses == b"[2001:db8::1], 9.9.9.9, 10.1.2.3"
    assert found.scheme == b"https"
    assert found.host == b"shop.example:8443"
    assert found.origin == b"https://shop.example:8443"
    assert found.forwarded == said + b", " + OURS


def test_who_speaks_the_older_tongue_alone_is_translated() -> None:
    found = seen((b"x-forwarded-for", b"2001:db8::1, 5.6.7.8, what"))
    assert found.forwarded == b'for="[2001:db8::1]", for=5.6.7.8, for=unknown, ' + OURS


def test_a_stranger_is_not_heard_in_either() -> None:
    lies = ((b"forwarded", b"for=6.6.6.6;proto=https;host=evil"),)
    found = seen(*lies, (b"x-forwarded-for", b"6.6.6.6"), peer="1.2.3.4")
    assert found == seen(peer="1.2.3.4")
    assert found.forwarded == b"for=1.2.3.4;host=shop.example;proto=http"


@pytest.mark.parametrize(
    "bad", [b"for=a;for=b", b'for="', b";;;,,,", b"for", b"\xff" * 99]
)
def test_a_malformed_chain_of_a_friend_names_nobody_new(bad: bytes) -> None:
    assert seen((b"forwarded", bad)).addresses == b"10.1.2.3"


def test_a_websocket_is_asked_for_by_the_scheme_of_its_page() -> None:
    scope: dict[str, Any] = {"scheme": "wss", "headers": [], "client": None}
    assert visitor_of(scope, trusted=()).scheme == b"https"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (b"1.2.3.4", b"1.2.3.4"),
        (b"::1", b'"[::1]"'),
        (b" [::1] ", b'"[::1]"'),
        (b"/run/site.sock", b"unknown"),
        (b"", b"unknown"),
        (b"1.2.3.4;proto=https", b"unknown"),
    ],
)
def test_a_node_is_an_address_or_unknown(address: bytes, written: bytes) -> None:
    assert node(address) == written


@pytest.mark.parametrize(
    ("host", "written"),
    [(b"shop", b"shop"), (b"shop:8000", b'"shop:8000"'), (b'a"b\\', b'"a\\"b\\\\"')],
)
def test_a_host_cannot_end_its_own_quotes(host: bytes, written: bytes) -> None:
    assert quoted(host) == written
