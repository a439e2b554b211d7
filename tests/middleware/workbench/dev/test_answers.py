"""Where `sarto dev` sends a browser back to: the very page, and no other site."""

import asyncio
from urllib.parse import unquote

import pytest

from sarto.workbench.dev.answers import back, local, page_of
from support.play import Played, scope_of

PAGES = [  # as a browser asks for them
    "/",
    "/a%3Fb",
    "/a%23b?c=d",
    "/100%25",
    "/caf%C3%A9?q=%C3%A9",
    "/a?b=/c?d",
    "/a;b,c=d@e",
]


def asked(target: str) -> dict:
    """Make the request for a target as a server does, its path decoded."""
    path, _, query = target.partition("?")
    return {
        **scope_of(unquote(path)),
        "path": unquote(path),
        "query_string": query.encode(),
    }


@pytest.mark.parametrize("page", PAGES)
def test_the_way_back_leads_to_the_page_that_was_asked_for(page: str) -> None:
    assert local(page_of(asked(page))) == page


def test_a_query_in_another_charset_comes_back_byte_by_byte() -> None:
    scope = {**asked("/a"), "query_string": b"q=\xe9"}

    assert local(page_of(scope)) == "/a?q=%E9"


@pytest.mark.parametrize(
    "away", ["//evil.example", "/\\evil.example", "https://a", "", "/a\nb", "a"]
)
def test_another_site_s_page_becomes_the_first_of_this_one(away: str) -> None:
    assert local(away) == "/"


def test_a_browser_that_is_sent_back_keeps_no_answer_of_it() -> None:
    answer = Played()

    async def send(message: dict) -> None:
        answer.messages.append(message)

    asyncio.run(back(send, "/a?b", (b"set-cookie", b"c=d")))

    assert (answer.status, answer.header("location")) == (303, "/a?b")
    assert answer.header("cache-control") == "no-store"
    assert answer.header("set-cookie") == "c=d"
