"""Codings: a body that claims one comes out right, or as it came, or visibly broken.

Bodies are packed as their coding says, cut short, run together, bent in a byte, blown
up, or none at all. What a reader of each coding makes of them, taken whole, is the
truth.
"""

import zlib
from functools import cache
from typing import Any

import brotli
import zstandard

from fuzz import pages
from fuzz.at_once import at_once
from fuzz.dice import BYTE, Dice, parted
from sarto.compose.codings import Coding, known
from sarto.compose.edit import Edit
from sarto.compose.learning import scanned
from sarto.compose.page import Page
from sarto.compose.rewrite import Terms, rewritten
from sarto.compose.swap import Swap
from sarto.errors import Failures

NAMES = ("gzip", "deflate", "br", "zstd", "x-gzip")
TERMS = Terms(
    swaps={"s1": Swap(render=lambda: ("new",))},
    content_type=b"text/html; charset=utf-8",
    hold_cap=1 << 18,
)
PLAIN = (
    b"",
    b"x",
    b"<p data-sarto=s1>old</p>",
    b"<div>" * 40 + b"<p data-sarto=s1>a<b>c</b></p>" + b"y" * 300,
    b"<p data-sarto=s1>unclosed" + b"z" * 70_000,
)
BOMB = b"\0" * (2 << 20)
LENGTHS = (0, 1, 2, 3, 8, 40, 300)
MOST_PARTS = 5
FAILURES = Failures()  # one for all: it logs once a minute


def fuzz(data: bytes) -> None:
    """Pass one body through."""
    dice = Dice(data)
    name = known(dice.pick(NAMES))
    coding = Coding(name, is_undone=dice.below(8) != 1, is_silent=dice.below(32) == 1)
    has_length = dice.below(2)
    places = [dice.byte() for _ in range(dice.below(5))]
    body = made(dice, name) if coding.is_undone else pages.page(dice)
    cuts = sorted(place * len(body) // BYTE for place in places)
    out = passed(coding, parted(body, cuts), is_measured=bool(has_length))
    failed = {**FAILURES.counts}
    FAILURES.counts.clear()
    assert failed.keys() <= {"coding"}
    if coding.is_silent:
        assert out in (b"", body)
        return
    truth = unpacked(name, body) if coding.is_undone else body
    ours = unpacked(name, out)
    if truth is None and name == "zstd":
        truth = unpacked(name, body, size=1)  # it is told of less that is wrong
    if out == body or not (truth or out):
        return
    if truth is None or failed:
        assert ours is None, (body, out)
    else:
        assert ours == rewritten(truth, TERMS, scanned(truth)), (body, out)


def made(dice: Dice, name: str) -> bytes:
    """Make a body that says it is in that coding."""
    out = list[bytes]()
    for _ in range(dice.below(MOST_PARTS)):
        kind = dice.below(9)
        if kind < 4:
            part = packed(name, dice.below(len(PLAIN)))
        elif kind == 4:
            part = packed(dice.pick(NAMES[:4]), dice.below(len(PLAIN)))
        elif kind == 5:
            part = packed(name, dice.below(len(PLAIN)))[: dice.pick(LENGTHS)]
        elif kind == 6:
            part = bytearray(packed(name, dice.below(len(PLAIN))))
            at = dice.byte() * len(part) // BYTE
            part[at : at + 1] = dice.take(1)
        elif kind == 7:
            part = bomb(name) if dice.byte() == 1 else dice.take(4)
        else:
            part = dice.take(dice.pick(LENGTHS))
        out.append(bytes(part))
    return b"".join(out)


@cache
def packed(name: str, number: int) -> bytes:
    return pack(name, PLAIN[number])


@cache
def bomb(name: str) -> bytes:
    return pack(name, BOMB)


def pack(name: str, plain: bytes) -> bytes:
    if name == "gzip":
        return zlib.compress(plain, wbits=31)
    if name == "deflate":
        return zlib.compress(plain)
    if name == "br":
        return brotli.compress(plain, quality=3)
    return zstandard.compress(plain)


def unpacked(name: str, body: bytes, size: int = 1 << 30) -> bytes | None:
    """Take a whole body out of a coding; `None`: it is in none, or not ended."""
    try:
        if name == "br":
            return brotli.decompress(body)
        out, rest = b"", body
        while rest or not out:
            begun = {"gzip": gzip, "deflate": deflate, "zstd": frame}[name](rest)
            plain, rest = one(begun, rest, size)
            out += plain
            if rest and name == "deflate":
                return None
            if not rest:
                break
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError):
        return None
    return out


def gzip(_: bytes) -> Any:
    return zlib.decompressobj(31)


def deflate(body: bytes) -> Any:
    """Begin deflate, with or without its header (RFC 1950 §2.2)."""
    return zlib.decompressobj(-15 if body and body[0] & 15 != 8 else 15)


def frame(_: bytes) -> Any:
    return zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj()


def one(begun: Any, data: bytes, size: int) -> tuple[bytes, bytes]:
    """Take out one member, and give what follows it; raise where it does not end."""
    plain, at = b"", 0
    while at < len(data) and not begun.eof:
        plain += begun.decompress(data[at : at + size])
        at += size
    if not begun.eof:
        raise EOFError
    return plain, begun.unused_data + data[at:]


def passed(coding: Coding, chunks: list[bytes], *, is_measured: bool) -> bytes:
    """Send a body through a page; give what a client hears."""
    heard: list[Any] = []
    headers = [(b"content-type", TERMS.content_type)]
    edit = Edit(headers=headers, terms=TERMS, coding=coding)

    async def send(message: Any) -> None:
        heard.append(message)

    async def play() -> None:
        page = Page(send, lambda status, said: edit, FAILURES)
        said = b"%d" % sum(map(len, chunks))
        length = [(b"content-length", said)] if is_measured else []
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": headers + length,
        }
        await page.send(start)
        for number, chunk in enumerate(chunks, 1):
            more = number < len(chunks)
            await page.send(
                {"type": "http.response.body", "body": chunk, "more_body": more}
            )
        await page.close()

    at_once(play())
    assert heard[0]["type"] == "http.response.start"
    assert not heard[-1]["more_body"]
    return b"".join(message["body"] for message in heard[1:])
