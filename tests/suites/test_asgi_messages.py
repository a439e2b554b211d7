"""The ASGI law for messages: each passes when it comes, in its order, and none is made."""

import asyncio

import pytest

from support.law import (
    HTML,
    OWN,
    PAGE,
    ROADS,
    body,
    hear,
    length,
    said,
    start,
)

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
