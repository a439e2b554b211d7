"""What puts bytes into a content coding and takes them out again, one body at a time.

In come bytes, cut anywhere; out come pieces of at most some megabytes, however little
they were packed into. gzip and deflate are always there; br and zstd where the packages
`brotli` and `zstandard` are installed. Whatever is no such coding raises.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from secrets import randbelow
from typing import Any, Protocol

PIECE = 1 << 16  # bytes taken out at once
SLICE = 256  # bytes of zstd put in at once: at most 85 blocks of 128 KiB come out
WINDOW = 1 << 23  # bytes, RFC 9659 §3
GZIP, BR, ZSTD = 5, 4, 3  # levels: a page of 100 kB takes under a millisecond
NAMED = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # RFC 1952 §2.3: with a name, of no time
LONGEST_NAME = 100
DEFLATED = 8  # the method, in the first byte of a zlib stream (RFC 1950 §2.2)


class Packer(Protocol):
    """Puts one body into a coding."""

    def pack(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes:
        """Give all that was put in so far; more will follow."""
        ...

    def finish(self) -> bytes: ...


class Unpacker(Protocol):
    """Takes one body out of a coding."""

    @property
    def is_done(self) -> bool:
        """Whether the body could end here."""
        ...

    def pieces(self, data: bytes) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Way:
    """In and out of one coding."""

    packer: Callable[[], Packer]
    unpacker: Callable[[], Unpacker]


class Gzip:
    """gzip under a name of random length, as Django sends it.

    What a page and a request have in common then no longer shows in the page's length
    (BREACH; "Heal the Breach", 2022).
    """

    def __init__(self) -> None:
        self._head = NAMED + b"a" * randbelow(LONGEST_NAME) + b"\0"
        self._deflate = zlib.compressobj(GZIP, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._crc = self._size = 0

    def pack(self, data: bytes) -> bytes:
        head, self._head = self._head, b""
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        return head + self._deflate.compress(data)

    def flush(self) -> bytes:
        return self._deflate.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        ends = (self._crc, self._size & 0xFFFF_FFFF)
        tail = b"".join(each.to_bytes(4, "little") for each in ends)
        return self._deflate.flush() + tail


class Deflate:
    """deflate, in the zlib format that is meant by it (RFC 9110 §8.4.1.2)."""

    def __init__(self) -> None:
        self._deflate = zlib.compressobj(GZIP)

    def pack(self, data: bytes, /) -> bytes:
        return self._deflate.compress(data)

    def finish(self) -> bytes:
        return self._deflate.flush()

    def flush(self) -> bytes:
        return self._deflate.flush(zlib.Z_SYNC_FLUSH)


class Inflating:
    """gzip of one or more members, or deflate, with or without its header."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._inflate: Any = None

    @property
    def is_done(self) -> bool:
        return self._inflate is not None and self._inflate.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            inflate = self._begun(data)
            piece = inflate.decompress(data, PIECE)
            while piece:
                yield piece
                if inflate.eof:  # asked again, it would give its rest twice
                    break
                piece = inflate.decompress(inflate.unconsumed_tail, PIECE)
            data = inflate.unused_data

    def _begun(self, data: bytes) -> Any:  # noqa: ANN401 - zlib names no such type
        if self._inflate is None or (self.is_done and self._is_gzip):
            is_bare = not self._is_gzip and data[0] & 15 != DEFLATED
            header = zlib.MAX_WBITS + 16 if self._is_gzip else zlib.MAX_WBITS
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else header)
        elif self.is_done:
            raise EOFError("Something follows the end of a deflated body")
        return self._inflate


class BrotliPacker:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - it may not be installed
        packer = module.Compressor(quality=BR)
        self.pack, self.flush = packer.process, packer.flush
        self.finish = packer.finish


class BrotliUnpacker:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - the same
        self._unpack = module.Decompressor()

    @property
    def is_done(self) -> bool:
        return bool(self._unpack.is_finished())

    def pieces(self, data: bytes) -> Iterator[bytes]:
        piece = self._unpack.process(data, output_buffer_limit=PIECE)
        while piece:
            yield piece
            piece = self._unpack.process(b"", output_buffer_limit=PIECE)


class ZstdPacker:
    def __init__(self, module: Any) -> None:  # noqa: ANN401 - the same
        packer = module.ZstdCompressor(level=ZSTD).compressobj()
        self.pack, self.finish = packer.compress, packer.flush
        self._so_far = module.COMPRESSOBJ_FLUSH_BLOCK

    def flush(self) -> bytes:
        packed: bytes = self.finish(self._so_far)
        return packed


class ZstdUnpacker:
    """zstd of one or more frames."""

    def __init__(self, module: Any) -> None:  # noqa: ANN401 - the same
        self._begin = module.ZstdDecompressor(max_window_size=WINDOW).decompressobj
        self._frame: Any = None

    @property
    def is_done(self) -> bool:
        return self._frame is not None and self._frame.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), SLICE):
            left = data[at : at + SLICE]
            while left:
                if self._frame is None or self._frame.eof:
                    self._frame = self._begin()
                if piece := self._frame.decompress(left):
                    yield piece
                left = self._frame.unused_data


def brotli() -> Way:
    module: Any = import_module("brotli")
    if not hasattr(module.Decompressor, "can_accept_more_data"):
        raise ImportError("Before 1.2, brotli cannot be unpacked in pieces")
    return Way(partial(BrotliPacker, module), partial(BrotliUnpacker, module))


def zstd() -> Way:
    module = import_module("zstandard")
    return Way(partial(ZstdPacker, module), partial(ZstdUnpacker, module))


INSTALLED = {"zstd": zstd, "br": brotli}


@cache
def ways() -> Mapping[str, Way]:
    """List the codings there are here, the one we like best first."""
    found: dict[str, Way] = {}
    for name, way in INSTALLED.items():
        try:
            found[name] = way()
        except ImportError:
            continue
    found["gzip"] = Way(Gzip, partial(Inflating, is_gzip=True))
    found["deflate"] = Way(Deflate, partial(Inflating, is_gzip=False))
    return found
