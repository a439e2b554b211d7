"""One response in flight: every message in its order, nothing invented, nothing lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from sarto.asgi import Message
from sarto.compose.edit import Edit
from sarto.compose.rewrite import Terms
from support.cuts import swap, ways
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


@pytest.mark.parametrize("announced", [[], [length(SLOT)]], ids=["plain", "length"])
def test_a_body_is_rewritten_at_any_chunking(
    announced: list[tuple[bytes, bytes]],
) -> None:
    for chunks in ways(SLOT):
        client = Client()
        more = [body(each, more=True) for each in chunks]
        for last in ([*more[:-1], body(chunks[-1])], [*more, body()]):
            client = Client()
            sent([start(*announced), *last], edit(), client)
            assert client.body == NEW
            assert client.heard[-1]["more_body"] is False
            assert len(client.heard) == 1 + len(last)


def test_a_body_in_one_piece_has_its_exact_new_length() -> None:
    long = edit(a=swap("سلام" * 10))
    heard = sent([start(length(SLOT)), body(SLOT)], long)
    assert heard[0]["headers"] == [*CHANGED, length(heard[1]["body"])]


@pytest.mark.parametrize(
    "message",
    [
        {"body": SLOT},
        {"body": bytearray(SLOT), "more_body": False},
        {"body": memoryview(SLOT)},
    ],
    ids=lambda message: type(message["body"]).__name__,
)
def test_any_bytes_are_bytes(message: dict[str, object]) -> None:
    message["type"] = "http.response.body"
    heard = sent([start(length(SLOT)), message], edit())
    assert heard[1]["body"] == NEW
    assert heard[0]["headers"][-1] == length(NEW)


@pytest.mark.parametrize("nothing", [{}, {"body": None}, {"body": b""}], ids=repr)
def test_there_may_be_no_bytes(nothing: dict[str, object]) -> None:
    last = {"type": "http.response.body", **nothing}
    heard = sent(
        [start(), {**last, "more_body": True}, body(SLOT, more=True), last], edit()
    )
    assert [each.get("body") for each in heard] == [None, b"", NEW, b""]


def test_without_a_length_the_start_goes_out_at_once() -> None:
    heard = sent([start()], edit())
    assert heard == [start() | {"headers": CHANGED}]


def test_a_length_that_was_announced_is_dropped_when_the_body_comes_in_chunks() -> None:
    first, rest = body(SLOT[:9], more=True), body(SLOT[9:])
    heard = sent([start(length(SLOT)), first, rest], edit())
    assert heard[0]["headers"] == CHANGED


def test_a_body_that_came_whole_has_its_length_though_its_end_is_to_come() -> None:
    heard = sent([start(length(SLOT)), body(SLOT, more=True), body()], edit())
    assert heard[0]["headers"] == [*CHANGED, length(NEW)]
    assert heard[1:] == [body(NEW, more=True), body()]


def test_more_than_was_announced_passes_as_it_comes() -> None:
    messages = [start(length(SLOT)), body(SLOT, more=True), body(SLOT)]
    assert sent(messages, edit())[2] == body(SLOT)


def test_the_start_of_a_response_without_a_body_has_no_length() -> None:
    heard = sent([start(length(SLOT)), body()], edit())
    assert heard == [start() | {"headers": CHANGED}, body()]


def test_a_page_whose_slots_stay_still_has_its_length() -> None:
    unchanged = Edit(headers=list(CHANGED))
    heard = sent([start(length(SLOT)), body(SLOT)], unchanged)
    assert heard == [start() | {"headers": [*CHANGED, length(SLOT)]}, body(SLOT)]


@pytest.mark.parametrize(
    ("content_type", "shown"), [(b"text/html; charset=utf-16", SLOT), (b"", NEW)]
)
def test_a_page_is_rewritten_by_its_type(content_type: bytes, shown: bytes) -> None:
    terms = Terms(swaps={"a": swap("new")}, content_type=content_type, hold_cap=999)
    for plan in ([body(SLOT)], [body(SLOT, more=True), body()]):
        client = Client()
        sent([start(), *plan], Edit(headers=[], terms=terms), client)
        assert client.body == shown


def test_a_page_in_chunks_whose_slots_stay_still_passes() -> None:
    plan = [body(SLOT, more=True), body(SLOT)]
    assert sent([start(), *plan], Edit(headers=[]))[1:] == plan


def test_what_is_no_page_passes_as_it_came() -> None:
    odd = [[b"X-Odd", b"1"], (b"Content-Length", b"1")]
    messages: list[dict[str, Any]] = [
        {"type": "http.response.debug", "info": {}},
        {
            "type": "http.response.start",
            "status": 200,
            "headers": odd,
            "trailers": True,
        },
        {"type": "http.response.body", "body": SLOT, "more_body": True},
        {"type": "http.response.pathsend", "path": "/x"},
        {"type": "http.response.body"},
        TRAILERS,
        {"type": "http.response.body", "body": b"late"},
    ]
    assert sent(messages) == messages


def test_headers_may_be_missing() -> None:
    bare = {"type": "http.response.start", "status": 200}
    assert sent([bare, body(SLOT)]) == [bare, body(SLOT)]
    assert sent([bare, body(SLOT)], edit())[0] == bare | {"headers": CHANGED}


def test_headers_may_be_a_generator() -> None:
    def headers() -> Iterator[tuple[bytes, bytes]]:
        yield from (HTML, length(SLOT))

    generated = {"type": "http.response.start", "status": 200}
    heard = sent([generated | {"headers": headers()}, body(SLOT)])
    assert heard == [start(length(SLOT)), body(SLOT)]
    heard = sent([generated | {"headers": headers()}, body(SLOT)], edit())
    assert heard[0]["headers"] == [*CHANGED, length(NEW)]


def test_other_keys_of_messages_stay() -> None:
    last = body(SLOT) | {"x": 2}
    heard = sent([start(x=1), last], edit())
    assert (heard[0]["x"], heard[1]["x"]) == (1, 2)


HINT = {"type": "http.response.early_hint", "links": []}
OTHERS = [HINT, {"type": "http.response.push"}, {"type": "x.unknown", "y": 1}]


@pytest.mark.parametrize("other", OTHERS, ids=lambda message: message["type"])
@pytest.mark.parametrize("announced", [[], [length(SLOT)]], ids=["plain", "length"])
def test_unknown_messages_pass_in_their_order(
    other: Message, announced: list[tuple[bytes, bytes]]
) -> None:
    first, last = body(SLOT[:12], more=True), body(SLOT[12:])
    plan = [other, start(*announced), other, first, other, last, other]
    client = Client()
    heard = sent(plan, edit(), client)
    assert [each["type"] for each in heard] == [each["type"] for each in plan]
    assert [each for each in heard if each == other] == [other] * 4
    assert client.body == NEW


def test_trailers_pass_and_leave_no_length() -> None:
    plan = [start(length(SLOT), trailers=True), body(SLOT), TRAILERS]
    heard = sent(plan, edit())
    assert heard == [start(trailers=True) | {"headers": CHANGED}, body(NEW), TRAILERS]


@pytest.mark.parametrize("kind", ["pathsend", "zerocopysend"])
def test_a_body_that_we_never_see_goes_out_as_it_came(kind: str) -> None:
    plan = [start(length(SLOT)), {"type": f"http.response.{kind}", "path": "/x"}]
    assert sent(plan, edit()) == plan
    assert sent([*plan, body(SLOT)], edit()) == [*plan, body(SLOT)]


def test_a_second_start_passes_in_its_order() -> None:
    plan = [start(length(SLOT)), start(), body(SLOT)]
    heard = sent(plan, edit())
    assert heard == [start() | {"headers": CHANGED}, start(), body(NEW)]


def test_a_body_before_any_start_passes() -> None:
    assert sent([body(SLOT)], edit()) == [body(SLOT)]


def test_a_body_after_the_end_is_not_rewritten() -> None:
    heard = sent([start(), body(SLOT), body(SLOT)], edit())
    assert heard[1:] == [body(NEW), body(SLOT)]


KNOWN = [
    start(length(SLOT), trailers=True),
    body(SLOT, more=True),
    body(SLOT),
    TRAILERS,
]


def test_a_known_page_is_answered_with_304_and_the_rest_is_swallowed() -> None:
    heard = sent([*KNOWN, body(SLOT)], edit(is_known=True))
    assert heard == [
        {"type": "http.response.start", "status": 304, "headers": CHANGED[1:]},
        body(),
    ]


def test_a_known_page_is_answered_once_anything_follows_its_start() -> None:
    heard = sent([start(), HINT, body(SLOT)], edit(is_known=True))
    assert [each.get("status") for each in heard] == [304, None]


def test_a_known_page_that_never_came_is_no_304() -> None:
    assert sent([start()], edit(is_known=True)) == [start() | {"headers": CHANGED}]
