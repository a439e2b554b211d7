"""A form is read whole, small, and of one kind; or it is not read at all."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarto.pages.posted import (
    GoneError,
    Posted,
    UnreadableError,
    parsed,
    posted,
)
from support.play import scope_of

KIND = "application/x-www-form-urlencoded"


def read(*parts: bytes, kind: str = KIND, headers=(), gone: bool = False) -> Posted:
    messages = [
        {"type": "http.request", "body": part, "more_body": gone or number < len(parts)}
        for number, part in enumerate(parts, 1)
    ]
    messages.append({"type": "http.disconnect"})

    async def receive() -> dict:
        return messages.pop(0)

    fields = [("content-type", kind)] if kind else []
    return asyncio.run(posted(scope_of(headers=[*fields, *headers]), receive))


def test_a_form_is_read_in_pieces() -> None:
    form = read(b"choice=a", b"ll&next=%2Fmenu", b"&purpose=a&purpose=b&x=")
    assert form.one("choice") == "all"
    assert form.one("next") == "/menu"
    assert form.one("x") == ""
    assert form.one("y") is None
    assert form.all("purpose") == ("a", "b")
    assert list(form.without("purpose", "next")) == [("choice", "all"), ("x", "")]


@pytest.mark.parametrize(
    "kind", [KIND, KIND.upper(), f"{KIND}; charset=utf-8", f" {KIND} ;x"]
)
def test_its_kind_is_told_by_its_name_alone(kind) -> None:
    assert read(b"a=b", kind=kind).one("a") == "b"


@pytest.mark.parametrize(
    ("status", "more"),
    [
        (415, {"kind": ""}),
        (415, {"kind": "text/plain"}),
        (415, {"kind": "multipart/form-data; boundary=x"}),
        (415, {"kind": "application/json"}),
        (415, {"kind": f"{KIND}, text/plain"}),
        (415, {"headers": [("content-type", "text/plain")]}),
        (415, {"headers": [("content-encoding", "gzip")]}),
        (413, {"headers": [("content-length", "4097")]}),
        (413, {"headers": [("content-length", "9" * 5000)]}),
        (400, {"headers": [("content-length", "-1")]}),
        (400, {"headers": [("content-length", "4k")]}),
    ],
)
def test_what_is_no_small_form_is_refused_unread(status, more) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(b"a=b", **more)
    assert refused.value.status == status


def test_identity_is_no_coding() -> None:
    assert read(b"a=b", headers=[("content-encoding", "identity")]).one("a") == "b"


def test_a_form_of_four_kibibytes_is_read_and_no_larger_one() -> None:
    assert len(read(b"a=", b"x" * 4094).one("a") or "") == 4094
    with pytest.raises(UnreadableError) as refused:
        read(b"a=", b"x" * 4095)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    "text", [b"a=%FF", b"a=\xff", b"a=%00", b"%1b=b", b"a=%7f", b"a=b&" * 65]
)
def test_what_is_no_text_is_no_form(text) -> None:
    with pytest.raises(UnreadableError) as refused:
        parsed(text)
    assert refused.value.status == 400


def test_lines_may_be_parted() -> None:
    assert parsed(b"a=%0D%0A%09b").one("a") == "\r\n\tb"


def test_a_field_that_is_said_two_ways_is_none() -> None:
    with pytest.raises(UnreadableError):
        parsed(b"next=/a&next=/b").one("next")
    assert parsed(b"next=/a&next=/a").one("next") == "/a"


def test_nobody_answers_a_client_that_left() -> None:
    with pytest.raises(GoneError):
        read(b"a=b", gone=True)


@given(st.binary(max_size=200))
def test_nothing_else_is_raised_for_any_bytes(data) -> None:
    with suppress(UnreadableError):
        parsed(data)
