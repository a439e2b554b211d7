"""Asked for plain bytes, an application's pages still come as the client wants them."""

import gzip

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

from sarto import Sarto
from support.play import html, play

PAGE = '<html lang="en"><p data-sarto="hero">own</p></html>' + "tail " * 200
NEW = PAGE.replace(">own<", ">yours<")
CONFIG = """
[slots.hero]
show = [ { when = { query.who = "you" }, fragment = "hero.html" } ]
"""
NEGOTIATED = [("Vary", "Cookie, accept-encoding")]
GZIP = [("Accept-Encoding", "gzip, deflate")]


@pytest.fixture
def app_of(folder):
    def make(site, *, config=CONFIG):
        return Sarto(site, config=folder(config, hero="yours"))

    return make


def asked(app, path="/?who=you", headers=GZIP, **more):
    return play(app, path, headers=headers, **more)


def site_of(**more):
    return html(PAGE, headers=[*NEGOTIATED, *more.pop("headers", [])], **more)


@pytest.mark.parametrize("chunks", [1, 7])
def test_a_page_that_would_have_been_encoded_is(app_of, chunks):
    answer = asked(app_of(site_of(chunks=chunks)))

    assert answer.header("content-encoding") == "gzip"
    assert gzip.decompress(answer.body).decode() == NEW
    length = str(len(answer.body)) if chunks == 1 else None
    assert answer.header("content-length") == length
    assert "accept-encoding" in answer.header("vary").lower()


def test_the_slot_may_stay_and_the_page_is_encoded_all_the_same(app_of):
    assert gzip.decompress(asked(app_of(site_of()), "/").body).decode() == PAGE


@pytest.mark.parametrize(
    "accepted", [[], [("Accept-Encoding", "gzip;q=0")], [("Accept-Encoding", "x")]]
)
def test_who_accepts_no_coding_gets_none(app_of, accepted):
    answer = asked(app_of(site_of()), headers=accepted)

    assert answer.header("content-encoding") is None
    assert answer.text == NEW
    assert answer.header("content-length") == str(len(NEW))


def test_several_lines_of_a_field_are_one(app_of):
    lines = [("Accept-Encoding", "br;q=0.1"), ("Accept-Encoding", "br;q=0.2, gzip;q=0")]

    answer = asked(app_of(site_of()), headers=lines)

    assert brotli.decompress(answer.body).decode() == NEW


@pytest.mark.parametrize(
    "site",
    [
        html(PAGE),
        html(PAGE, headers=[("Vary", "Cookie")]),
        html(PAGE, headers=[("Vary", "*")]),
        html(PAGE[:300], headers=NEGOTIATED),
    ],
    ids=["no vary", "another", "any", "short"],
)
def test_what_the_application_would_not_encode_stays_plain(app_of, site):
    answer = asked(app_of(site))

    assert answer.header("content-encoding") is None
    assert ">yours<" in answer.text


@pytest.mark.parametrize(
    "site",
    [
        site_of(headers=[("Cache-Control", "no-transform")]),
        site_of(status=206),
        site_of(status=304),
        site_of(headers=[("Content-Type", "text/event-stream")]),
        site_of(headers=[("Content-Type", "image/png")]),
        site_of(headers=[("Content-Type", "application/json")], status=206),
        site_of(headers=[("Content-Type", "text/plain"), ("Content-Encoding", "br")]),
        html(PAGE[:300], headers=[*NEGOTIATED, ("Content-Type", "text/css")]),
        html(PAGE, headers=[("Content-Type", "text/css"), ("ETag", '"1"')]),
    ],
    ids=[
        "no-transform",
        "206",
        "304",
        "events",
        "png",
        "json part",
        "br",
        "short",
        "tag",
    ],
)
def test_what_passes_passes_as_it_came(app_of, site):
    assert asked(app_of(site)).messages == play(site).messages


def test_a_file_was_asked_for_in_the_clients_own_words(app_of):
    site = site_of(headers=[("Content-Type", "text/css"), ("ETag", '"1"')])

    assert asked(app_of(site), "/site.css").messages == play(site).messages
    assert asked(app_of(site_of()), "/page.json?who=you").text == NEW


@pytest.mark.parametrize(
    "kind", ["application/json", "image/svg+xml", "application/ld+json", "TEXT/css;x=1"]
)
def test_other_texts_are_encoded_again_too(app_of, kind):
    site = site_of(headers=[("Content-Type", kind), ("ETag", '"1"'), ("X-Kept", "1")])

    answer = asked(app_of(site))

    assert gzip.decompress(answer.body).decode() == PAGE
    assert answer.header("etag") == 'W/"1"'
    assert answer.header("x-kept") == "1"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("cache-control") is None


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"'])
def test_other_answers_that_the_client_has_are_not_sent_again(app_of, tag):
    kind = [
        ("Content-Type", "text/css"),
        ("ETag", '"1"'),
        ("Cache-Control", "max-age=9"),
    ]
    app = app_of(html(PAGE, headers=kind))

    again = asked(app, headers=[*GZIP, ("If-None-Match", tag)])

    assert (again.status, again.body) == (304, b"")
    assert again.header("cache-control") == "max-age=9"
    posted = asked(app, headers=[("If-None-Match", tag)], method="POST")
    assert posted.status == 200


