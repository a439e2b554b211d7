"""Which coding a client gets, and a body on its way through it."""

import gzip

import pytest

from sarto.compose.codings import Coding, chosen, known
from sarto.compose.packing import ways
from support.cuts import ways as cuts

TEXT = b"A page of some length, and of no great wit. " * 9


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        (None, ""),
        (b"", ""),
        (b"identity", ""),
        (b"gzip", "gzip"),
        (b"GZip", "gzip"),
        (b"x-gzip", "gzip"),
        (b"deflate", ""),
        (b"gzip, deflate, br", "br"),
        (b"gzip, deflate, br, zstd", "zstd"),
        (b"gzip;q=1.0, br;q=0.9, zstd;q=0.8", "gzip"),
        (b"gzip ; q=0.5 , br;q=0.7", "br"),
        (b"gzip;q=0", ""),
        (b"gzip;q=0.000, identity;q=0", ""),
        (b"*", "zstd"),
        (b"*;q=0", ""),
        (b"gzip, *;q=0", "gzip"),
        (b"zstd;q=0, br;q=0, *", "gzip"),
        (b"identity;q=0", ""),
        (b"identity;q=0, gzip;q=0.1", "gzip"),
        (b"identity, gzip;q=0.5", ""),
        (b"identity;q=0.5, gzip", "gzip"),
        (b"identity, gzip", "gzip"),
        (b"gzip;q=2", ""),
        (b"gzip;q=0.1234", ""),
        (b"gzip;q=", ""),
        (b"gzip;q=\xb2", ""),
        (b"gzip;level=9", ""),
        (b"gzip;q=1.000", "gzip"),
        (b"gzipped, ungzip, \xff", ""),
        (b",,gzip,,", "gzip"),
        (b"gzip" + b"," * 600, ""),
    ],
    ids=repr,
)
def test_a_client_gets_the_coding_it_likes_best(accepted, name):
    assert chosen(accepted) == name


def test_without_packages_gzip_is_left(monkeypatch):
    few = {name: ways()[name] for name in ("gzip", "deflate")}
    monkeypatch.setattr("sarto.compose.codings.ways", lambda: few)

    assert chosen(b"gzip, deflate, zstd;q=1.0,br ") == "gzip"
    assert chosen(b"br,  zstd") == ""
    assert known("br") == ""


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "deflate", "br", "zstd"])
def test_a_coding_we_know_can_be_undone(name):
    assert known(name) == name.removeprefix("x-")


@pytest.mark.parametrize("name", ["gzip, br", "compress", "aes128gcm", "identity", "*"])
def test_any_other_cannot(name):
    assert known(name) == ""


def upper(piece, more):
    return piece.upper()


def through(chunks, rewrite=upper, **coding):
    coded = Coding("gzip", **coding).begin()
    out = [coded.feed(chunk, rewrite, more=True) for chunk in chunks]
    return b"".join([*out, coded.feed(b"", rewrite, more=False)])


def test_a_plain_body_is_packed():
    for chunks in cuts(TEXT):
        assert gzip.decompress(through(chunks)) == TEXT.upper()


def test_an_encoded_body_is_unpacked_and_packed_again():
    for chunks in cuts(gzip.compress(TEXT)):
        assert gzip.decompress(through(chunks, is_undone=True)) == TEXT.upper()


def test_what_ends_the_body_may_come_with_its_last_chunk():
    coded = Coding("gzip", is_undone=True).begin()

    body = coded.feed(gzip.compress(TEXT), upper, more=False)

    assert gzip.decompress(body) == TEXT.upper()


@pytest.mark.parametrize("is_undone", [False, True])
def test_no_bytes_stay_none(is_undone):
    assert through([b"", b""], is_undone=is_undone) == b""


def test_a_silent_body_says_nothing():
    assert through([TEXT], is_silent=True) == b""


def test_bytes_held_back_are_not_waited_for():
    coded = Coding("gzip").begin()

    assert coded.feed(b"held", lambda *_: b"", more=True) == b""
    assert coded.feed(b"free", upper, more=True) != b""
    assert coded.feed(b"held", lambda *_: b"", more=True) == b""


def test_until_anything_was_let_go_all_that_came_is_given_back():
    coded = Coding("gzip", is_undone=True).begin()
    body = gzip.compress(TEXT)
    chunks = [body[:4], body[4:40], b"no deflate" * 9]

    assert [coded.feed(chunk, lambda *_: b"", more=True) for chunk in chunks[:2]] == [
        b"",
        b"",
    ]
    with pytest.raises(Exception, match="while decompressing"):
        coded.feed(chunks[2], upper, more=True)

    assert coded.given_up(b"") == b"".join(chunks)
    assert not coded.is_broken


def test_after_that_what_is_held_goes_and_nothing_ends():
    coded = Coding("gzip", is_undone=True).begin()
    whole = gzip.compress(TEXT) + gzip.compress(b"second")
    half = len(whole) - 30

    sent = coded.feed(whole[:half], upper, more=True)
    with pytest.raises(Exception, match="while decompressing"):
        coded.feed(b"no deflate" * 9, upper, more=True)
    sent += coded.given_up(b"held")

    assert coded.is_broken
    assert coded.feed(b"x", upper, more=False) == coded.given_up(b"y") == b""
    with pytest.raises(EOFError):
        gzip.decompress(sent)
    reader = ways()["gzip"].unpacker()
    assert b"".join(reader.pieces(sent)).endswith(b"held")


def test_a_body_that_ends_before_its_coding_is_a_mistake():
    coded = Coding("gzip", is_undone=True).begin()

    with pytest.raises(EOFError):
        coded.feed(gzip.compress(TEXT)[:-1], upper, more=False)


def test_a_head_without_an_end_is_not_waited_for():
    coded = Coding("gzip", is_undone=True).begin()
    endless = b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 40_000

    assert coded.feed(endless, upper, more=True) == b""
    with pytest.raises(OverflowError):
        coded.feed(endless[20:], upper, more=True)


def test_a_packer_that_fails_lets_nothing_more_go(monkeypatch):
    coded = Coding("gzip").begin()
    monkeypatch.setattr(coded, "_packer", None)

    with pytest.raises(AttributeError):
        coded.feed(TEXT, upper, more=True)

    assert coded.given_up(b"held") == b""
    assert coded.is_broken
