"""The ASGI law for headers: what passes, what is no longer true, what is added."""

import gzip
from collections import UserList

import pytest

from support.law import (
    HTML,
    OWN,
    PAGE,
    PRIVATE,
    ROADS,
    SWAPPED,
    YOURS,
    body,
    heard,
    length,
    said,
    start,
)

CAN_CHANGE = ROADS[1:]
KEPT = [PAGE, PAGE, SWAPPED]
PAIRS = list(zip(ROADS, KEPT, strict=True))


def whole(*headers, data=PAGE, **more):
    return said(start(HTML, *headers, length(data), **more), body(data))


@pytest.mark.parametrize(("path", "data"), PAIRS)
@pytest.mark.parametrize("chunks", [1, 2])
def test_e16_e17_a_length_is_exact_or_gone_and_never_twice(law, path, data, chunks):
    parts = (
        [body(PAGE[:60], more=True), body(PAGE[60:])] if chunks > 1 else [body(PAGE)]
    )

    answer = law.heard(said(start(HTML, length(PAGE)), *parts), path)

    said_of_it = [v for n, v in answer.raw_headers if n == b"content-length"]
    assert answer.body == data
    is_known = chunks == 1 or path == ROADS[0]
    assert said_of_it == ([b"%d" % len(data)] if is_known else [])
    assert len(SWAPPED) > len(SWAPPED.decode())  # else bytes would be characters


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("data", [b"", PAGE], ids=["empty", "with bytes"])
@pytest.mark.parametrize(
    "accepted", [[], [("Accept-Encoding", "gzip")]], ids=["", "gzip"]
)
def test_e18_a_head_has_the_headers_of_its_get(law, path, data, accepted):
    more = [(b"etag", b'"1"'), (b"vary", b"accept-encoding")]
    plain = b"x" * 600 + PAGE
    said_of_it = start(HTML, length(plain), *more)

    get = law.heard(said(said_of_it, body(plain)), path, headers=accepted)
    head = law.heard(
        said(said_of_it, body(data and plain)), path, headers=accepted, method="HEAD"
    )

    lengths = {b"content-length"}
    if path == ROADS[0]:
        assert head.raw_headers == get.raw_headers
        return
    assert head.header("content-length") in (None, get.header("content-length"))
    assert [pair for pair in head.raw_headers if pair[0] not in lengths] == [
        pair for pair in get.raw_headers if pair[0] not in lengths
    ]


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


@pytest.mark.parametrize("coding", [b"", b"identity"])
def test_e21_a_coding_that_is_none_changes_nothing(law, coding):
    assert law.heard(whole((b"content-encoding", coding))).body == SWAPPED


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("coding", [b"compress", b"gzip, br", b"dcz"])
def test_e21_an_unknown_coding_passes_with_one_warning(law, path, coding, caplog):
    app = whole((b"content-encoding", coding))

    assert law.is_same(app, path)
    assert len(caplog.records) == (path != ROADS[0])


def test_e21_a_known_coding_is_rewritten_inside_it(law, caplog):
    packed = gzip.compress(PAGE)
    app = said(
        start(HTML, (b"content-encoding", b"gzip"), length(packed)), body(packed)
    )

    for path, data in zip(ROADS, KEPT, strict=True):
        assert gzip.decompress(law.heard(app, path).body) == data
    assert law.heard(app, ROADS[1]).body == packed
    assert len(caplog.records) == 1


def test_e22_any_order_of_compressors_and_sarto_gives_the_same_page(law):
    from starlette.middleware.gzip import GZipMiddleware  # noqa: PLC0415 - only here

    long = PAGE + b"rest " * 200
    app = whole(data=long)
    accepted = [("Accept-Encoding", "gzip")]
    inside = law.behind(GZipMiddleware(app))
    outside = GZipMiddleware(law.behind(app))
    both = GZipMiddleware(law.behind(GZipMiddleware(app)))

    for order in (inside, outside, both):
        answer = heard(order, headers=accepted)
        assert answer.header("content-encoding") == "gzip"
        assert gzip.decompress(answer.body) == long.replace(OWN, YOURS)
        assert heard(order).body == long.replace(OWN, YOURS)


