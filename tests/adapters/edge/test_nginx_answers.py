"""nginx with what we write for it: what it keeps, and what it tells browsers."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.nginx_origin import targets
from support.nginx_told import EN, FA, SHOWN

pytestmark = pytest.mark.slow


def test_nothing_is_kept_longer_than_it_is_right(nginx_site):
    origin, server = nginx_site
    origin.lookup_for = origin.page_for = 0
    server.ask("/menu/tea", FA)
    server.ask("/menu/tea", FA)
    assert len(origin.take()) == 4
    assert "v1 fa" not in server.kept()


@pytest.mark.parametrize("target", ["/menu/basket", "/menu/own"])
def test_an_answer_that_sets_a_cookie_or_is_not_shareable_is_not_kept(
    nginx_site, target
):
    origin, server = nginx_site
    server.ask(target, FA)
    server.ask(target, FA)
    assert targets(origin).count(target) == 2


def test_nothing_of_ours_leaves(nginx_site):
    _, server = nginx_site
    for target in (
        "/menu/tea",
        "/menu/tea",
        "/filled",
        "/plain/not-here",
        "/menu/again",
    ):
        answer = server.ask(target, FA)
        names = {name for name in answer.headers if name != "x-sarto"}
        assert not any(
            name.startswith(("x-sarto", "x-accel", "surrogate")) for name in names
        )
        assert not {"cdn-cache-control", "cache-tag", "age"} & names


def test_browsers_are_told_what_pages_differ_by(nginx_site):
    _, server = nginx_site
    for _ in range(2):
        answer = server.ask("/menu/tea", FA)
        assert answer.all("vary") == ["Accept-Encoding", SHOWN]
        assert answer.all("cache-control") == ["private, no-cache"]


def test_only_who_has_the_right_variant_is_told_so(nginx_site):
    _, server = nginx_site
    tag = server.ask("/menu/tea", FA).headers["etag"]
    assert tag == 'W/"v1-fa"'
    same = server.ask("/menu/tea", FA, ("If-None-Match", tag))
    assert same.status == 304
    assert same.headers["etag"] == tag
    assert same.all("vary") == [SHOWN]
    other = server.ask("/menu/tea", EN, ("If-None-Match", tag))
    assert other.status == 200
    assert other.headers["etag"] == 'W/"v1-en"'
    assert (
        server.ask(
            "/menu/tea", EN, ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
        ).status
        == 200
    )
    fresh = server.ask("/menu/new", EN, ("If-None-Match", 'W/"v1-en"'))
    assert fresh.status in (200, 304)


def test_pages_are_whole_whatever_range_is_asked_for(nginx_site):
    origin, server = nginx_site
    for _ in range(2):
        answer = server.ask(
            "/menu/tea", FA, ("Range", "bytes=0-3"), ("If-Range", 'W/"v1-fa"')
        )
        assert answer.status == 200
        assert "v1 fa" in answer.text
    assert origin.faults == []


def test_pages_are_compressed_here_with_their_tag(nginx_site):
    origin, server = nginx_site
    answer = server.ask("/menu/tea", FA, ("Accept-Encoding", "gzip"))
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["etag"] == 'W/"v1-fa"'
    assert sorted(answer.all("vary")) == ["Accept-Encoding", SHOWN]
    assert "v1 fa" in server.ask("/menu/tea", FA).text
    assert origin.take()[1].one("Accept-Encoding") == "identity"


def test_head_has_the_headers_of_get(nginx_site):
    origin, server = nginx_site
    head = server.ask("/menu/tea", FA, method="HEAD")
    get = server.ask("/menu/tea", FA)
    assert head.text == ""
    assert {n for n, _ in head.pairs} == {n for n, _ in get.pairs}
    assert [each.method for each in origin.take()] == ["GET", "GET"]
    assert server.ask("/plain", method="HEAD").text == ""
    assert origin.take()[0].method == "HEAD"


def test_pages_go_on_where_the_origin_is_down_and_nothing_else(nginx_site):
    origin, server = nginx_site
    server.ask("/menu/tea", FA)
    origin.answer = None
    assert "v1 fa" in server.ask("/menu/tea", FA).text
    assert server.ask("/menu/coffee", FA).status == 502
    assert server.ask("/menu/tea", EN).status == 502


def test_many_who_ask_at_once_make_one_page(nginx_site):
    origin, server = nginx_site
    origin.delay = 0.2
    with ThreadPoolExecutor(8) as pool:
        texts = {
            a.text for a in pool.map(lambda _: server.ask("/menu/tea", FA), range(8))
        }
    assert len(texts) == 1
    assert targets(origin).count("/menu/tea") == 1
