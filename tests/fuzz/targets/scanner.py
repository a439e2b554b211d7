"""The scanner: the same slots at any chunking, at a glance, and in an independent tree.

The tree is asked about every 16th page. Where it must differ from what the scanner says
of itself (compose/html/tree.py), it is not asked: about pages of frames, marks, what
is misplaced in a table, and the copies that a forced end makes of formatting elements.
"""

import re
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fuzz import pages
from fuzz.dice import BYTE, Dice, parted
from sarto.compose.glance import glance
from sarto.compose.scanner import Scanner, Span, joined, looked_through
from sarto.compose.stream import StreamScanner

SHARE = 16
BIT_BY_BIT = (1, 9)  # of the 16: byte by byte
MERGED = ("html", "head", "body")  # a later tag of theirs gives the first attributes
MOST_CUTS = 8
WORD = re.compile(rb"\bt\d+\b")
NAMED = re.compile(r"s\d+")
OFF_THE_TREE = re.compile(
    rb"\0|<(?:frameset|!--#|/body|/html|t[dhr]|tbody|table|caption|col)", re.IGNORECASE
)
FOREIGN = re.compile(rb"<(?:svg|math)", re.IGNORECASE)  # its template is another


def fuzz(data: bytes) -> None:
    """Scan one page in every way."""
    dice = Dice(data)
    places = [dice.byte() for _ in range(dice.below(MOST_CUTS + 1))]
    body = pages.page(dice)
    cuts = sorted(place * len(body) // BYTE for place in places)
    spans, language = streamed([body], Scanner())
    ways = [parted(body, cuts)]
    luck = crc32(body) % SHARE
    if luck in BIT_BY_BIT:
        ways.append([body[at : at + 1] for at in range(len(body))])
    for chunks in ways:
        for scanner in (Scanner(), StreamScanner()):
            assert streamed(chunks, scanner) == (spans, language), cuts
    for seen in (glance(body), looked_through(body) if luck & 1 else None):
        if seen is not None:
            assert seen[0] == spans
            assert not spans or seen[1] == language
    sound(body, spans)
    if luck == 0:
        agrees(body, spans)


def streamed(
    chunks: list[bytes], scanner: Scanner | StreamScanner
) -> tuple[tuple[Span, ...], str | None]:
    events = [event for chunk in chunks for event in scanner.feed(chunk)]
    assert scanner.finish() == []
    assert scanner.settled == sum(map(len, chunks))
    return tuple(joined(events)), scanner.language


def sound(body: bytes, spans: tuple[Span, ...]) -> None:
    """Check that slots are in order, inside the page, and inside one another."""
    starts = [span.start for span in spans]
    assert starts == sorted(starts)
    for span in spans:
        assert body[span.start : span.start + 1] == b"<"
        assert span.start < span.inner <= len(body)
        assert (span.end is None) == (span.stop is None)
        if span.end is not None and span.stop is not None:
            assert span.inner <= span.end <= span.stop <= len(body)


def agrees(body: bytes, spans: tuple[Span, ...]) -> None:
    """Hold the slots against those of the tree, each by its own number."""
    if OFF_THE_TREE.search(body) or (FOREIGN.search(body) and b"<template" in body):
        return
    told: dict[str, list[bytes]] = {}
    merged = set[str]()
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    for node in tree.css("[data-sarto]"):
        name = node.attributes["data-sarto"] or ""
        if NAMED.fullmatch(name) and not is_in_template(node):
            text = node.text(deep=True).encode("utf-8", "replace")
            told.setdefault(name, WORD.findall(text))
        if node.tag in MERGED:
            merged.add(name)
    ours = {span.name: span for span in spans if NAMED.fullmatch(span.name)}
    assert told.keys() - merged <= ours.keys() <= told.keys()
    text = tree.body.text(deep=True) if tree.body else ""
    every = {*WORD.findall(text.encode("utf-8", "replace"))}
    for name, span in ours.items():
        if span.end is not None:
            said = WORD.findall(body[span.inner : span.end])
            assert [word for word in said if word in told[name]] == told[name], name
            assert {*said}.isdisjoint(every - {*told[name]}), name


def is_in_template(node: LexborNode) -> bool:
    around = node.parent
    return around is not None and (around.tag == "template" or is_in_template(around))
