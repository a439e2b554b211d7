"""The ASGI law: an application behind Sarto is heard as it is heard without it.

Every row of the table of known middleware mistakes is a test by its number, here and
in `test_asgi_headers.py` and `test_asgi_bytes.py`.
"""

import asyncio
import re
from contextvars import ContextVar
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Mount, Route

from sarto import Sarto
from support.law import (
    FRAGMENT,
    HTML,
    OWN,
    PAGE,
    PRIVATE,
    ROADS,
    SWAPPED,
    YOURS,
    body,
    hear,
    heard,
    length,
    said,
    start,
)

WAS_SET = ContextVar("WAS_SET", default="")
OTHERS = [
    {"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload"]},
    {"type": "http.response.push", "path": "/a", "headers": []},
    {"type": "http.response.debug", "info": {"template": "a"}},
    {"type": "x.unknown", "anything": [1]},
]
TRAILERS = {
    "type": "http.response.trailers",
    "headers": [(b"x-sum", b"1")],
    "more_trailers": False,
}


class OwnError(Exception):
    """The application's own."""


def test_every_row_of_the_table_is_tested():
    files = Path(__file__).parent.glob("test_asgi_*.py")
    names = [n for f in files for n in re.findall(r"def (test_e\d\w+)", f.read_text())]
    found = {row for name in names for row in re.findall(r"_e(\d\d)(?=_)", name)}

    assert sorted(found) == [f"{row:02d}" for row in range(1, 59)]


