"""The address of the one upstream: a whole origin, or a Unix socket."""

import pytest

from sarto_adapters.sites import SiteError
from sarto_adapters.sites.address import address


@pytest.mark.parametrize(
    ("url", "origin", "name", "port"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1", 8080),
        ("https://Site.Example/", "https://site.example", "site.example", 443),
        ("http://[::1]:80", "http://[::1]", "::1", 80),
        ("http://[::1]:8000", "http://[::1]:8000", "::1", 8000),
        ("http://bücher.example", "http://xn--bcher-kva.example", "xn--bcher-kva.example", 80),
        ("http://under_score:3000", "http://under_score:3000", "under_score", 3000),
    ],
)  # fmt: skip
def test_an_origin_is_an_upstream(url: str, origin: str, name: str, port: int) -> None:
    found = address(url)
    assert (found.origin, str(found)) == (origin, origin)
    assert (found.name, found.port, found.socket) == (name, port, "")


def test_a_unix_socket_is_one_too() -> None:
    found = address("unix:/run/site.sock")
    assert found.socket == "/run/site.sock"
    assert found.origin == "http://localhost"
    assert str(found) == "unix:/run/site.sock"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "/site",
        "unix:site.sock",
        "ftp://site.example",
        "http://",
        "http://site.example/blog",
        "http://site.example/?a",
        "http://site.example/#a",
        "http://me:secret@site.example",
        "http://site.example:99999",
        "http://site.example:0",
        "http://site example",
        "http://site\r\nx",
        "http://[",
        "http://" + "a" * 64 + ".example",
    ],
)
def test_any_other_address_is_told_with_what_to_do(url: str) -> None:
    with pytest.raises(SiteError, match="Write http://host:port") as caught:
        address(url)
    assert caught.value.where == url
