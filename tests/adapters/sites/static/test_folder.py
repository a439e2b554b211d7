"""Answers of a folder: parts, conditions, redirects, what is missing or long."""

import asyncio
import os
from email import message_from_bytes
from pathlib import Path

import pytest

from sarto_adapters.sites.static import StaticSite
from sarto_adapters.sites.static.opened import ShortError
from support.folder_asking import ask, asked, put, scope_of

DIGITS = b"0123456789"
LONG = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture
def root(tmp_path):
    put(tmp_path, "index.html", "<h1>Home</h1>")
    put(tmp_path, "docs/index.html", "<h1>Docs</h1>")
    put(tmp_path, "404.html", "<h1>Lost?</h1>")
    put(tmp_path, "digits.bin", DIGITS)
    put(tmp_path, "empty.txt", b"")
    put(tmp_path, "long.bin", LONG)
    return tmp_path


@pytest.fixture
def site(root):
    return StaticSite(root)


def test_a_file_comes_with_all_that_caches_want_to_know(site):
    told = ask(site, "/digits.bin")
    assert (told.status, told.body, told.pieces) == (200, DIGITS, 1)
    assert set(told.headers) == {
        "content-type",
        "content-length",
        "etag",
        "last-modified",
        "accept-ranges",
        "cache-control",
    }
    assert told["etag"].startswith('"')
    assert told["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT"


def test_a_head_is_a_get_without_a_body(site):
    for path in ("/", "/digits.bin", "/long.bin", "/empty.txt", "/docs", "/gone"):
        got, head = ask(site, path), ask(site, path, method="HEAD")
        assert (head.status, head.headers) == (got.status, got.headers), path
        assert head.body == b"" or head.status == 307, path


def test_a_version_that_is_had_is_304_with_what_caches_need(site):
    got = ask(site, "/digits.bin")
    for method in ("GET", "HEAD"):
        again = ask(site, "/digits.bin", method=method, if_none_match=got["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers == {
            name: got[name] for name in ("cache-control", "etag", "last-modified")
        }
    since = ask(site, "/digits.bin", if_modified_since=got["last-modified"])
    assert since.status == 304


def test_who_wants_another_version_is_told(site):
    assert ask(site, "/digits.bin", if_match='"other"').status == 412
    told = ask(site, "/digits.bin", if_match="*")
    assert told.status == 200
    wanted = ask(site, "/digits.bin", if_match=told["etag"], range="bytes=0-1")
    assert wanted.status == 206


def test_a_part_is_given_as_it_is(site):
    told = ask(site, "/digits.bin", range="bytes=2-4")
    assert (told.status, told.body) == (206, b"234")
    assert told["content-range"] == "bytes 2-4/10"
    assert told["content-length"] == "3"
    assert told["content-type"] == "application/octet-stream"


def test_several_parts_come_in_an_envelope(site):
    told = ask(site, "/digits.bin", range="bytes=0-1,-2")
    assert told.status == 206
    assert told["content-length"] == str(len(told.body))
    assert told["content-range"] is None
    head = f"Content-Type: {told['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + told.body)
    parts = [
        (part["content-range"], part.get_payload(decode=True))
        for part in message.get_payload()
    ]
    assert parts == [("bytes 0-1/10", b"01"), ("bytes 8-9/10", b"89")]


def test_a_part_that_is_not_there_is_416(site):
    told = ask(site, "/digits.bin", range="bytes=10-")
    assert (told.status, told["content-range"]) == (416, "bytes */10")
    assert ask(site, "/empty.txt", range="bytes=0-").status == 416


def test_a_part_of_another_version_is_the_whole(site):
    told = ask(site, "/digits.bin", range="bytes=2-4", if_range='"other"')
    assert (told.status, told.body) == (200, DIGITS)
    again = ask(site, "/digits.bin", range="bytes=2-4", if_range=told["etag"])
    assert (again.status, again.body) == (206, b"234")


def test_a_head_knows_no_parts(site):
    assert ask(site, "/digits.bin", method="HEAD", range="bytes=2-4").status == 200


def test_a_long_file_comes_in_pieces_and_whole(site):
    told = ask(site, "/long.bin")
    assert (told.status, told["content-length"]) == (200, str(len(LONG)))
    assert told.body == LONG
    assert told.pieces > 10
    part = ask(site, "/long.bin", range="bytes=1000-999999")
    assert part.body == LONG[1000:1_000_000]
    both = ask(site, "/long.bin", range="bytes=0-299999,500000-")
    assert LONG[:300_000] in both.body
    assert LONG[500_000:] in both.body


def test_a_folder_without_its_slash_is_sent_on_with_its_query(site):
    told = ask(site, "/docs", query=b"a=1&b=%2F")
    assert (told.status, told["location"]) == (307, "/docs/?a=1&b=%2F")
    assert ask(site, "//docs//")["location"] == "/docs/"
    assert ask(site, "/docs", root="/below")["location"] == "/below/docs/"
    assert ask(site, "/docs/", root="/below").body == b"<h1>Docs</h1>"


def test_nobody_is_ever_sent_to_another_host(root, site):
    for name in ("evil.example", "http:", "سلام", "a b", "x%0d%0ay"):
        put(root, f"{name}/index.html", "x")
    for path in ("//evil.example", "//evil.example/", "/http:", "/سلام", "/a b"):
        where = ask(site, path, host="evil.example")["location"]
        assert where.startswith("/"), path
        assert not where.startswith("//"), path
        assert where.isascii(), path
        assert " " not in where, path
    assert ask(site, "/x%0d%0ay")["location"] == "/x%250d%250ay/"


def test_what_is_missing_is_the_sites_own_page_and_known_by_no_tag(site, root):
    for path in ("/gone", "/docs/gone", "/.env"):
        told = ask(site, path, if_none_match="*", range="bytes=0-1")
        assert (told.status, told.body) == (404, b"<h1>Lost?</h1>")
        assert told["content-type"] == "text/html; charset=utf-8"
        assert (told["etag"], told["accept-ranges"]) == (None, None)
    (root / "404.html").unlink()
    told = ask(site, "/gone")
    assert (told.status, told.body) == (404, b"Not Found")


def test_only_reading_is_allowed(site):
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get"):
        told = ask(site, "/", method=method)
        assert (told.status, told["allow"]) == (405, "GET, HEAD")


def open_files(root):
    """List what is open of a folder."""
    lines = [line for line in Path("/proc/self/fd").iterdir() if line.is_symlink()]
    return [name for line in lines if (name := line.readlink()).is_relative_to(root)]


def test_no_file_stays_open(site, root):
    with (root / "long.bin").open("rb"):
        assert open_files(root) == [root / "long.bin"]
    for fields in (
        {},
        {"range": "bytes=0-1"},
        {"range": "bytes=90-"},
        {"if_none_match": "*"},
        {"if_match": '"x"'},
        {"method": "HEAD"},
        {"method": "POST"},
    ):
        for path in ("/digits.bin", "/long.bin", "/gone", "/docs"):
            ask(site, path, **fields)
    asyncio.run(asked(site, scope_of("/long.bin"), leaves=True))
    assert open_files(root) == []


def test_who_leaves_is_sent_no_more(site):
    told = asyncio.run(asked(site, scope_of("/long.bin"), leaves=True))
    assert 0 < len(told.body) < len(LONG)


async def interrupted(site, path, change):
    """Ask, and let something happen to the file after its first piece."""
    got = []

    async def receive():
        await asyncio.sleep(3600)

    async def send(message):
        got.append(message.get("body", b""))
        if len(got) == 2:
            change()

    await site(scope_of(path), receive, send)
    return b"".join(got)


def test_a_file_that_is_replaced_while_it_is_read_comes_as_it_was(site, root):
    def change():
        put(root, "new.bin", b"x" * len(LONG)).rename(root / "long.bin")

    assert asyncio.run(interrupted(site, "/long.bin", change)) == LONG
    assert ask(site, "/long.bin").body == b"x" * len(LONG)


def test_a_file_that_is_cut_while_it_is_read_breaks_off(site, root):
    def change():
        os.truncate(root / "long.bin", 1000)

    with pytest.raises(ShortError):
        asyncio.run(interrupted(site, "/long.bin", change))
    assert open_files(root) == []


def test_a_page_that_is_written_over_while_it_is_read_is_read_anew(
    site, root, monkeypatch
):
    from sarto_adapters.sites.static.opened import Opened  # noqa: PLC0415 - only here

    plain, meddled = Opened.pieces, []

    def pieces(self, span):
        for piece in plain(self, span):
            if len(meddled) < 2 and span:
                meddled.append(span)
                (root / "index.html").write_text(f"<h1>Home {len(meddled)}</h1>")
            yield piece

    monkeypatch.setattr(Opened, "pieces", pieces)
    told = ask(site, "/")
    assert told.body == b"<h1>Home 2</h1>"
    assert told["content-length"] == str(len(told.body))


def test_a_page_that_never_stands_still_is_sent_as_it_was_read(site, monkeypatch):
    from sarto_adapters.sites.static.opened import Opened  # noqa: PLC0415 - only here

    monkeypatch.setattr(Opened, "is_as_it_was", False)
    assert ask(site, "/").body == b"<h1>Home</h1>"


def test_a_disk_that_fails_is_no_missing_page(site, monkeypatch):
    def failing(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("sarto_adapters.sites.static.tree.os.stat", failing)
    with pytest.raises(OSError, match="Input/output"):
        ask(site, "/")


def test_a_file_that_goes_between_two_looks_is_missing(site, monkeypatch):
    monkeypatch.setattr("sarto_adapters.sites.static.folder.Opened.at", lambda _: None)
    told = ask(site, "/")
    assert (told.status, told.body) == (404, b"Not Found")


def test_a_tree_that_is_cleared_away_meanwhile_gives_way_to_the_next(
    tmp_path, monkeypatch
):
    from sarto_adapters.sites.static.opened import Opened  # noqa: PLC0415 - only here

    for name in ("one", "two"):
        put(tmp_path / name, "index.html", name)
    live = tmp_path / "live"
    live.symlink_to(tmp_path / "one")
    site, at = StaticSite(live), Opened.at

    def swapped(path):
        if live.resolve().name == "one":
            live.unlink()
            live.symlink_to(tmp_path / "two")
            (tmp_path / "one" / "index.html").unlink()
        return at(path)

    monkeypatch.setattr(
        "sarto_adapters.sites.static.folder.Opened.at", staticmethod(swapped)
    )
    told = ask(site, "/")
    assert (told.status, told.body) == (200, b"two")
