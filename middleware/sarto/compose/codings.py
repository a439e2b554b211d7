"""Content codings of pages: which one a client gets, and a body on its way through it.

In come a body's bytes as the application sends them, and what rewrites plain bytes; out
come bytes in the coding. What comes in at one chunk goes out with it. A body that came
encoded is taken out of its coding piece by piece, never whole. Where that fails before
anything was let go, all that came is given back; after that nothing more is let go and
the coding is never ended, so that a client sees a broken body, as it would without us.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sarto.compose.packing import ways
from sarto.headers import members

Rewrite: TypeAlias = Callable[[bytes, bool], bytes]  # a piece, and whether more follow

LONGEST = 512  # bytes of an Accept-Encoding that is read
UNDECIDED = 1 << 16  # bytes that may come before anything is let go
ALIASES = {"x-gzip": "gzip", "x-deflate": "deflate"}  # RFC 9110 §18.6
WEIGHT = re.compile(r"(?:\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
OFFERED = ("zstd", "br", "gzip")  # deflate is only for bodies that come in it


@dataclass(frozen=True, slots=True)
class Coding:
    """The coding that a body goes out in."""

    name: str
    is_undone: bool = False  # the body comes in it, too
    is_silent: bool = False  # the answer to a HEAD: no bytes, whatever comes

    def begin(self) -> "Coded":
        return Coded(self)


ANY = Coding("*")  # the application would have used one: which, the client says


def known(name: str) -> str:
    """Give the name of a coding that can be undone; empty: it cannot."""
    name = ALIASES.get(name, name)
    return name if name in ways() else ""


def chosen(accepted: bytes | None) -> str:
    """Choose the coding that an Accept-Encoding prefers (RFC 9110 §12.5.3).

    Among equals it is the one that packs fastest; empty: plain bytes.
    """
    return "" if accepted is None or len(accepted) > LONGEST else preferred(accepted)


@lru_cache(maxsize=256)
def preferred(accepted: bytes) -> str:
    said = dict(map(weighed, members(accepted)))
    others = said.get("*", 0.0)
    offered = [name for name in OFFERED if name in ways()]
    best = max(offered, key=lambda name: said.get(name, others))
    weight = said.get(best, others)
    return best if weight > 0 and weight >= said.get("identity", 0.0) else ""


def weighed(member: bytes) -> tuple[str, float]:
    """Read one coding and its weight; a weight that is none means not acceptable."""
    name, _, said = member.lower().decode("latin-1").partition(";")
    name = name.strip()
    found = WEIGHT.fullmatch(said)
    weight = float(found[1] or 1) if found else 0.0
    return ALIASES.get(name, name), weight


class Coded:
    """One body on its way through a coding."""

    def __init__(self, coding: Coding) -> None:
        way = ways()[coding.name]
        self.is_undone = coding.is_undone
        self.is_broken = False  # nothing more is let go
        self._is_silent = coding.is_silent
        self._has_let_go = False  # some of the body
        self._has_unpacked = False
        self._has_packed = False
        self._packer = way.packer()
        self._unpacker = way.unpacker() if coding.is_undone else None
        self._came = bytearray()  # encoded, and not yet let go
        self._out: list[bytes] = []  # packed, of the message that is passing

    def feed(self, data: bytes, rewrite: Rewrite, *, more: bool) -> bytes:
        """Pass one message's bytes through; raise where that cannot be."""
        if self.is_broken or self._is_silent:
            return b""
        if self._unpacker is None:
            self._pack(rewrite(data, more))
            return self._let_go(more=more)
        if not self._has_let_go:
            self._came += data
        for piece in self._unpacker.pieces(data):
            self._has_unpacked = True
            self._pack(rewrite(piece, True))  # noqa: FBT003 - whether more follow
        if not more and (data or self._came or self._has_let_go):
            if not self._unpacker.is_done:
                raise EOFError("An encoded body ended before its coding did")
            self._pack(rewrite(b"", False))  # noqa: FBT003 - as above
        elif len(self._came) > UNDECIDED and not self._has_unpacked:
            raise OverflowError("An encoded body says nothing for too long")
        return self._let_go(more=more)

    def _pack(self, data: bytes) -> None:
        if data:
            self._has_packed = True
            self._out.append(self._packer.pack(data))

    def _let_go(self, *, more: bool) -> bytes:
        if self._has_packed and not (more and not self._out):
            self._out.append(self._packer.flush() if more else self._packer.finish())
        out = b"".join(self._out)
        self._out.clear()
        if out:
            self._has_let_go = True
            self._came.clear()
        return out

    def given_up(self, held: bytes) -> bytes:
        """Give what can still be let go when the body cannot pass any further.

        `held` are plain bytes that were held back from what came.
        """
        if self._came:
            return bytes(self._came)
        if self.is_broken or self._is_silent:
            return b""
        self.is_broken = True
        with suppress(Exception):  # then there is no more
            self._pack(held)
            return self._let_go(more=True)
        return b""