def test_e23_each_variant_has_a_weak_tag_and_its_own_304(law):
    app = whole((b"etag", b'"strong"'))
    tags = [law.heard(app, path).header("etag") for path in CAN_CHANGE]

    assert law.heard(app, ROADS[0]).header("etag") == '"strong"'
    assert all(tag.startswith('W/"') for tag in tags)
    assert len(set(tags)) == 2
    for path, tag in zip(CAN_CHANGE, tags, strict=True):
        again = [
            law.heard(app, each, headers=[("If-None-Match", tag)])
            for each in CAN_CHANGE
        ]
        assert [answer.status == 304 for answer in again] == [
            path == p for p in CAN_CHANGE
        ]
        assert b"".join(a.body for a in again if a.status == 304) == b""
    assert law.heard(app, headers=[("If-None-Match", '"strong"')]).status == 200


@pytest.mark.parametrize("path", CAN_CHANGE)
def test_e24_e25_what_was_true_of_other_bytes_goes(law, path):
    names = [
        b"last-modified",
        b"content-md5",
        b"digest",
        b"content-digest",
        b"repr-digest",
    ]

    answer = law.heard(whole(*[(name, b"x") for name in names]), path)

    assert set(names).isdisjoint(dict(answer.raw_headers))


def test_e24_e25_where_nothing_can_change_it_stays(law):
    assert law.is_same(whole((b"last-modified", b"x"), (b"digest", b"x")), ROADS[0])


@pytest.mark.parametrize(
    ("lines", "merged"),
    [
        ([b"Cookie", b"cookie, DEVICE"], "Cookie, DEVICE, User-Agent"),
        ([b"user-agent"], "user-agent"),
        ([b"*"], "*"),
        ([b"Cookie, *"], "*"),
    ],
)
def test_e26_vary_is_merged_each_name_once(folder, lines, merged):
    from sarto import Sarto  # noqa: PLC0415 - the law has no such rule

    config = '[slots.hero]\nshow = [{ when = { bot = true }, fragment = "hero.html" }]'
    app = whole(*[(b"vary", line) for line in lines])

    answer = heard(Sarto(app, config=folder(config, hero="x")))

    assert answer.header("vary") == merged
    assert len([n for n, _ in answer.raw_headers if n == b"vary"]) == 1


@pytest.mark.parametrize("path", CAN_CHANGE)
@pytest.mark.parametrize(
    ("said_of_it", "kept"),
    [
        (b"public, s-maxage=60", "private, no-cache"),
        (b"max-age=60", "private, no-cache"),
        (b"no-store", "private, no-store"),
        (b"private, NO-STORE", "private, no-store"),
    ],
)
def test_e27_a_page_that_can_change_is_private_and_never_loosened(
    law, path, said_of_it, kept
):
    assert (
        law.heard(whole((b"cache-control", said_of_it)), path).header("cache-control")
        == kept
    )


@pytest.mark.parametrize(
    "form", [tuple, list, UserList, iter, lambda h: (p for p in h)]
)
@pytest.mark.parametrize(("path", "data"), PAIRS)
def test_e35_headers_may_be_anything_that_can_be_read_once(law, form, path, data):
    async def app(scope, receive, send):
        headers = form([HTML, length(PAGE), (b"x-odd", b"1")])
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send(body(PAGE))

    answer = law.heard(app, path)

    assert answer.body == data
    assert answer.header("x-odd") == "1"


@pytest.mark.parametrize("path", ROADS)
def test_e35_headers_may_be_missing_and_pairs_be_lists(law, path):
    missing = {"type": "http.response.start", "status": 200}
    assert law.heard(said(missing, body(PAGE)), path).body == PAGE

    answer = law.heard(said(start(list(HTML)), body(PAGE)), path)
    assert answer.body == (SWAPPED if path == ROADS[2] else PAGE)


