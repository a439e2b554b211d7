"""Packed neighbours: who gets which, and what is said of them."""

import gzip

import pytest

from sarto_adapters.sites.static import StaticSite
from sarto_adapters.sites.static.packed import ENDS, wanted
from support.folder_asking import OLD, ask, put

CSS = "h1 { color: teal }\n" * 40
ALL = tuple(ENDS)
WANTED = [
    (None, ""),
    ("", ""),
    ("identity", ""),
    ("gzip", "gzip"),
    ("x-gzip", "gzip"),
    ("gzip, deflate, br, zstd", "br"),
    ("gzip, deflate, zstd", "zstd"),
    ("br;q=0.5, gzip", "gzip"),
    ("br;q=0, gzip;q=0", ""),
    ("br;q=0, *", "zstd"),
    ("*", "br"),
    ("*;q=0", ""),
    ("gzip;q=0.5, identity", ""),
    ("gzip;q=0.5, identity;q=0.2", "gzip"),
    ("GZIP;Q=1", "gzip"),
    ("gzip;q=two", ""),
    ("gzip" + ", x" * 400, ""),
    ("lzma, compress", ""),
]


@pytest.mark.parametrize(("accepted", "name"), WANTED)
def test_the_coding_that_is_preferred_is_chosen(accepted, name):
    assert wanted(accepted and accepted.encode(), ALL) == name


def test_only_what_is_there_is_chosen():
    assert wanted(b"br, gzip", ["gzip"]) == "gzip"
    assert wanted(b"br", ["gzip"]) == ""


@pytest.fixture
def root(tmp_path):
    put(tmp_path, "app.css", CSS)
    put(tmp_path, "app.css.gz", gzip.compress(CSS.encode()))
    put(tmp_path, "app.css.br", b"brotli's bytes")
    put(tmp_path, "plain.css", CSS)
    return tmp_path


@pytest.fixture
def site(root):
    return StaticSite(root)


def test_a_packed_neighbour_goes_out_as_the_file_it_stands_for(site):
    plain = ask(site, "/app.css")
    packed = ask(site, "/app.css", accept_encoding="gzip")

    assert gzip.decompress(packed.body) == plain.body == CSS.encode()
    assert packed["content-encoding"] == "gzip"
    assert packed["content-type"] == plain["content-type"] == "text/css; charset=utf-8"
    assert packed["content-length"] == str(len(packed.body))
    assert plain["content-encoding"] is None
    assert plain["vary"] == packed["vary"] == "Accept-Encoding"
    assert packed["last-modified"] == plain["last-modified"]


def test_each_coding_has_a_tag_of_its_own_and_is_known_by_it(site):
    fields = ("", "gzip", "br")
    told = [ask(site, "/app.css", accept_encoding=name) for name in fields]
    assert len({each["etag"] for each in told}) == 3

    for name, each in zip(fields, told, strict=True):
        again = ask(site, "/app.css", accept_encoding=name, if_none_match=each["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again["vary"] == "Accept-Encoding"
        assert again["content-encoding"] is None
        other = ask(site, "/app.css", accept_encoding="zstd", if_none_match='"x"')
        assert other.status == 200
    crossed = ask(site, "/app.css", accept_encoding="br", if_none_match=told[1]["etag"])
    assert (crossed.status, crossed["content-encoding"]) == (200, "br")


def test_a_file_with_no_neighbour_says_nothing_of_codings(site):
    told = ask(site, "/plain.css", accept_encoding="gzip, br")
    assert (told["vary"], told["content-encoding"]) == (None, None)
    assert told.body == CSS.encode()


def test_a_packed_file_that_is_asked_for_itself_is_no_coding(site):
    told = ask(site, "/app.css.gz", accept_encoding="gzip")
    assert told["content-type"] == "application/gzip"
    assert told["content-encoding"] is None


def test_a_neighbour_that_was_forgotten_is_none(site, root):
    put(root, "app.css", CSS + "p { }", when=OLD + 3600)
    told = ask(site, "/app.css", accept_encoding="gzip, br")
    assert told.body.endswith(b"p { }")
    assert (told["vary"], told["content-encoding"]) == (None, None)


def test_the_neighbours_of_a_link_are_beside_it(root):
    (root / "linked").mkdir()
    for name in ("app.css", "app.css.br"):
        (root / "linked" / name).symlink_to(root / name)
    (root / "linked" / "app.css.gz").symlink_to(root / "app.css.gz")
    told = ask(StaticSite(root), "/linked/app.css", accept_encoding="br")
    assert (told["content-encoding"], told.body) == ("br", b"brotli's bytes")


def test_a_neighbour_that_is_hidden_closed_or_no_file_is_none(root, tmp_path):
    put(root, "x/a.js", "1")
    (root / "x" / "a.js.gz").mkdir()
    (root / "x" / "a.js.br").symlink_to(root / "app.css.br")
    site = StaticSite(root, closed=[root / "app.css.br"])
    told = ask(site, "/x/a.js", accept_encoding="gzip, br")
    assert (told["vary"], told.body) == (None, b"1")


def test_a_head_of_a_packed_file_is_that_of_its_get(site):
    for name in ("gzip", "br", "identity"):
        got = ask(site, "/app.css", accept_encoding=name)
        head = ask(site, "/app.css", accept_encoding=name, method="HEAD")
        assert (head.status, head.headers, head.body) == (200, got.headers, b"")


def test_a_part_of_a_packed_file_is_one_of_its_own_bytes(site):
    part = ask(site, "/app.css", accept_encoding="br", range="bytes=0-5")
    assert (part.status, part.body) == (206, b"brotli")
    assert part["content-encoding"] == "br"
    assert part["content-range"] == "bytes 0-5/14"
