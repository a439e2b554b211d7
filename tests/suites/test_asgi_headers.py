"""The ASGI law for headers: what passes, what is no longer true, what is added."""

from collections import UserList

import pytest

from support.law import (
    CAN_CHANGE,
    HTML,
    PAGE,
    PAIRS,
    ROADS,
    SWAPPED,
    body,
    heard,
    length,
    said,
    start,
    whole,
)


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
def test_e54_a_transfer_encoding_is_left_to_the_server(law, path):
    chunked = (b"transfer-encoding", b"chunked")

    assert law.heard(whole(chunked), path).header("transfer-encoding") == "chunked"


@pytest.mark.parametrize("path", ROADS)
def test_e56_no_field_of_one_connection_is_added(law, path):
    answer = law.heard(whole((b"etag", b'"1"')), path)

    hop = {b"connection", b"keep-alive", b"transfer-encoding", b"te", b"upgrade"}
    assert hop.isdisjoint(dict(answer.raw_headers))