@pytest.mark.parametrize("path", ROADS)
def test_e36_names_may_be_in_any_case_and_go_out_in_lower_case_where_we_write(
    law, path
):
    names = [
        (b"Content-Type", b"Text/HTML; Charset=UTF-8"),
        (b"Content-Length", b"%d" % len(PAGE)),
    ]

    answer = law.heard(said(start(*names, (b"X-Own", b"1")), body(PAGE)), path)

    assert answer.body == (SWAPPED if path == ROADS[2] else PAGE)
    assert (
        len([n for n, _ in answer.raw_headers if n.lower() == b"content-length"]) == 1
    )
    if path != ROADS[0]:
        assert all(name == name.lower() for name, _ in answer.raw_headers)


@pytest.mark.parametrize("path", ROADS)
def test_e37_several_cookies_and_odd_bytes_keep_their_order(law, path):
    odd = [
        (b"set-cookie", b"a=1"),
        (b"x", b"\xe9\xff"),
        (b"set-cookie", b"b=2"),
        (b"x", b""),
    ]
    odd += [(b"set-cookie", b"c=3"), (b"link", b"</a>"), (b"link", b"</b>")]

    answer = law.heard(whole(*odd), path)

    assert [pair for pair in answer.raw_headers if pair in odd] == odd
    own = {b"content-type", b"content-length", b"cache-control"}
    assert {name for name, _ in answer.raw_headers} <= {n for n, _ in odd} | own


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [(b"cookie", b"a=1"), (b"cookie", b"b=2; =;;c")],
        [(b"user-agent", b"\xff\xfe\x00"), (b"accept-language", b"\xe9")],
        [(b"host", b"a"), (b"host", b"b")],
    ],
    ids=["none", "cookies", "bytes", "hosts"],
)
@pytest.mark.parametrize("path", ROADS)
def test_e38_odd_requests_reach_the_application_as_they_came(law, headers, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(list(scope["headers"]))
        await whole()(scope, receive, send)

    async def with_headers(scope, receive, send):
        await law.behind(app)({**scope, "headers": headers}, receive, send)

    answer = heard(with_headers, path)

    asked = [] if path == ROADS[0] else [(b"accept-encoding", b"identity")]
    assert seen == [headers + asked]
    assert answer.body == (SWAPPED if path == ROADS[2] else PAGE)


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


@pytest.mark.parametrize("path", ROADS)
def test_e54_a_transfer_encoding_is_left_to_the_server(law, path):
    chunked = (b"transfer-encoding", b"chunked")

    assert law.heard(whole(chunked), path).header("transfer-encoding") == "chunked"


@pytest.mark.parametrize(
    "accepted", ["gzip;q=0", "*;q=0", "gzip;q=0, identity", "br;q=0"]
)
def test_e55_a_refused_coding_is_not_used_and_the_application_asked_for_plain(
    law, accepted
):
    seen = []

    async def app(scope, receive, send):
        seen.append(dict(scope["headers"]).get(b"accept-encoding"))
        await whole((b"vary", b"Accept-Encoding"), data=PAGE * 9)(scope, receive, send)

    asked = [("Accept-Encoding", accepted)]
    answers = [law.heard(app, path, headers=asked) for path in ROADS]

    assert seen == [accepted.encode(), b"identity", b"identity"]
    assert all(answer.header("content-encoding") is None for answer in answers)


@pytest.mark.parametrize("path", ROADS)
def test_e56_no_field_of_one_connection_is_added(law, path):
    answer = law.heard(whole((b"etag", b'"1"')), path)

    hop = {b"connection", b"keep-alive", b"transfer-encoding", b"te", b"upgrade"}
    assert hop.isdisjoint(dict(answer.raw_headers))


@pytest.mark.parametrize("status", [201, 301, 302, 400, 403, 404, 422, 500, 503])
def test_e57_pages_of_any_status_are_swapped_and_errors_never_stored(law, status):
    answer = law.heard(whole((b"location", b"/x"), status=status))

    assert (answer.status, answer.body) == (status, SWAPPED)
    policy = "private, no-store" if status >= 400 else PRIVATE[1].decode()
    assert answer.header("cache-control") == policy
    assert answer.header("location") == "/x"