@pytest.mark.parametrize("path", ROADS)
def test_e01_context_variables_pass_both_ways(law, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(WAS_SET.get())
        WAS_SET.set("by the application")
        await send(start(HTML))
        await send(body(PAGE))

    async def sent(message):
        seen.append(WAS_SET.get())

    async def ask():
        WAS_SET.set("by the server")
        await hear(law.behind(app), path, send=sent)
        return WAS_SET.get()

    assert asyncio.run(ask()) == "by the application"
    assert seen == ["by the server", *["by the application"] * 2]


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("chunks", [1, 3])
def test_e02_background_tasks_run_after_the_last_byte_and_survive_a_disconnect(
    law, path, chunks
):
    def told_of(wrap):
        told = []

        async def late():
            await asyncio.sleep(0.01)
            told.append("background")

        async def page(request):
            if chunks == 1:
                return HTMLResponse(PAGE, background=BackgroundTask(late))
            parts = (PAGE[at : at + 40] for at in range(0, len(PAGE), 40))
            task = BackgroundTask(late)
            return StreamingResponse(parts, media_type="text/html", background=task)

        async def sent(message):
            if message["type"] == "http.response.body" and not message.get("more_body"):
                told.append("last byte")

        async def gone():
            return {"type": "http.disconnect"}

        paths = [Route("/page", page), Route("/other", page)]
        result = heard(wrap(Starlette(routes=paths)), path, send=sent, receive=gone)
        return told, result.error

    assert told_of(law.behind) == told_of(lambda app: app)
    assert told_of(law.behind)[0] == ["last byte", "background"]


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("spec_version", ["2.0", "2.3", "2.4"])
def test_e03_e05_a_client_that_leaves_early_is_no_error_of_ours(
    law, path, spec_version
):
    class GoneError(OSError):
        pass

    async def parts():
        for _ in range(9):
            await asyncio.sleep(0.001)
            yield PAGE

    async def page(request):
        return StreamingResponse(parts(), media_type="text/html")

    async def gone():
        return {"type": "http.disconnect"}

    def result(app):
        count = []

        async def sent(message):
            count.append(message["type"])
            if len(count) > 3:
                raise GoneError

        asgi = {"version": "3.0", "spec_version": spec_version}
        site = Starlette(routes=[Route("/page", page), Route("/other", page)])
        answer = heard(app(site), path, receive=gone, send=sent, asgi=asgi)
        return (
            count,
            type(answer.error),
            type(answer.error and answer.error.__context__),
        )

    assert result(law.behind) == result(lambda app: app)


@pytest.mark.parametrize("path", ROADS)
def test_e04_e05_receive_is_the_servers_own(law, path):
    seen = []

    async def app(scope, receive, send):
        seen.append(receive)
        await said(start(HTML), body(PAGE))(scope, receive, send)

    async def receive():
        return {"type": "http.disconnect"}

    law.heard(app, path, receive=receive)

    assert seen == [receive]


def test_e05_a_request_can_see_the_disconnect(law):
    seen = []

    async def page(scope, receive, send):
        seen.append(await Request(scope, receive).is_disconnected())
        await HTMLResponse(PAGE)(scope, receive, send)

    async def gone():
        return {"type": "http.disconnect"}

    law.heard(page, receive=gone)

    assert seen == [True]


@pytest.mark.parametrize("path", ROADS)
def test_e06_the_application_is_never_ahead_of_its_client(law, path):
    async def ask(wrap):
        told = []

        async def app(scope, receive, send):
            await send(start(HTML))
            for number in range(5):
                told.append(f"made {number}")
                await send(body(b"<p>%d</p>" % number, more=True))
            await send(body())

        async def slow(message):
            await asyncio.sleep(0.001)
            told.append(message.get("body", b"start"))

        await hear(wrap(app), path, send=slow)
        return told

    assert asyncio.run(ask(law.behind)) == asyncio.run(ask(lambda app: app))


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("error", [OwnError(), ValueError("x"), RuntimeError("y")])
def test_e07_an_application_that_raises_before_its_start(law, path, error):
    answer = law.heard(said(error=error), path)

    assert answer.error is error
    assert answer.messages == []
    assert error.__context__ is None


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("headers", [[HTML], [HTML, length(PAGE)]], ids=["", "length"])
def test_e08_an_application_that_raises_after_its_start(law, path, headers):
    error = OwnError()

    answer = law.heard(said(start(*headers), error=error), path)

    assert answer.error is error
    assert [each["type"] for each in answer.messages] == ["http.response.start"]
    assert error.__context__ is None


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("cut", range(len(PAGE)))
def test_e09_an_application_that_raises_in_mid_page_stays_cut(law, path, cut):
    error = OwnError()
    app = said(start(HTML), body(PAGE[:cut], more=True), error=error)

    answer = law.heard(app, path)

    assert answer.error is error
    is_whole = cut >= PAGE.index(b"</p>") + 4 and path == ROADS[2]
    assert answer.body == (PAGE[:cut].replace(OWN, YOURS) if is_whole else PAGE[:cut])
    assert all(each["more_body"] for each in answer.bodies)


@pytest.mark.parametrize("path", ROADS)
def test_e10_an_end_that_never_came_is_not_invented(law, path):
    answer = law.heard(said(start(HTML), body(PAGE[:50], more=True)), path)

    assert answer.error is None
    assert answer.body == PAGE[:50]
    assert all(each["more_body"] for each in answer.bodies)
    assert law.heard(said(), path).messages == []


@pytest.mark.parametrize("path", ROADS)
def test_e11_a_body_after_the_end_is_not_rewritten(law, path):
    app = said(start(HTML), body(b"<p>1</p>"), body(PAGE), body(PAGE, more=True))

    bare, ours = law.both(app, path)

    assert ours.messages[1:] == bare.messages[1:]


@pytest.mark.parametrize("path", ROADS)
def test_e12_there_is_one_start_for_each_of_the_applications(law, path):
    for messages in (
        [start(HTML), body(PAGE)],
        [start(HTML, length(PAGE)), body(PAGE)],
        [start(HTML), body(PAGE, more=True), body()],
        [start(HTML), start(HTML), body(PAGE)],
    ):
        bare, ours = law.both(said(*messages), path)
        assert [m["type"] for m in ours.messages] == [m["type"] for m in bare.messages]


@pytest.mark.parametrize(
    "kind", [b"text/event-stream", b"application/json", b"image/png", b"text/html"]
)
@pytest.mark.parametrize("path", ROADS)
def test_e13_a_start_is_not_held_until_the_body(law, kind, path):
    answer = law.heard(said(start((b"content-type", kind))), path)

    assert len(answer.starts) == 1


@pytest.mark.parametrize("path", ROADS)
def test_e14_event_streams_pass_at_once(law, path):
    events = [b"data: %d\n\n" % n + OWN for n in range(5)]
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"vary", b"accept-encoding"),
    ]
    app = said(start(*headers), *(body(each, more=True) for each in events))
    accepted = [("Accept-Encoding", "gzip")]

    assert law.is_same(app, path, headers=accepted)


