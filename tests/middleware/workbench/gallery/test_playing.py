"""An application is asked in this process, whatever it does."""

import asyncio

from sarto.workbench.gallery.guests import NOBODY
from sarto.workbench.gallery.playing import Playing
from support.play import html, scope_of


def asked(app, path="/"):
    with Playing(app) as play:
        return play.ask(scope_of(path))


def test_an_answer_is_whole() -> None:
    answer = asked(html("<p>many chunks</p>", chunks=4))
    assert (answer.status, answer.body) == (200, b"<p>many chunks</p>")
    assert answer.is_page


def test_a_picture_and_an_error_are_no_pages() -> None:
    assert not asked(html("<svg>", headers=[("content-type", "image/svg+xml")])).is_page
    assert not asked(html("gone", status=404)).is_page


def test_what_raises_is_an_error() -> None:
    async def app(scope, receive, send):
        raise RuntimeError

    assert asked(app).status == 500


def test_what_says_nothing_is_an_error() -> None:
    async def app(scope, receive, send):
        return None

    assert asked(app).status == 500


def test_who_waits_for_the_client_to_leave_is_told_so_once_all_is_sent() -> None:
    seen = []

    async def app(scope, receive, send):
        async def listen():
            while (message := await receive())["type"] != "http.disconnect":
                seen.append(message["type"])

        if scope["type"] == "http":
            listening = asyncio.create_task(listen())
            await html("<p>done</p>")(scope, receive, send)
            await listening

    assert asked(app).body == b"<p>done</p>"
    assert seen == ["http.request"]


def test_the_application_is_started_before_and_stopped_after() -> None:
    told = []

    async def app(scope, receive, send):
        if scope["type"] != "lifespan":
            told.append("asked")
            return await html("<p>")(scope, receive, send)
        while (kind := (await receive())["type"]) != "lifespan.shutdown":
            told.append(kind)
            await send({"type": f"{kind}.complete"})
        told.append(kind)
        return await send({"type": f"{kind}.complete"})

    with Playing(app) as play:
        play.ask(scope_of())
        play.ask(scope_of())
    assert told == ["lifespan.startup", "asked", "asked", "lifespan.shutdown"]


def test_nobody_says_nothing_of_themselves() -> None:
    assert (NOBODY.words, dict(NOBODY.pins)) == ("", {})
