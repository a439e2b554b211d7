"""A running site, as a stranger finds it who is polite."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

import pytest

from sarto.workbench.crawl.page import LARGEST, Harvest
from sarto.workbench.crawl.web import Crawl, PageError, got
from support.serve import serving

PAGES = {
    "/": '<a href="/b?x=1">b</a><a href="b?x=2#y">b</a><a href="/logout">bye</a>'
    '<a href="/c/" rel=nofollow>c</a><a href="//other.example/d">d</a><a href="mailto:x">m</a>'
    '<a href="/doc.pdf">p</a><a href="/_sarto/privacy">s</a><a href="/file" download>f</a>'
    '<template><a href="/t">t</a></template><form action="/form"></form>'
    '<a href="/xhtml">x</a><a href="/gone">g</a><a href="/gzip">z</a><a href="/as-is">n</a>'
    '<a href="/text">t</a><a href="/big">b</a><a href="/there">r</a><a href="/away">w</a>'
    '<a href="/round">o</a><a href="/wide">u</a><a href="/%C3%A9 y">e</a><a href="http://[">b</a>',
    "/b": '<base href="/deep/"><a href="er">d</a>',
    "/deep/er": "<p>x",
    "/é y": "<p>y",
    "/there/": "<p>z",
    "/t": "<p>t",
}
ODD: dict[str, tuple[int, list[tuple[str, str]], bytes]] = {
    "/xhtml": (200, [("content-type", "application/xhtml+xml")], b"<html/>"),
    "/gone": (404, [], b"none"),
    "/gzip": (200, [("content-encoding", "gzip")], b"x"),
    "/as-is": (200, [("cache-control", "no-transform")], b"x"),
    "/text": (200, [("content-type", "text/plain")], b"<a href=/z>z</a>"),
    "/big": (200, [], b"x" * (LARGEST + 1)),
    "/there": (301, [("location", "/there/")], b""),
    "/away": (302, [("location", "https://other.example/")], b""),
    "/round": (302, [("location", "/round")], b""),
    "/wide": (200, [("content-type", "text/html; charset=utf-16")], b"x"),
}


class Site:
    """Serves these pages, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[bytes, bytes]]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        path = scope["path"]
        self.asked.append((scope["method"], path, dict(scope["headers"])))
        body = PAGES.get(path, "none").encode()
        status, said, data = ODD.get(path, (200 if path in PAGES else 404, [], body))
        fields = {"content-type": "text/html; charset=utf-8", **dict(said)}
        headers = [(name.encode(), value.encode()) for name, value in fields.items()]
        await send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await send({"type": "http.response.body", "body": data})


@contextmanager
def trickling(begun: bytes) -> Iterator[str]:
    """Serve an answer that goes on by a byte now and then, for ten seconds."""
    is_over = Event()

    def serve(listener: socket.socket) -> None:
        with suppress(OSError), listener.accept()[0] as line:
            line.recv(9999)
            line.sendall(begun)
            for _ in range(200):
                if is_over.wait(0.05):
                    return
                line.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=serve, args=[listener], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            is_over.set()
            thread.join(20)


@pytest.fixture(scope="module")
def crawl() -> tuple[Site, Harvest]:
    site = Site()
    with serving(site) as url:
        harvest = Crawl(url, "/_sarto", lambda *_: None).run(["/"])
    return site, harvest


def test_links_of_the_same_origin_are_followed_once_each(crawl) -> None:
    site, harvest = crawl
    paths = [page.path for page in harvest.pages]
    assert sorted(paths) == sorted({*PAGES})
    asked = [path for _, path, _ in site.asked if path != "/round"]
    assert len(asked) == len(set(asked))


def test_nothing_is_asked_for_that_could_do_something(crawl) -> None:
    site, _ = crawl
    assert {method for method, *_ in site.asked} == {"GET"}
    paths = {path for _, path, _ in site.asked}
    forbidden = {
        "/logout",
        "/c/",
        "/doc.pdf",
        "/_sarto/privacy",
        "/file",
        "/form",
        "/z",
    }
    assert paths.isdisjoint(forbidden)


def test_a_stranger_has_no_cookies_and_wants_plain_bytes(crawl) -> None:
    for *_, headers in crawl[0].asked:
        assert b"cookie" not in headers
        assert headers[b"accept-encoding"] == b"identity"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/xhtml", "XHTML"),
        ("/gone", "answers 404"),
        ("/gzip", "comes as gzip"),
        ("/as-is", "no-transform"),
        ("/big", "more than 1000000 bytes"),
        ("/round", "redirects in a row"),
        ("/wide", "charset"),
    ],
)
def test_what_cannot_be_checked_is_said(crawl, path, reason) -> None:
    told = {each.file: each.reason for each in crawl[1].unread}
    assert reason in told[path]


def test_what_is_no_page_of_the_site_is_passed_over_in_silence(crawl) -> None:
    told = {each.file for each in crawl[1].unread}
    assert told == {"/xhtml", "/gone", "/gzip", "/as-is", "/big", "/round", "/wide"}


def test_a_site_that_is_not_there_is_said_not_to_be() -> None:
    with serving(Site()) as url:
        pass
    harvest = Crawl(url, "/_sarto", lambda *_: None).run(["/"])
    assert "cannot be fetched" in harvest.unread[0].reason


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize("begun", [HEAD + b"\r\n", HEAD + b"X-Long: "])
def test_a_server_that_trickles_does_not_hold_a_page_for_ever(begun, monkeypatch):
    monkeypatch.setattr("sarto.workbench.crawl.web.SECONDS", 0.5)
    with trickling(begun) as url, pytest.raises(PageError, match="more than"):
        got(url, "/")


def test_patience_with_all_pages_is_looked_at_within_each(monkeypatch) -> None:
    monkeypatch.setattr("sarto.workbench.crawl.web.PATIENCE", 0.5)
    with trickling(HEAD + b"\r\n") as url:
        harvest = Crawl(url, "/_sarto", lambda *_: None).run(["/", "/b"])
    assert [each.file for each in harvest.unread] == ["/", "/b"]


def test_after_two_hundred_pages_it_is_enough(monkeypatch) -> None:
    many = "".join(f'<a href="/{number}">x</a>' for number in range(300))
    monkeypatch.setattr("sarto.workbench.crawl.web.PAGES", 7)
    monkeypatch.setitem(PAGES, "/", many)
    with serving(Site()) as url:
        harvest = Crawl(url, "/_sarto", lambda *_: None).run(["/"])
    assert "there are more" in harvest.unread[-1].reason
