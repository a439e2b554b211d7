"""An answer that may only go out whole and fit, and the headers of one that does not."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from sarto.compose.codings import Coding
from sarto.compose.edit import Edit
from sarto.compose.page import Page
from sarto.errors import Failures
from support.sent import (
    CHANGED,
    HTML,
    NEW,
    SLOT,
    TRAILERS,
    Client,
    body,
    edit,
    length,
    sent,
    start,
)

FAILING = [HTML, (b"x-sarto-pass", b"1")]
ETAG = (b"etag", b'"1"')


def fitting(*, fit: bool = True, **more: Any) -> Edit:
    return replace(edit(), failing=list(FAILING), is_fit=lambda _: fit, **more)


def test_a_whole_body_that_is_fit_goes_out_changed() -> None:
    heard = sent([start(length(SLOT)), body(SLOT)], fitting())
    assert heard == [{**start(), "headers": [*CHANGED, length(NEW)]}, body(NEW)]


def test_what_is_asked_is_the_body_as_it_would_go_out() -> None:
    seen: list[bytes] = []
    given = replace(fitting(), is_fit=lambda made: not seen.append(made))
    sent([start(length(SLOT)), body(SLOT)], given)
    assert seen == [NEW]


def test_one_that_is_not_goes_out_as_it_came_and_says_so() -> None:
    heard = sent([start(ETAG, length(SLOT)), body(SLOT)], fitting(fit=False))
    assert heard == [{**start(), "headers": FAILING}, body(SLOT)]


@pytest.mark.parametrize("size", [1, 5, 24])
def test_what_comes_in_pieces_goes_out_as_it_came(size: int) -> None:
    pieces = [SLOT[at : at + size] for at in range(0, len(SLOT), size)]
    parts = [body(each, more=True) for each in pieces]
    for first in (start(length(SLOT)), start()):
        heard = sent([first, *parts, body()], fitting())
        assert heard[0]["headers"] == FAILING
        assert b"".join(each["body"] for each in heard[1:]) == SLOT


def test_what_comes_at_once_in_a_stream_is_whole() -> None:
    heard = sent([start(length(SLOT)), body(SLOT, more=True), body()], fitting())
    assert heard == [
        {**start(), "headers": [*CHANGED, length(NEW)]},
        body(NEW, more=True),
        body(),
    ]


@pytest.mark.parametrize("more", [{}, {"trailers": True}])
def test_a_whole_body_need_not_be_announced(more) -> None:
    heard = sent([start(**more), body(SLOT), TRAILERS], fitting())
    assert heard[0] == {**start(**more), "headers": [*CHANGED, length(NEW)]}
    assert heard[1:] == [body(NEW), TRAILERS]


def test_the_start_waits_until_it_is_known() -> None:
    client = Client()
    page = Page(client.send, lambda _status, _headers: fitting(), Failures())
    asyncio.run(page.send(start()))
    assert client.heard == []


def test_what_a_client_has_already_is_not_asked_of() -> None:
    heard = sent([start(), body(SLOT)], fitting(fit=False, is_known=True))
    assert heard == [{**start(), "status": 304, "headers": CHANGED[1:]}, body()]


def test_a_body_that_nobody_sees_goes_out_as_it_came() -> None:
    unseen = {"type": "http.response.pathsend", "path": "/tmp/x"}  # noqa: S108 - it is not there
    heard = sent([start(length(SLOT)), unseen], fitting())
    assert heard == [{**start(), "headers": FAILING}, unseen]


def test_an_empty_body_is_a_body() -> None:
    heard = sent([start(length(b"")), body()], fitting(fit=False))
    assert heard == [{**start(), "headers": FAILING}, body()]


def test_a_question_that_fails_is_no_leave() -> None:
    def broken(_: bytes) -> bool:
        raise OSError

    failures = Failures()
    given = replace(fitting(), is_fit=broken)
    heard = sent([start(length(SLOT)), body(SLOT)], given, failures=failures)
    assert heard == [{**start(), "headers": FAILING}, body(SLOT)]
    assert failures.counts == {"compose": 1}


def test_rewriting_that_fails_says_so_where_it_can() -> None:
    def broken(_data: bytes, _wanted: object) -> Any:
        raise OSError

    client, failures = Client(), Failures()
    given = replace(edit(), failing=list(FAILING))

    async def play() -> None:
        page = Page(client.send, lambda _status, _headers: given, failures, broken)
        for message in (start(ETAG, length(SLOT)), body(SLOT)):
            await page.send(message)

    asyncio.run(play())
    assert client.heard == [{**start(), "headers": FAILING}, body(SLOT)]
    assert failures.counts == {"compose": 1}


def test_without_other_headers_what_fails_goes_out_as_it_came() -> None:
    first = start(ETAG, length(SLOT))
    given = replace(edit(), is_fit=lambda _: False)
    assert sent([first, body(SLOT)], given) == [first, body(SLOT)]


@pytest.mark.parametrize("fit", [True, False])
def test_an_encoded_answer_is_asked_of_before_it_is_encoded(fit: bool) -> None:
    seen: list[bytes] = []
    given = replace(
        fitting(coding=Coding("gzip")),
        is_fit=lambda made: bool([seen.append(made), fit][1]),
    )
    heard = sent([start(length(SLOT)), body(SLOT)], given)
    assert seen == [NEW]
    data = b"".join(each["body"] for each in heard[1:])
    assert (data == SLOT) is not fit
    assert (heard[0]["headers"] == FAILING) is not fit
