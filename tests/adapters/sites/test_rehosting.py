"""The upstream's own address in its answers, and every address that only looks so."""

import pytest

from sarto_adapters.sites.rehosting import at_large, rehosted, rehosted_field
from sarto_adapters.sites.visitors import Visitor

UPSTREAM = b"http://127.0.0.1:8080"


def visitor(scheme: bytes = b"http", host: bytes = b"shop.example") -> Visitor:
    return Visitor(addresses=b"", scheme=scheme, host=host, is_vouched_for=False)


@pytest.mark.parametrize(
    ("location", "upstream", "scheme", "shown"),
    [
        (b"http://127.0.0.1:8080/a?b#c", UPSTREAM, b"http", b"http://shop.example/a?b#c"),
        (b"http://127.0.0.1:8080", UPSTREAM, b"https", b"https://shop.example"),
        (b"https://127.0.0.1:8080/a", UPSTREAM, b"https", b"https://shop.example/a"),
        (b"//127.0.0.1:8080/a", UPSTREAM, b"http", b"http://shop.example/a"),
        (b"HTTP://SITE.local:80/", b"http://site.local", b"http", b"http://shop.example/"),
        (b"https://site.local/", b"http://site.local", b"http", None),
        (b"http://127.0.0.1:80801/", UPSTREAM, b"http", None),
        (b"http://127.0.0.1:8080@evil.example/", UPSTREAM, b"http", None),
        (b"http://127.0.0.1:8080\\@evil.example/", UPSTREAM, b"http", b"http://shop.example\\@evil.example/"),
        (b"https://pay.example/", UPSTREAM, b"http", None),
        (b"/menu/", UPSTREAM, b"http", None),
        (b"menu", UPSTREAM, b"http", None),
        (b"ftp://127.0.0.1:8080/", UPSTREAM, b"http", None),
    ],
)  # fmt: skip
def test_only_the_upstreams_own_location_is_rewritten(
    location: bytes, upstream: bytes, scheme: bytes, shown: bytes | None
) -> None:
    assert rehosted(location, upstream, visitor(scheme)) == (shown or location)


def test_a_visitor_without_host_gets_the_location_as_it_is() -> None:
    location = UPSTREAM + b"/a"
    assert rehosted(location, UPSTREAM, visitor(host=b"")) == location


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (b"5; url=http://127.0.0.1:8080/a", b"5; url=http://shop.example/a"),
        (b"0;URL='http://127.0.0.1:8080/a'", b"0;URL='http://shop.example/a'"),
        (b"5; url=/a", b"5; url=/a"),
        (b"5", b"5"),
    ],
)
def test_a_refresh_leads_home_too(said: bytes, shown: bytes) -> None:
    assert rehosted_field(b"refresh", said, UPSTREAM, visitor()) == shown


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [
        (b"a=1; Domain=site.local; Path=/", b"a=1; Path=/"),
        (b"a=1; domain=.SITE.local", b"a=1"),
        (b"a=1; Domain=local; Path=/", None),
        (b"a=1; Domain=shop.example", None),
        (b"domain=site.local; Path=/", None),
        (b"a=1; Secure", None),
    ],
)
def test_a_cookie_for_the_upstreams_name_is_one_for_the_visitors(
    cookie: bytes, kept: bytes | None
) -> None:
    for upstream in (b"http://site.local", b"http://site.local:8080"):
        assert at_large(cookie, upstream) == (kept or cookie)
