"""The bytes of a request: whatever is asked, the upstream reads one request."""

from __future__ import annotations

from typing import Any

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto_adapters.sites.asking import (
    MalformedError,
    framing,
    head,
    length_of,
    path_of,
    target,
)


def scope(
    method: str = "GET", path: bytes = b"/", query: bytes = b""
) -> dict[str, Any]:
    return {"method": method, "raw_path": path, "path": "/", "query_string": query}


def read(data: bytes) -> h11.Request:
    server = h11.Connection(h11.SERVER)
    server.receive_data(data)
    asked = server.next_event()
    assert isinstance(asked, h11.Request)
    assert server.next_event() == h11.EndOfMessage(headers=[])
    assert server.trailing_data[0] == b""
    return asked


def test_a_head_is_what_it_says() -> None:
    fields = [(b"accept", b"*/*"), (b"x-name", b"caf\xc3\xa9 \xe9")]
    asked = read(head(scope(path=b"/a", query=b"b=c"), b"shop", fields, b""))
    assert (asked.method, asked.target) == (b"GET", b"/a?b=c")
    assert list(asked.headers) == [(b"host", b"shop"), *fields]


@given(
    st.text(max_size=8),
    st.binary(max_size=20),
    st.binary(max_size=20),
    st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=20)), max_size=4),
)
def test_no_bytes_make_it_two(
    method: str, path: bytes, query: bytes, fields: list[tuple[bytes, bytes]]
) -> None:
    asked = scope(method, b"/" + path, query)
    try:
        data = head(asked, b"shop", fields, b"")
    except (MalformedError, UnicodeEncodeError):
        return
    lines = data.split(b"\r\n")
    assert len(lines) == len(fields) + 4
    assert lines[-2:] == [b"", b""]
    assert lines[0].count(b" ") == 2
    assert data.count(b"\n") == data.count(b"\r") == len(fields) + 3


@pytest.mark.parametrize(
    "field",
    [
        (b"x-a\r\ncontent-length", b"5"),
        (b"x a", b"1"),
        (b"x-a:", b"1"),
        (b"", b"1"),
        (b"x-\xe9", b"1"),
        (b"x-a", b"1\r\nx-b: 2"),
        (b"x-a", b"1\n"),
        (b"x-a", b"1\r"),
        (b"x-a", b"\0"),
        (b"x-a", b"\x7f"),
    ],
)
def test_a_field_that_is_more_than_one_line_is_asked_of_nobody(
    field: tuple[bytes, bytes],
) -> None:
    with pytest.raises(MalformedError):
        head(scope(), b"shop", [field], b"")


@pytest.mark.parametrize("method", ["", "GET ", "GET /x HTTP/1.1\r\n", "GÉT"])
def test_a_method_is_a_word(method: str) -> None:
    with pytest.raises(MalformedError):
        head(scope(method), b"shop", [], b"")


@pytest.mark.parametrize(
    ("path", "query", "sent"),
    [
        (b"/a%2Fb", b"", b"/a%2Fb"),
        (b"/a b", b"c d", b"/a%20b?c%20d"),
        (b"/\r\nX: y", b"\n", b"/%0D%0AX:%20y?%0A"),
        (b"/caf\xc3\xa9", b"", b"/caf%C3%A9"),
    ],
)
def test_a_target_has_no_blank_in_it(path: bytes, query: bytes, sent: bytes) -> None:
    assert target(scope(path=path, query=query)) == sent


@pytest.mark.parametrize("path", [b"http://elsewhere.example/", b"*", b"a"])
def test_a_target_is_a_path(path: bytes) -> None:
    with pytest.raises(MalformedError):
        target(scope(path=path))


def test_a_server_without_raw_path_gets_the_path_spelled_anew() -> None:
    assert path_of({"path": "/a b/é", "raw_path": None}) == b"/a%20b/%C3%A9"
    assert path_of({"path": "/a b", "raw_path": b"/a%20b"}) == b"/a%20b"


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ([], None),
        ([(b"Content-Length", b"5")], 5),
        ([(b"content-length", b"5"), (b"content-length", b" 5")], 5),
        ([(b"content-length", b"5"), (b"Transfer-Encoding", b"chunked")], None),
    ],
)
def test_a_length_counts_unless_it_comes_in_chunks(
    fields: list[tuple[bytes, bytes]], length: int | None
) -> None:
    assert length_of(fields) == length


@pytest.mark.parametrize(
    "said", [[b"5", b"6"], [b"5, 5"], [b"+5"], [b"-1"], [b"0x5"], [b""], [b"9" * 19]]
)
def test_two_lengths_are_none(said: list[bytes]) -> None:
    with pytest.raises(MalformedError):
        length_of([(b"content-length", one) for one in said])


@pytest.mark.parametrize(
    ("method", "length", "is_empty", "ends"),
    [
        ("GET", None, True, b""),
        ("POST", None, True, b"\r\ncontent-length: 0"),
        ("GET", 0, True, b"\r\ncontent-length: 0"),
        ("POST", 5, False, b"\r\ncontent-length: 5"),
        ("POST", None, False, b"\r\ntransfer-encoding: chunked"),
        ("GET", None, False, b"\r\ntransfer-encoding: chunked"),
    ],
)
def test_a_body_has_one_end(
    method: str, length: int | None, is_empty: bool, ends: bytes
) -> None:
    assert framing(method, length, is_empty=is_empty) == ends
