"""What trips naive middleware: each trap, in each framework that sets it."""

import asyncio
import gzip
import os

import pytest
from starlette.middleware.gzip import GZipMiddleware

from sarto import Sarto
from support.framework_sites import EVENTS, OWN, PIECES, SITES
from support.frameworks import CONFIG, PAGE, SWAPPED, asked, begun, got

SENT = {"extensions": {"http.response.pathsend": {}}}
FILES = ["/file", "/static/page.html"]
STYLE = "p { color: teal }"
TAGGED = ["starlette", "fastapi", "litestar", "quart", "fasthtml", "blacksheep"]
RANGED = ["starlette", "fastapi", "fasthtml", "blacksheep"]


@pytest.fixture
def folder_of_pages(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "page.html").write_text(PAGE, "utf-8")
    (files / "page.css").write_text(STYLE, "utf-8")
    for file in files.iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return files


@pytest.fixture(params=SITES)
def bare(request, folder_of_pages):
    """Make a framework's site, as often as it is asked for."""
    made = lambda: SITES[request.param](folder_of_pages)  # noqa: E731 - as short as it is
    made.framework = request.param
    return made


@pytest.fixture
def ours(bare, folder):
    config = folder(CONFIG, hero="yours")
    return lambda: Sarto(bare(), config=config)


def raw(answer, name):
    return [value for key, value in answer.raw_headers if key.lower() == name]


def test_1_names_in_any_case_are_compared_lower_and_none_is_there_twice(bare, ours):
    for path in ("/", "/file", "/stream", "/static/page.html"):
        answer = got(ours(), f"{path}?who=you")
        names = [name.lower() for name, _ in answer.raw_headers]

        assert b"yours" in answer.body, path
        assert len(raw(answer, b"content-type")) == 1
        assert names.count(b"cache-control") == 1
        assert all(name == name.lower() for name, _ in answer.raw_headers)


def test_2_headers_that_may_be_read_once_reach_the_visitor(bare, ours):
    plain, answer = got(bare()), got(ours())

    assert raw(answer, b"content-type") == raw(plain, b"content-type")


def test_3_the_site_is_started_and_stopped_as_without_sarto(bare, ours):
    async def lived(app):
        return await (await begun(app))()

    said = asyncio.run(lived(ours()))

    assert (
        said == asyncio.run(lived(bare())) == ["startup.complete", "shutdown.complete"]
    )


def test_4_a_page_in_pieces_is_cut_piece_by_piece(bare, ours):
    answer = got(ours(), "/stream?who=you")

    assert answer.text == "".join(PIECES).replace(">own<", ">yours<")
    assert len([each for each in answer.bodies if each.get("body")]) > 1


def test_4_events_pass_as_they_come(bare, ours):
    plain, answer = got(bare(), "/events"), got(ours(), "/events?who=you")

    assert [each.get("body") for each in answer.bodies] == [
        each.get("body") for each in plain.bodies
    ]
    assert OWN in answer.text
    assert len(plain.bodies) >= len(EVENTS)


@pytest.mark.parametrize("path", FILES)
def test_6_a_page_that_is_a_file_is_cut_where_the_server_would_send_it(
    bare, ours, path
):
    plain, yours = asked(ours(), (path, SENT), (f"{path}?who=you", SENT))

    assert (plain.error, yours.error) == (None, None)
    assert (plain.text, yours.text) == (PAGE, SWAPPED)
    assert raw(yours, b"content-length") in ([], [b"%d" % len(SWAPPED)])


@pytest.mark.parametrize("bare", TAGGED, indirect=True)
@pytest.mark.parametrize("path", FILES)
def test_7_a_variant_has_a_tag_of_its_own_and_is_304_by_it(bare, ours, path):
    app = ours()
    plain, yours = asked(app, path, f"{path}?who=you")
    if not (tags := (plain.header("etag"), yours.header("etag")))[0]:
        assert bare.framework == "blacksheep", "it has tags for folders only"
        return
    (own,) = asked(bare(), path)
    again = [("if-none-match", tags[1])]
    known, other = asked(
        ours(), (f"{path}?who=you", {"headers": again}), (path, {"headers": again})
    )

    assert len({*tags, own.header("etag")}) == 3
    assert (known.status, known.body) == (304, b"")
    assert (other.status, other.text) == (200, PAGE)


@pytest.mark.parametrize("path", FILES)
def test_7_no_part_of_a_page_is_sent_nor_said_to_be(bare, ours, path):
    parts = [("range", "bytes=0-9")]
    answer = got(ours(), f"{path}?who=you", headers=parts)

    assert (answer.status, answer.text) == (200, SWAPPED)
    assert raw(answer, b"accept-ranges") == raw(answer, b"last-modified") == []


def test_7_other_files_keep_all_they_had(bare, ours):
    path = "/static/page.css"
    plain, answer = got(bare(), path), got(ours(), f"{path}?who=you")

    dated = (b"date", b"expires")
    assert answer.body == plain.body == STYLE.encode()
    assert [pair for pair in answer.raw_headers if pair[0] not in dated] == [
        pair for pair in plain.raw_headers if pair[0] not in dated
    ]


@pytest.mark.parametrize("bare", RANGED, indirect=True)
def test_7_parts_of_other_files_are_sent(bare, ours):
    parts = [("range", "bytes=0-3")]
    plain = got(bare(), "/static/page.css", headers=parts)
    answer = got(ours(), "/static/page.css", headers=parts)

    assert (plain.status, answer.status) == (206, 206)
    assert answer.body == plain.body == STYLE[:4].encode()


# Starlette's GZipMiddleware itself trips over headers that may be read but once.
SIDES = [(name, True) for name in SITES if name != "sanic"]
SIDES += [(name, False) for name in SITES]


@pytest.mark.parametrize(("bare", "is_inside"), SIDES, indirect=["bare"])
def test_5_what_is_compressed_on_either_side_is_cut(bare, folder, is_inside):
    config = folder(CONFIG, hero="yours")
    inner = GZipMiddleware(bare()) if is_inside else bare()
    app = Sarto(inner, config=config)
    whole = app if is_inside else GZipMiddleware(app)
    packed = [("accept-encoding", "gzip")]
    answer, plain = asked(whole, ("/?who=you", {"headers": packed}), "/?who=you")

    assert gzip.decompress(answer.body).decode() == plain.text == SWAPPED
    assert raw(answer, b"content-encoding") == [b"gzip"]
    assert "accept-encoding" in answer.header("vary").lower()