@pytest.mark.parametrize("path", ROADS)
def test_e15_each_chunk_comes_out_with_the_one_that_went_in(law, path):
    chunks = [b"<p>%d</p> and text " % number * 20 for number in range(9)]

    answer = law.heard(said(start(HTML), *(body(e, more=True) for e in chunks)), path)

    assert [each["body"] for each in answer.bodies] == chunks


def test_e15_no_more_than_an_unfinished_tag_is_held(law):
    chunks = [PAGE[at : at + 1] for at in range(len(PAGE))]
    app = said(start(HTML), *(body(each, more=True) for each in chunks))
    gone = 0

    for came, each in enumerate(law.heard(app, "/page").bodies, 1):
        gone += len(each["body"])
        assert came - gone < len(b'<p data-sarto="hero">')


def test_e28_a_path_is_not_sent_where_its_bytes_must_be_seen(law):
    seen = []
    extensions = {"http.response.pathsend": {}, "http.response.trailers": {}}

    async def app(scope, receive, send):
        seen.append(set(scope["extensions"]))
        await send(start(HTML, length(PAGE)))
        await send({"type": "http.response.pathsend", "path": "/x.html"})

    for path in ROADS:
        assert law.is_same(app, path, extensions=extensions)

    assert seen[1::2] == [set(extensions), *[{"http.response.trailers"}] * 2]
    assert set(extensions) == {"http.response.pathsend", "http.response.trailers"}


@pytest.mark.parametrize("path", ROADS)
def test_e29_e31_messages_nobody_knows_pass_at_once_in_their_order(law, path):
    plan = [
        *OTHERS,
        start(HTML),
        *OTHERS,
        body(b"<p>", more=True),
        *OTHERS,
        body(),
        *OTHERS,
    ]

    bare, ours = law.both(said(*plan), path)

    others = [message for message in ours.messages if message in OTHERS]
    assert others == OTHERS * 4
    assert [m["type"] for m in ours.messages] == [m["type"] for m in bare.messages]


@pytest.mark.parametrize("path", ROADS)
def test_e30_trailers_pass_and_no_length_stands_before_them(law, path):
    app = said(start(HTML, length(PAGE), trailers=True), body(PAGE), TRAILERS)

    bare, ours = law.both(app, path)

    assert ours.messages[0]["trailers"] is True
    assert ours.messages[2] == TRAILERS
    assert (ours.header("content-length") is None) is (path != ROADS[0])
    assert law.is_same(app, ROADS[0])
    assert len(bare.messages) == len(ours.messages)


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("data", [b"", None])
def test_e46_a_body_may_be_empty(law, path, data):
    app = said(start(HTML), {"type": "http.response.body", "body": data})

    bare, ours = law.both(app, path)

    assert [m["type"] for m in ours.messages] == [m["type"] for m in bare.messages]
    assert not ours.messages[1]["body"]


@pytest.mark.parametrize("path", ROADS)
@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("announced", [[], [length(PAGE)]], ids=["", "length"])
def test_e47_a_send_that_fails_is_told_to_the_application(law, path, at, announced):
    class GoneError(OSError):
        pass

    def told(wrap):
        caught, count = [], []

        async def app(scope, receive, send):
            try:
                await send(start(HTML, *announced))
                await send(body(PAGE[:40], more=True))
                await send(body(PAGE[40:]))
            except OSError as error:
                caught.append(type(error))
                raise

        async def sent(message):
            count.append(message["type"])
            if len(count) > at:
                raise GoneError

        answer = heard(wrap(app), path, send=sent)
        return [kind.__name__ for kind in caught], type(answer.error).__name__, count

    assert told(law.behind) == told(lambda app: app)


