"""What is told of a file: its type, its charset, its tag, and how long it keeps."""

import hashlib
import os
import time

import pytest

from sarto_adapters.sites.static import StaticSite
from sarto_adapters.sites.static.kinds import KINDS, kind_of
from support.folder_asking import OLD, ask, put

TYPES = {
    "app.mjs": "text/javascript; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "app.wasm": "application/wasm",
    "photo.avif": "image/avif",
    "photo.JPEG": "image/jpeg",
    "site.webmanifest": "application/manifest+json",
    "drawing.svg": "image/svg+xml",
    "feed.xml": "application/xml",
    "font.woff2": "font/woff2",
    "data.json": "application/json",
    "robots.txt": "text/plain; charset=utf-8",
    "site.tar.gz": "application/gzip",
    "page.htm": "text/html; charset=utf-8",
    "strange.zzz": "application/octet-stream",
    "LICENSE": "application/octet-stream",
}


@pytest.mark.parametrize("name", TYPES)
def test_a_file_has_the_type_its_name_says(tmp_path, name):
    put(tmp_path, name, "1")
    assert ask(StaticSite(tmp_path), f"/{name}")["content-type"] == TYPES[name]


def test_a_link_has_the_type_of_its_own_name(tmp_path):
    put(tmp_path, "store/4711", "<p>x")
    (tmp_path / "page.html").symlink_to(tmp_path / "store" / "4711")
    told = ask(StaticSite(tmp_path), "/page")
    assert (told["content-type"], told.body) == ("text/html; charset=utf-8", b"<p>x")


def test_every_kind_is_a_media_type():
    assert all(kind.count("/") == 1 and kind == kind.lower() for kind in KINDS.values())
    assert kind_of("a.b.css") == "text/css"


CHARSETS = [
    ("page.html", "<p>سلام", "text/html; charset=utf-8"),
    ("page.html", "<meta charset=utf-8><p>سلام", "text/html; charset=utf-8"),
    ("page.html", "<meta charset=utf-16><p>x", "text/html; charset=utf-8"),
    (
        "page.html",
        "<meta charset=windows-1256><p>سلام".encode("cp1256"),
        "text/html",
    ),
    ("page.html", "<meta charset=iso-8859-2><p>plain", "text/html"),
    (
        "page.html",
        '<meta http-equiv=content-type content="text/html; charset=big5">',
        "text/html",
    ),
    ("page.html", "<p>zażółć".encode("cp1250"), "text/html"),
    ("page.html", "<p>x".encode("utf-16"), "text/html"),
    ("page.html", "\ufeff<p>x", "text/html; charset=utf-8"),
    ("page.html", "", "text/html; charset=utf-8"),
    ("style.css", "a { content: 'é' }".encode("latin-1"), "text/css"),
    ("long.txt", "é" * 700_000, "text/plain; charset=utf-8"),
    ("long.txt", b"a" + "é".encode() * 700_000, "text/plain; charset=utf-8"),
    ("long.txt", "é".encode("latin-1") * 1_100_000, "text/plain"),
]


@pytest.mark.parametrize(("name", "content", "wanted"), CHARSETS)
def test_a_charset_is_told_only_where_it_is_sure(tmp_path, name, content, wanted):
    put(tmp_path, name, content)
    assert ask(StaticSite(tmp_path), f"/{name}")["content-type"] == wanted


def test_the_tag_is_the_contents_and_neither_the_disks_nor_the_machines(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    put(here, "a.txt", "one", when=OLD)
    put(there, "a.txt", "one", when=OLD + 99)
    one, two = (ask(StaticSite(root), "/a.txt") for root in (here, there))
    assert one["etag"] == two["etag"]
    assert one["last-modified"] != two["last-modified"]


def test_a_change_that_keeps_size_and_time_is_another_version(tmp_path):
    site = StaticSite(tmp_path)
    file = put(tmp_path, "a.txt", "one")
    for _ in range(2):
        first = ask(site, "/a.txt")
    file.write_text("two")
    os.utime(file, (OLD, OLD))
    second = ask(site, "/a.txt")
    assert (second.status, second.body) == (200, b"two")
    assert first["etag"] != second["etag"]
    assert ask(site, "/a.txt", if_none_match=first["etag"]).status == 200


def test_a_file_that_is_being_written_is_read_each_time(tmp_path):
    site, now = StaticSite(tmp_path), time.time()
    tags = set()
    for each in range(20):  # quicker than clocks of disks go on
        put(tmp_path, "a.txt", f"{each:02}", when=now)
        tags.add(ask(site, "/a.txt")["etag"])
    assert len(tags) == 20


def test_the_versions_that_are_kept_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("sarto_adapters.sites.static.facts.KEPT", 3)
    monkeypatch.setattr("sarto_adapters.sites.static.facts.RACY", -1.0)
    site = StaticSite(tmp_path)
    for each in range(8):
        put(tmp_path, f"{each}.txt", str(each))
        assert ask(site, f"/{each}.txt").body == str(each).encode()
        assert len(site._folder.known._facts) <= 3


def test_a_date_that_is_still_to_come_is_not_told(tmp_path):
    put(tmp_path, "a.txt", "one", when=OLD * 2)
    told = ask(StaticSite(tmp_path), "/a.txt")
    assert "2023" not in told["last-modified"]
    assert "2077" not in told["last-modified"]


FOR_EVER = "public, max-age=31536000, immutable"


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256", "sha512"])
@pytest.mark.parametrize("form", ["app.{}.css", "app-{}.min.css", "{}.css"])
def test_a_name_that_holds_the_contents_digest_is_kept_for_good(tmp_path, digest, form):
    data = b"h1 { color: teal }"
    whole = hashlib.new(digest, data).hexdigest()
    site = StaticSite(tmp_path)
    for length in (8, 12, len(whole)):
        name = form.format(whole[:length])
        put(tmp_path, name, data)
        assert ask(site, f"/{name}")["cache-control"] == FOR_EVER


@pytest.mark.parametrize(
    "name", ["app.css", "app.3f2a9c.css", "app.deadbeef.css", "photo-20240101.jpg"]
)
def test_a_name_that_only_looks_so_is_asked_for_each_time(tmp_path, name):
    put(tmp_path, name, "h1 { color: teal }")
    assert ask(StaticSite(tmp_path), f"/{name}")["cache-control"] == "no-cache"
    told = ask(StaticSite(tmp_path, max_age=60), f"/{name}")
    assert told["cache-control"] == "max-age=60"
