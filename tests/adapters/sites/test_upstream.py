"""The address of the one upstream, and what it takes to speak to it."""

import importlib
import sys

import pytest

from sarto_adapters.sites import SiteError, upstream
from sarto_adapters.sites.upstream import Upstream, path_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:8080", b"http://127.0.0.1:8080"),
        ("https://Site.Example/", b"https://site.example"),
        ("http://[::1]:80", b"http://[::1]"),
        ("http://bücher.example", b"http://xn--bcher-kva.example"),
    ],
)
def test_an_origin_is_an_upstream(url: str, origin: bytes) -> None:
    assert Upstream(url, timeout=1).origin == origin


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "/site",
        "ftp://site.example",
        "http://site.example/blog",
        "http://site.example/?a",
        "http://me:secret@site.example",
        "http://site.example:99999",
        "http://[",
    ],
)
def test_any_other_address_is_told_with_what_to_do(url: str) -> None:
    with pytest.raises(SiteError, match="Write http://host:port") as caught:
        Upstream(url, timeout=1)
    assert caught.value.where == url


def test_a_server_without_raw_path_gets_the_path_spelled_anew() -> None:
    assert path_of({"path": "/a b/é", "raw_path": None}) == b"/a%20b/%C3%A9"
    assert path_of({"path": "/a b", "raw_path": b"/a%20b"}) == b"/a%20b"


def test_without_aiohttp_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    monkeypatch.delitem(sys.modules, upstream.__name__)
    with pytest.raises(ImportError, match=r"Install sarto\[dev\] to use ProxySite"):
        importlib.import_module(upstream.__name__)
