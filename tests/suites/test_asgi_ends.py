"""The ASGI law for ends: who leaves early, who raises, and what runs after the end."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route

from support.law import (
    HTML,
    OWN,
    PAGE,
    ROADS,
    YOURS,
    OwnError,
    body,
    hear,
    heard,
    length,
    said,
    start,
)


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
