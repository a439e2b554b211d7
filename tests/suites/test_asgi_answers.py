"""The ASGI law for answers: which of them are pages whose slots are swapped."""

import pytest

from support.law import (
    CAN_CHANGE,
    HTML,
    PAGE,
    PRIVATE,
    ROADS,
    SWAPPED,
    body,
    length,
    said,
    start,
    whole,
)


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("status", [103, 204, 205, 304])
def test_e19_an_answer_without_a_body_passes(law, path, status):
    more = [HTML, (b"etag", b'"1"'), (b"vary", b"cookie"), (b"date", b"today")]

    assert law.is_same(said(start(*more, status=status), body()), path)
    assert law.is_same(said(start(status=status), body()), path)


@pytest.mark.parametrize("path", ROADS)
def test_e20_a_part_of_a_page_passes(law, path):
    part = start(HTML, (b"content-range", b"bytes 0-9/99"), status=206)
    parts = start((b"content-type", b"multipart/byteranges; boundary=x"), status=206)

    assert law.is_same(said(part, body(PAGE)), path)
    assert law.is_same(said(parts, body(PAGE)), path)


@pytest.mark.parametrize("path", CAN_CHANGE)
def test_e20_parts_are_neither_asked_for_nor_offered(law, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(dict(scope["headers"]))
        await whole((b"accept-ranges", b"bytes"))(scope, receive, send)

    asked = [("Range", "bytes=0-9"), ("If-Range", '"1"')]
    answer = law.heard(app, path, headers=asked)

    assert {b"range", b"if-range"}.isdisjoint(seen[0])
    assert answer.header("accept-ranges") is None
    assert answer.status == 200


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize(
    "kind",
    [
        b"font/woff2",
        b"application/json",
        b"text/javascript",
        b"text/plain",
        b"text/htmlx",
    ],
)
def test_e42_other_types_pass_whatever_they_hold(law, kind, path):
    more = [(b"content-type", kind), length(PAGE), (b"cache-control", b"public")]

    assert law.is_same(said(start(*more), body(PAGE)), path)
    assert law.is_same(
        said(start(*more), body(PAGE[:40], more=True), body(PAGE[40:])), path
    )


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("kind", [None, b"application/xhtml+xml", b""])
def test_e43_no_type_and_xhtml_pass(law, kind, path):
    headers = [] if kind is None else [(b"content-type", kind)]

    assert law.is_same(said(start(*headers), body(PAGE)), path)


@pytest.mark.parametrize(
    "kind",
    [b"text/html", b"TEXT/HTML", b" text/html ;charset=utf-8", b"text/html;a=b;c"],
)
def test_e43_html_is_html_however_it_is_written(law, kind):
    references = "".join(f"&#{ord(letter)};" for letter in "سلام")
    text = "سلام" if b"utf-8" in kind else references  # where no charset is said

    answer = law.heard(said(start((b"content-type", kind)), body(PAGE)))

    assert answer.text == SWAPPED.decode().replace("سلام", text)


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("how", [b"attachment", b"Attachment; filename=a.html"])
def test_e45_a_download_passes(law, path, how):
    assert law.is_same(whole((b"content-disposition", how)), path)


def test_e45_a_page_that_is_shown_is_none(law):
    assert law.heard(whole((b"content-disposition", b"inline"))).body == SWAPPED


def test_e50_a_mount_is_left_out_of_the_path_and_the_host_never_part_of_it(law):
    mounted = {"root_path": "/shop", "raw_path": b"/shop/other"}
    hostile = [("Host", "x/page?"), ("X-Original-URL", "/page")]

    assert law.heard(whole(), "/shop/page?who=you", **mounted).body == SWAPPED
    assert law.is_same(whole(), "/page?who=you", root_path="/page")
    assert law.is_same(whole(), "/other?who=you", headers=hostile)


@pytest.mark.parametrize("status", [201, 301, 302, 400, 403, 404, 422, 500, 503])
def test_e57_pages_of_any_status_are_swapped_and_errors_never_stored(law, status):
    answer = law.heard(whole((b"location", b"/x"), status=status))

    assert (answer.status, answer.body) == (status, SWAPPED)
    policy = "private, no-store" if status >= 400 else PRIVATE[1].decode()
    assert answer.header("cache-control") == policy
    assert answer.header("location") == "/x"
