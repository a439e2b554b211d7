"""What is a real Varnish's own in what it does with what clients ask."""

import threading
import time

import pytest

from support.edge_asking import said_raw
from support.edge_described import TOKEN, whole
from support.edge_origin import Answer, fixed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cache(opened):
    filled = whole("/filled", "/menu/filled.*")
    return opened("varnish", "/filled", filled=filled)


@pytest.mark.parametrize(
    ("path", "cookie"),
    [
        ("/own", "band=1"),
        ("/noted", "seen=1"),
        ("/menu/due", "_ga=1; due=1; _gid=2"),
        ("/private?x", "a=1"),
        ("/_sarto/privacy", "a=1"),
    ],
)
def test_who_is_asked_for_as_they_are_has_their_address_told(site, path, cookie):
    site.ask(path, Cookie=cookie, X_Forwarded_For="9.9.9.9")

    (request,) = site.origin.of(path.partition("?")[0])
    assert request["x-forwarded-for"] == "9.9.9.9, 127.0.0.1"


@pytest.mark.parametrize(
    "fields",
    [
        {"Authorization": ""},
        {"Connection": "X-Geo", "X_Geo": "IR"},
        {"Connection": ["close", "keep-alive , x-sarto-language"]},
    ],
)
def test_what_is_no_plain_question_for_a_page_is_passed_on(site, page, fields):
    assert "raw" in site.ask(page, **fields).text
    assert site.origin.paths() == [page]


def test_a_body_nobody_wants_leaves_the_origin_in_order(site, page):
    assert "raw" in site.ask(page, body=b"GET /evil HTTP/1.1\r\n\r\n").text
    assert site.ask(page).text == f"<p>page {page} for en other none</p>"
    assert site.origin.paths() == [page, "/_sarto/key", page]


def test_a_head_tells_how_long_a_page_is(site, page):
    head, got = site.ask(page, "HEAD"), site.ask(page)

    assert head["content-length"] == got["content-length"] == str(len(got.body))


def test_a_page_is_whole_whatever_range_is_asked_for(site, page):
    tag = site.ask(page)["etag"]

    assert site.ask(page, If_Range=tag, Range="bytes=1-2").status == 200


@pytest.mark.parametrize("path", ["/_sarto/key/", "/_sarto/key;a"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_for_the_edge_alone_is_nowhere(site, path, method):
    got = site.ask(path, method, X_Sarto_Edge=TOKEN)

    assert (got.status, got.text) == (404, "Not found\n")
    assert got["cache-control"] == "no-store"
    assert site.origin.paths() == []


def test_a_look_up_with_dots_before_it_proves_nothing(site):
    site.ask("/./_sarto/key")

    assert "x-sarto-edge" not in site.origin.asked[0]


def test_who_may_not_share_does_not_wait_for_others(site, page):
    site.origin.answers[page] = fixed("", 200, **{"X-Sarto-Pass": "1"})
    site.ask(page)
    site.origin.asked.clear()
    site.origin.hold()
    some = [threading.Thread(target=site.ask, args=(page,)) for _ in range(6)]
    for each in some:
        each.start()
    until = time.monotonic() + 10
    while len(site.origin.of(page)) < 6:
        assert time.monotonic() < until, "one waits for another"
        time.sleep(0.01)
    site.origin.go_on()
    for each in some:
        each.join()


@pytest.mark.parametrize(
    "path",
    [
        "//menu/1",
        "/menu/..%2fprivate",
        "/menu/%2e%2e/x",
        "/menu/1;a=1",
        "/%6denu/1",
        "/menu/1.css",
        "/menu/?a?b&c",
        "/menu/" + "a" * 6000,
        "/menu/" * 1000,
    ],
)
def test_an_odd_target_reaches_the_origin_as_it_is(site, path):
    assert site.ask(path, Cookie="a=1").status == 200
    assert site.origin.asked[-1].target.lstrip("/") == path.lstrip("/")


def test_http_1_0_has_no_host_and_http_1_1_must(site, page):
    assert said_raw(site.port, f"GET {page} HTTP/1.0").startswith(b"HTTP/1.1 200 ")
    assert said_raw(site.port, f"GET {page} HTTP/1.1").startswith(b"HTTP/1.1 400 ")


def test_other_pages_go_varnishs_own_way(site):
    said = [
        ("Cache-Control", "max-age=60"),
        ("CDN-Cache-Control", "max-age=9"),
        ("X-Sarto-Own", "x"),
    ]
    site.origin.answers["/site"] = lambda _: Answer("site", said)

    for _ in range(2):
        got = site.ask("/site")
        assert (got.text, got["cdn-cache-control"], got["x-sarto-own"]) == (
            "site",
            "max-age=9",
            "",
        )
    assert site.ask("/site", Cookie="a=1")["age"] == "0"
    assert len(site.origin.of("/site")) == 2
    assert "x-sarto-edge" not in site.origin.asked[0]


def test_an_origin_that_is_down_is_told_and_kept_pages_go_on(opened):
    site = opened("varnish", "/filled", filled=whole("/filled"))
    said = site.ask("/menu/1", Connection="close")
    filled = site.ask("/filled")
    site.origin.close()
    assert "hello stranger" in filled.text
    assert site.ask("/menu/1").text == said.text
    for path, cookie in (("/menu/2", ""), ("/menu/1", "new=1"), ("/private", "")):
        assert site.ask(path, Cookie=cookie).status == 503
    assert site.ask("/filled").text == "<p>page /filled for en other none</p>"
