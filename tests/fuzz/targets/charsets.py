"""Charsets: any page has one or none, the same however much of it came, and keeps texts."""

from html import unescape

from fuzz.dice import Dice
from fuzz.words import words
from sarto.compose.attributes import attributes, element, with_attributes
from sarto.compose.charset import (
    BY_META,
    LABELS,
    PRESCAN,
    declared,
    encoded,
    in_meta,
    is_enough,
    of_page,
)
from sarto.compose.scanner import Scanner

TYPES = words("types")
WORDS = words("charsets")
TEXTS = (
    "a",
    "é",
    "س",
    "日",
    "¥",
    "‾",
    "\\",
    "€",
    "😀",
    "~",
    "ł",
    "-",
    " ",
    "\n",
    "ß",
    "ı",
    "𠮷",
)
SPACE = "\t\n\f\r "  # as HTML has it
CODECS = sorted({*LABELS.values(), "ascii"})


def fuzz(data: bytes) -> None:
    """Tell one page's charset, and write into it."""
    dice = Dice(data)
    header = dice.written(TYPES, dice.below(8))
    text = "".join(dice.pick(TEXTS) for _ in range(dice.below(8)))
    codec = dice.pick(CODECS)
    at = dice.below(PRESCAN + 40)
    page = dice.written(WORDS)
    name = of_page(header, page[:PRESCAN])
    assert name is None or name in CODECS
    assert of_page(header, page) == name
    if is_enough(header, page[:at]):
        assert of_page(header, page[:at]) == name
    assert declared(header) == declared(header).strip(SPACE).lower()
    assert in_meta(page) in ("", *BY_META)
    for each in (name, codec):
        if each is not None:
            written = encoded(text, each)
            assert unescape(written.decode(each)) == text, (text, each, written)
    tagged(b"<p" + page.partition(b">")[0].replace(b"<", b"") + b">", text, codec)


def tagged(tag: bytes, text: str, codec: str) -> None:
    """Set attributes of a tag, twice: then they stand there once, and nothing moved."""
    scanner = Scanner()
    scanner.feed(tag)
    if scanner.settled < len(tag):  # a quote is open: it is no tag yet
        return
    wanted = (("class", text), ("lang", "fa"))
    once = with_attributes(tag, wanted, codec)
    assert with_attributes(once, wanted, codec) == once, (tag, once)
    assert element(once) == element(tag)
    said = [found[1].lower() for found in attributes(once)]
    assert {b"class", b"lang"} <= set(said), once
