"""Into a coding and out again: at any cut, with other programs' bodies, and bounded."""

import gzip
import zlib
from functools import partial
from types import SimpleNamespace

import brotli
import pytest
import zstandard

from sarto.compose import packing
from sarto.compose.packing import LONGEST_NAME, PIECE, SLICE, Inflating, ways

TEXT = b"<p>How the page reads.</p>" * 40
NAMES = ["zstd", "br", "gzip", "deflate"]
THEIRS = {
    "zstd": zstandard.compress,
    "br": brotli.compress,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}
UNDONE = {
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
}


@pytest.fixture(autouse=True)
def afresh():
    ways.cache_clear()
    yield
    ways.cache_clear()


def unpacked(name, chunks):
    unpacker = ways()[name].unpacker()
    assert not unpacker.is_done
    out = b"".join(piece for chunk in chunks for piece in unpacker.pieces(chunk))
    return out, unpacker.is_done


def test_four_codings_are_here_and_the_quickest_is_first():
    assert list(ways()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_packed_is_unpacked_by_others(name):
    packer = ways()[name].packer()

    packed = b"".join(
        [*(packer.pack(TEXT) + packer.flush() for _ in range(3)), packer.finish()]
    )

    assert UNDONE[name](packed) == TEXT * 3


@pytest.mark.parametrize("name", NAMES)
def test_a_chunk_that_goes_in_comes_out(name):
    packer, unpacker = ways()[name].packer(), ways()[name].unpacker()

    for number in range(50):
        said = b"chunk %d" % number
        packed = packer.pack(said) + packer.flush()
        assert b"".join(unpacker.pieces(packed)) == said


@pytest.mark.parametrize("name", NAMES)
def test_what_others_packed_is_unpacked_at_any_cut(name):
    packed = THEIRS[name](TEXT)

    for at in range(len(packed)):
        assert unpacked(name, [packed[:at], packed[at:]]) == (TEXT, True)
    assert unpacked(name, [packed[:-1]])[1] is False


def test_deflate_may_have_no_header():
    bare = zlib.compressobj(wbits=-15)
    packed = bare.compress(TEXT) + bare.flush()

    assert unpacked("deflate", [packed[:1], packed[1:]]) == (TEXT, True)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("joined", [True, False])
def test_a_body_may_have_several_members(name, joined):
    members = [THEIRS[name](TEXT), THEIRS[name](b""), THEIRS[name](b"end")]
    chunks = [b"".join(members)] if joined else members

    assert unpacked(name, chunks) == (TEXT + b"end", True)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 70_000])
def test_members_may_be_larger_than_a_piece(name, size):
    member, plain = THEIRS[name](b"z" * size), b"z" * size * 3
    body = member * 3

    for at in range(0, len(body), 5):
        assert unpacked(name, [body[:at], body[at:]]) == (plain, True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [len(TEXT), PIECE, PIECE + 1, 70_000])
@pytest.mark.parametrize("joined", [True, False])
def test_bytes_after_the_end_are_a_mistake(name, size, joined):
    chunks = [THEIRS[name](b"z" * size), b"and more"]
    with pytest.raises(Exception):  # noqa: B017, PT011 - each has its own
        unpacked(name, [b"".join(chunks)] if joined else chunks)


@pytest.mark.parametrize("name", NAMES)
def test_bytes_that_are_no_coding_are_a_mistake(name):
    with pytest.raises(Exception):  # noqa: B017, PT011 - each has its own
        unpacked(name, [TEXT])


def test_gzip_has_a_length_nobody_can_foretell():
    lengths = set()
    for _ in range(50):
        packer = ways()["gzip"].packer()
        lengths.add(len(packer.pack(TEXT) + packer.finish()))

    assert len(lengths) > 5
    assert max(lengths) - min(lengths) < LONGEST_NAME


@pytest.mark.parametrize("name", NAMES)
def test_a_bomb_comes_out_in_pieces(name):
    bomb = THEIRS[name](bytes(30 << 20))
    largest = SLICE // 3 * (128 << 10) if name == "zstd" else 2 * PIECE

    sizes = [len(piece) for piece in ways()[name].unpacker().pieces(bomb)]

    assert sum(sizes) == 30 << 20
    assert max(sizes) <= largest


def test_a_window_larger_than_browsers_take_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=25)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = packer.compress(bytes(64)) + packer.flush()

    with pytest.raises(zstandard.ZstdError):
        unpacked("zstd", [packed])


def missing(name):
    raise ImportError(name)


@pytest.mark.parametrize(
    "imported", [missing, lambda _: SimpleNamespace(Decompressor=object)]
)
def test_what_is_not_installed_or_old_is_not_used(monkeypatch, imported):
    monkeypatch.setattr(packing, "INSTALLED", {"br": packing.brotli})
    monkeypatch.setattr(packing, "import_module", imported)

    assert list(ways()) == ["gzip", "deflate"]


def test_nothing_is_not_yet_done():
    unpacker = partial(Inflating, is_gzip=True)()

    assert list(unpacker.pieces(b"")) == []
    assert not unpacker.is_done