def test_the_tag_of_a_page_is_the_same_in_any_coding(app_of):
    app = app_of(site_of(headers=[("ETag", '"1"')]))
    plain, packed = asked(app, headers=[]), asked(app)

    assert plain.header("etag") == packed.header("etag")
    known = [("If-None-Match", packed.header("etag"))]
    for accepted in ([], GZIP):
        again = asked(app, headers=[*known, *accepted])
        assert (again.status, again.body) == (304, b"")
        assert again.header("content-encoding") is None
        assert "accept-encoding" in again.header("vary")


def test_a_head_says_what_the_get_would(app_of):
    app = app_of(site_of())

    get, head = asked(app), asked(app, method="HEAD")

    assert (head.body, head.header("content-length")) == (b"", None)
    said = {pair for pair in get.raw_headers if pair[0] != b"content-length"}
    assert set(head.raw_headers) == said


@pytest.mark.parametrize(
    ("name", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("br", brotli.compress)],
)
@pytest.mark.parametrize("chunks", [1, 5])
def test_a_page_that_comes_encoded_all_the_same_is_rewritten_in_its_coding(
    app_of, name, pack, chunks, caplog
):
    site = html(
        pack(PAGE.encode()), headers=[("Content-Encoding", name)], chunks=chunks
    )
    app = app_of(site)

    for _ in range(2):
        answer = asked(app, headers=[])
        undo = brotli.decompress if name == "br" else gzip.decompress
        assert undo(answer.body).decode() == NEW
        assert answer.header("content-encoding") == name
        assert answer.header("cache-control") == "private, no-cache"

    assert len(caplog.records) == 1
    assert "let the application heed Accept-Encoding" in caplog.text


def test_where_no_slot_changes_an_encoded_page_is_not_unpacked(app_of, caplog):
    packed = gzip.compress(PAGE.encode())
    site = html(packed, headers=[("Content-Encoding", "gzip")])

    assert asked(app_of(site), "/").body == packed
    assert caplog.text == ""


@pytest.mark.parametrize("name", ["compress", "gzip, br", "aes128gcm"])
def test_a_coding_we_do_not_know_passes_and_is_told(app_of, name, caplog):
    site = html(PAGE, headers=[("Content-Encoding", name)])

    assert asked(app_of(site)).messages == play(site).messages
    assert f"came as {name}" in caplog.text


def test_bytes_that_only_say_they_are_encoded_pass(app_of, caplog):
    site = html(b"\x1f\x8b not really", headers=[("Content-Encoding", "gzip")])

    assert asked(app_of(site)).messages == play(site).messages
    assert "coding failed" in caplog.text


async def page(request):
    return HTMLResponse(PAGE)


async def streamed(request):
    async def parts():
        for at in range(0, len(PAGE), 300):
            yield PAGE[at : at + 300]

    return StreamingResponse(parts(), media_type="text/html")


async def data(request):
    return JSONResponse({"a": PAGE})


ROUTES = [Route("/", page), Route("/streamed", streamed), Route("/data", data)]


def starlette(folder, *order):
    config = folder(CONFIG, hero="yours")
    kinds = {
        "gzip": Middleware(GZipMiddleware),
        "sarto": Middleware(Sarto, config=config),
    }
    return Starlette(routes=ROUTES, middleware=[kinds[name] for name in order])


ORDERS = [("gzip", "sarto"), ("sarto", "gzip"), ("gzip", "sarto", "gzip"), ("sarto",)]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
@pytest.mark.parametrize("path", ["/?who=you", "/streamed?who=you"])
@pytest.mark.filterwarnings("error")
def test_any_order_of_gzip_and_sarto_does(folder, caplog, order, path):
    app = starlette(folder, *order)

    answer = asked(app, path)
    plain = asked(app, path, headers=[])

    assert plain.text == NEW
    if "gzip" in order:
        assert answer.header("content-encoding") == "gzip"
        assert gzip.decompress(answer.body).decode() == NEW
        assert "Accept-Encoding" in answer.header("vary")
    else:
        assert answer.text == NEW
    assert caplog.text == ""


def test_data_on_such_a_path_is_encoded_as_well(folder):
    assert asked(starlette(folder, "sarto", "gzip"), "/data").header(
        "content-encoding"
    ) == asked(starlette(folder, "gzip"), "/data").header("content-encoding")


SWAPPED = (
    '[[pages]]\npath = "/"\nshow = [ { when = { query.who = "you" }, serve = "/b" } ]\n'
)


def test_what_comes_instead_of_a_swapped_page_is_encoded_too(app_of):
    site = site_of(headers=[("Content-Type", "application/json")])

    answer = asked(app_of(site, config=SWAPPED))

    assert gzip.decompress(answer.body).decode() == PAGE
    assert answer.header("cache-control") == "private, no-cache"
