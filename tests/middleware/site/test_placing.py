import asyncio
import gzip
from typing import Any

import pytest

from sarto.errors import Failures
from sarto.headers import Headers
from sarto.site.placing import Placing
from support.play import Played, html, scope_of

PIECE = "<p>é</p>"
PLACED = b"<p>&#233;</p>"
TYPE = "content-type"


def put(app: Any, made: Any = lambda: PIECE, **more: Any) -> Played:
    """Play a request whose answer something is put into."""
    result, failures = Played(), Failures()
    scope = scope_of(**more)

    async def send(message: dict[str, Any]) -> None:
        result.messages.append(message)

    def dress(fields: Headers) -> Headers:
        return [*fields, (b"x-dressed", b"1")]

    placing = Placing(
        send=send, method=scope["method"], made=made, dress=dress, failures=failures
    )
    asyncio.run(app(scope, None, placing.sent))
    return result


@pytest.mark.parametrize(
    ("page", "placed"),
    [
        (b"<p>a", b"<p>a%b"),
        (b"", b"%b"),
        (b"<body>a</body></html>", b"<body>a%b</body></html>"),
        (b"<body>a</BODY >\n</Html>\n", b"<body>a%b</BODY >\n</Html>\n"),
        (b"a</body>", b"a%b</body>"),
        (b"a</body><!-- </body> -->", b"a</body><!-- </body> -->%b"),
        (b"a</bodyx></html>", b"a</bodyx></html>%b"),
        (b"a</body>" + b" " * 300, b"a</body>" + b" " * 300 + b"%b"),
    ],
)
def test_it_comes_last_into_the_page(page: bytes, placed: bytes) -> None:
    assert put(html(page)).body == placed.replace(b"%b", PLACED)


@pytest.mark.parametrize("chunks", [2, 3, 7, 30])
def test_however_a_page_comes_all_of_it_is_there_once(chunks: int) -> None:
    page = b"<!doctype html><body><p>text</p></body></html>"
    answer = put(html(page, chunks=chunks))
    assert answer.body.replace(PLACED, b"") == page
    assert answer.body.count(PLACED) == 1
    assert len(answer.bodies) > 1


def test_a_long_page_passes_as_a_short_one_does() -> None:
    page = b"<p>" + b"text " * 2000
    assert put(html(page, chunks=9)).body == page + PLACED


def test_nothing_but_the_last_piece_waits() -> None:
    answer = put(html(b"abcd", chunks=4))
    assert [m["body"] for m in answer.bodies] == [b"a", b"b", b"c", b"d" + PLACED]


def test_headers_are_dressed_and_the_untrue_go() -> None:
    said = [("etag", '"1"'), ("last-modified", "x"), ("accept-ranges", "bytes")]
    answer = put(html(b"a", headers=said))
    assert answer.raw_headers == [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"x-dressed", b"1"),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        [(TYPE, "application/json")],
        [(TYPE, "application/xhtml+xml")],
        [(TYPE, "text/html"), ("content-disposition", "attachment")],
        [(TYPE, "text/html"), ("cache-control", "no-transform")],
        [(TYPE, "text/html"), ("content-encoding", "compress")],
    ],
)
def test_what_is_no_page_passes_and_is_dressed(headers: list[tuple[str, str]]) -> None:
    answer = put(html(b"{}", headers=headers))
    assert answer.body == b"{}"
    assert answer.header("content-length") == "2"
    assert answer.header("x-dressed") == "1"


@pytest.mark.parametrize("status", [204, 205, 206, 304])
def test_nothing_is_put_where_there_is_no_page(status: int) -> None:
    assert put(html(b"", status=status)).body == b""


def test_to_head_comes_what_get_would_say_without_its_body() -> None:
    answer = put(html(b""), method="HEAD")
    assert answer.body == b""
    assert answer.header("content-length") is None


@pytest.mark.parametrize("status", [404, 500])
def test_pages_of_errors_have_it_too(status: int) -> None:
    assert put(html(b"a", status=status)).body.endswith(PLACED)


@pytest.mark.parametrize("chunks", [1, 5])
def test_a_page_that_comes_packed_goes_out_plain(chunks: int) -> None:
    packed = gzip.compress(b"<body>abc</body>")
    headers = [("content-encoding", "gzip")]
    answer = put(html(packed, headers=headers, chunks=chunks))
    assert answer.body.replace(PLACED, b"") == b"<body>abc</body>"
    assert answer.header("content-encoding") is None


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<p>a".encode("utf-16"), "text/html"),
        (b"<p>a", "text/html; charset=utf-16"),
        (b"<p>a", "text/html; charset=iso-2022-jp"),
        (b'<meta charset="hz-gb-2312"><p>a', "text/html"),
    ],
)
def test_where_ascii_is_not_ascii_nothing_is_put(page: bytes, kind: str) -> None:
    assert put(html(page, headers=[(TYPE, kind)])).body == page


@pytest.mark.parametrize("charset", ["windows-1256", "shift_jis", "utf-8"])
def test_in_all_other_charsets_it_reads_the_same(charset: str) -> None:
    kind = f"text/html; charset={charset}"
    body = put(html(b"<p>a", headers=[(TYPE, kind)])).body
    assert body == b"<p>a" + PLACED


def test_where_it_cannot_be_made_the_page_goes_out_without() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    assert put(html(b"<p>a"), broken).body == b"<p>a"


def test_what_is_no_part_of_a_page_passes() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.debug", "info": {}})
        fields = iter([(b"Content-Type", b"text/html")])
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body"})
        await send({"type": "http.response.body", "body": b"late"})

    answer = put(app)
    assert answer.messages[0] == {"type": "http.response.debug", "info": {}}
    assert [each.get("body") for each in answer.bodies] == [PLACED, b"late"]


@pytest.mark.parametrize("chunks", [1, 3])
@pytest.mark.parametrize("way", ["gzip", "deflate"])
def test_a_page_that_is_not_packed_as_it_says_passes_as_it_is(
    way: str, chunks: int
) -> None:
    page = b"<p>not packed at all</p>"
    headers = [("content-encoding", way)]
    answer = put(html(page, headers=headers, chunks=chunks))
    assert answer.body == page
    assert answer.header("content-encoding") == way
    assert answer.header("x-dressed") == "1"


def test_a_packed_page_that_breaks_off_harms_nobody() -> None:
    packed = gzip.compress(bytes(range(256)) * 40, 0)
    broken = packed[:600] + b"\xff" * 60
    answer = put(html(broken, headers=[("content-encoding", "gzip")], chunks=6))
    assert answer.header("content-encoding") is None
    assert answer.bodies[-1].get("more_body", False) is False
    assert answer.body.endswith(PLACED)


def test_the_start_of_a_packed_page_waits_for_its_first_bytes() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        fields = [(b"content-type", b"text/html"), (b"content-encoding", b"gzip")]
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        await send({"type": "http.response.body", "body": b"no gzip"})

    answer = put(app)
    assert answer.body == b"no gzip"
    assert answer.header("content-encoding") == "gzip"