@pytest.mark.parametrize("path", ROADS)
def test_e48_a_task_that_is_cancelled_runs_the_applications_last_words(law, path):
    async def ask():
        told = []

        async def app(scope, receive, send):
            try:
                await send(start(HTML))
                await asyncio.Event().wait()
            finally:
                told.append("finally")

        task = asyncio.create_task(hear(law.behind(app), path))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return told

    assert asyncio.run(ask()) == ["finally"]


@pytest.mark.parametrize("kind", ["websocket", "lifespan", "something.new"])
def test_e49_other_scopes_are_not_touched(law, kind):
    seen = []

    async def app(*given):
        seen.append(given)
        raise OwnError

    given = (
        {"type": kind, "path": "/page", "state": {}, "extensions": {}},
        object(),
        object(),
    )
    with pytest.raises(OwnError):
        asyncio.run(law.behind(app)(*given))

    assert all(ours is theirs for ours, theirs in zip(seen[0], given, strict=True))
    assert set(given[0]) == {"type", "path", "state", "extensions"}


def test_e49_the_state_of_the_lifespan_is_the_requests(law):
    state, seen = {"pool": object()}, []

    async def app(scope, receive, send):
        seen.append(scope["state"])
        await said(start(HTML), body(PAGE))(scope, receive, send)

    law.heard(app, state=state)

    assert seen[0] is state


def test_e51_a_sarto_inside_a_sarto_does_nothing(law):
    app = said(start(HTML, length(PAGE), (b"etag", b'"1"')), body(PAGE))

    once = law.heard(app)
    twice = heard(law.behind(law.behind(app)))
    mounted = Starlette(routes=[Mount("/page", law.behind(app))])
    thrice = heard(law.behind(law.behind(mounted)), "/page/?who=you")

    assert once.body == SWAPPED
    assert twice.messages == once.messages
    assert thrice.messages[1:] == once.messages[1:]
    assert dict(thrice.raw_headers).keys() == dict(once.raw_headers).keys()


def test_e52_a_scope_may_hold_the_least(law):
    least = {
        "type": "http",
        "method": "GET",
        "path": "/page",
        "query_string": b"who=you",
    }
    least |= {"asgi": {"version": "3.0"}, "http_version": "1.1", "headers": []}
    answer = []

    async def send(message):
        answer.append(message)

    asyncio.run(law.behind(said(start(HTML), body(PAGE)))(least, None, send))

    assert answer == [start(HTML, PRIVATE), body(SWAPPED)]


def test_e53_two_hundred_at_once_are_never_mixed(law):
    async def app(scope, receive, send):
        number = scope["path"].rpartition("/")[2].encode()
        await send(start(HTML))
        for at in range(0, len(PAGE), 9):
            await asyncio.sleep(0)
            await send(body(PAGE[at : at + 9], more=True))
        await send(body(number))

    async def ask():
        sarto = law.behind(app)
        paths = [f"/page/{n}" + "?who=you" * (n % 2) for n in range(200)]
        return await asyncio.gather(*(hear(sarto, path) for path in paths))

    for number, answer in enumerate(asyncio.run(ask())):
        assert answer.body == (SWAPPED if number % 2 else PAGE) + b"%d" % number


def test_e58_a_fragment_that_fails_never_leaves_a_hole(folder):
    config = '[slots.hero]\nshow = [{ fragment = "hero.html" }]'
    broken = f"{FRAGMENT}{{{{ visitor.facts.path / 2 }}}}"
    app = said(start(HTML), body(PAGE[:50], more=True), body(PAGE[50:]))

    answer = heard(Sarto(app, config=folder(config, hero=broken)))

    assert answer.body == PAGE
