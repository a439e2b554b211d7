"""What of one response went out: only what the server took, while somebody listened."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from sarto.compose.codings import Coding
from sarto.compose.edit import Edit
from sarto.compose.page import Page
from sarto.compose.watching import Going
from sarto.errors import Failures
from support.cuts import swap, ways
from support.sent import SLOT, Client, body, length, start
from support.watched import edit

KEPT: dict[str, Any] = {}
NEW = {"a": swap("new")}
TWO = b"<p data-sarto=a>1</p>-<p data-sarto=b>2</p>"


def gone(
    messages: list[Any],
    given: Edit | None,
    client: Client | None = None,
    *,
    going: Going | None = None,
) -> Page:
    """Send messages through a page that is watched."""
    client = client or Client()
    going = going or Going()
    page = Page(client.send, lambda *_: given, Failures(), going=going)

    async def play() -> None:
        try:
            for message in messages:
                await page.send(message)
        finally:
            await page.close()

    with suppress(OSError, asyncio.CancelledError):
        asyncio.run(play())
    return page


def is_all(page: Page) -> bool:
    assert page._going is not None
    return page._going.is_all


@pytest.mark.parametrize("swaps", [NEW, KEPT], ids=["swapped", "kept"])
def test_a_place_left_at_any_chunking(swaps: dict[str, Any]) -> None:
    for chunks in ways(SLOT):
        more = [body(each, more=True) for each in chunks[:-1]]
        page = gone([start(), *more, body(chunks[-1])], edit(swaps))
        assert page.left == {"slots.a"}
        assert is_all(page)


def test_a_page_that_nobody_watches_tells_nothing() -> None:
    page = Page(Client().send, lambda *_: edit(NEW), Failures())
    for message in (start(), body(SLOT)):
        asyncio.run(page.send(message))
    assert page.left == frozenset()


@pytest.mark.parametrize("swaps", [NEW, KEPT], ids=["swapped", "kept"])
def test_what_the_server_did_not_take_has_not_left(swaps: dict[str, Any]) -> None:
    for chunks in ways(SLOT):
        more = [start(), *(body(each, more=True) for each in chunks[:-1])]
        messages = [*more, body(chunks[-1])]
        for at in range(len(messages)):
            client = Client(hangs_up_at=at)
            page = gone(messages, edit(swaps), client)
            assert bool(page.left) == (b"</p>" in client.body)
            assert not is_all(page)


def test_a_place_that_left_stays_so_though_the_rest_is_never_sent() -> None:
    client = Client(hangs_up_at=2)
    cut = TWO.index(b"=b")
    page = gone(
        [start(), body(TWO[:cut], more=True), body(TWO[cut:])], edit({}), client
    )
    assert page.left == {"slots.a"}


def test_an_application_that_stops_early_has_shown_what_it_sent() -> None:
    cut = TWO.index(b"2")
    page = gone([start(), body(TWO[:cut], more=True)], edit({}))
    assert page.left == {"slots.a"}
    assert not is_all(page)


def test_who_went_away_was_shown_nothing_more() -> None:
    going, cut = Going(), TWO.index(b"=b")

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def play() -> Page:
        page = Page(Client().send, lambda *_: edit({}), Failures(), going=going)
        await page.send(start())
        await page.send(body(TWO[:cut], more=True))
        assert (await going.hearing(receive)())["type"] == "http.disconnect"
        await page.send(body(TWO[cut:]))
        return page

    page = asyncio.run(play())
    assert page.left == {"slots.a"}
    assert not is_all(page)


def test_who_still_asks_has_not_gone_away() -> None:
    going = Going()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(going.hearing(receive)())
    assert gone([start(), body(SLOT)], edit({}), going=going).left == {"slots.a"}


def test_a_page_that_is_known_already_is_not_shown() -> None:
    known = Edit(headers=[], terms=edit(NEW).terms, is_known=True)
    page = gone([start(), body(SLOT)], known)
    assert page.left == frozenset()
    assert not is_all(page)


def test_a_page_that_is_left_alone_tells_nothing() -> None:
    page = gone([start(), body(SLOT)], None)
    assert page.left == frozenset()
    assert not is_all(page)


def test_a_body_that_breaks_off_in_our_hands_shows_nothing() -> None:
    def fails() -> None:
        raise ValueError

    broken = edit({"a": swap("new"), "b": swap("B")})
    object.__setattr__(broken.terms.swaps["b"], "render", fails)
    for messages in ([body(TWO)], [body(TWO[:9], more=True), body(TWO[9:])]):
        page = gone([start(), *messages], broken)
        assert page.left == frozenset()
        assert is_all(page)


def test_a_page_in_a_coding_left_as_a_plain_one() -> None:
    coded = Edit(headers=[], terms=edit({}).terms, coding=Coding("gzip"))
    for chunks in ways(SLOT):
        more = [body(each, more=True) for each in chunks[:-1]]
        assert gone([start(), *more, body(chunks[-1])], coded).left == {"slots.a"}


def test_a_body_that_lies_about_its_coding_shows_nothing() -> None:
    undone = Coding("gzip", is_undone=True)
    coded = Edit(headers=[], terms=edit(NEW).terms, coding=undone)
    assert gone([start(length(SLOT)), body(SLOT)], coded).left == frozenset()


def test_what_may_not_go_out_as_it_was_made_was_not_shown() -> None:
    unfit = Edit(headers=[], terms=edit(NEW).terms, is_fit=lambda _: False)
    assert gone([start(length(SLOT)), body(SLOT)], unfit).left == frozenset()
