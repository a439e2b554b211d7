"""Slot truth: the slots of a page are those of its tree, whatever stands around them.

Random documents with true markers and with decoys, each number of documents by an
environment variable. An independent parser (lexbor, in selectolax) says which elements
have the attribute and which text they hold; each text has a number. Every document
comes whole and in three other cuts. A second suite holds the quick look against the
scan, on far worse documents and on many more of them.
"""

import os
import random
import re
from collections.abc import Iterable, Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sarto.compose.glance import glance
from sarto.compose.scanner import Closed, Opened, Scanner, Span, looked_through, span_of
from sarto.compose.stream import StreamScanner
from support.soups import Soup

SEED = int(os.environ.get("SARTO_SEED") or random.randrange(1 << 32))  # noqa: S311 - chance
DOCUMENTS = int(os.environ.get("SARTO_DOCUMENTS") or 10_000)
SOUPS = int(os.environ.get("SARTO_SOUPS") or 100_000)
WORD = re.compile(r"\bt\d+\b")
WORDS = re.compile(WORD.pattern.encode())

DECOYS = """<!-- <p data-sarto=no> -->
<!--><!-- --!><!----><!-- <!-- <p data-sarto=no> -- > --!>
<script>'<p data-sarto=no>'</script>
<script><!-- <p data-sarto=no> --></script>
<script><!--<script></script><p data-sarto=no></script>--></script>
<SCRIPT><!--<script x></script ><p data-sarto=no>--></sCript
>
<style>p::after { content: '<p data-sarto=no>' }</style>
<textarea><p data-sarto=no></p></textarea>
<title><p data-sarto=no></title>
<xmp><p data-sarto=no></xmp>
<iframe><p data-sarto=no></iframe>
<noembed><p data-sarto=no></noembed>
<svg><![CDATA[ <p data-sarto=no> ]]></svg>
<svg viewBox="0 0 1 1"><title>x</title><path d="M0 0"/></svg>
<math><mi>x</mi></math>
<template><p data-sarto=no>x</template>
<template><template></template><p data-sarto=no></template>
<i title='<p data-sarto=no>'></i>
<i title="a > b" alt="" id=<p></i>
<i a=b title = "<p data-sarto='no'>"></i>
<i x="=" y='<!--'></i>
<img alt="<script>"><img alt='-->' src=x/>
<?php "<p data-sarto=no" ?>
<!x <p data-sarto=no>
</ <p data-sarto=no>
</i data-sarto=no>
<select><option>x<option selected>y</select>
<button type=button>x <b>y</b></button>
<form><input name=q></form>
data-sarto="no" 1 < 2 > "1" = 'x'
&lt;p data-sarto=no>
<br><hr><input><wbr>""".replace("\n>", "\r>").split("\n")
ENDS = ("</plaintext>", "<plaintext><p data-sarto=no>", "<!-- <p data-sarto=no>")
NAMES = (
    "hero",
    '"hero"',
    "'a b'",
    '"a&amp;b"',
    "&eacute;&lt",
    "''",
    '"\u0645"',
    "a&b=",
)
MARKERS = (
    *(" data-sarto={}", " DATA-Sarto={}", " data-sarto = {} ", " id=x data-sarto={} x"),
    *(
        "\ndata-sarto\n=\n{}\n",
        " data-sarto={} data-sarto=no",
        ' title="data-sarto=no" data-sarto={}',
    ),
)
NEAR = (
    " xdata-sarto=no",
    " data-sartor=no",
    " =data-sarto",
    " a='data-sarto=no'",
    " x",
)
BLOCKS = ("div", "section", "main", "article", "nav", "x-card", "DIV", "blockquote")
BEGINNINGS = (
    "",
    "<!doctype html>",
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset=utf-8><title>t</title></head>\n<body>',
    "<!doctype html><!-- c --><html><head><style>a>b{}</style><script>1<2</script><body class=x>",
    "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'><html><body>",
    "<?xml version='1.0'?><html><noscript><link></noscript><body>",
    "<!doctype html><html data-sarto=page><body data-sarto=body>",
)  # fmt: skip


class Writer:
    """Writes one document: numbered words, elements, slots, decoys."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.count = 0
        self.decoys = luck.sample(DECOYS, 3)
        self.is_plain = luck.random() < 0.5  # the ways most people write

    def document(self) -> str:
        body = "".join(self.one(3) for _ in range(self.luck.randint(2, 6)))
        end = self.luck.choice(("", "</body></html>", *ENDS))
        return self.luck.choice(BEGINNINGS) + body + self.word() + end

    def word(self) -> str:
        self.count += 1
        return f" t{self.count} "

    def some(self, depth: int) -> str:
        return "".join(self.one(depth) for _ in range(self.luck.randint(0, 3)))

    def open(self, name: str, chance: float = 0.35) -> str:
        if self.luck.random() < chance:
            ways = MARKERS[:2] if self.is_plain else MARKERS
            said = self.luck.choice(ways).format(self.luck.choice(NAMES))
        else:
            said = self.luck.choice(("", *NEAR[self.is_plain * 3 :], ' class="a>b"'))
        return f"<{name}{said}>"

    def one(self, depth: int) -> str:
        kind = self.luck.randrange(16 if depth else 5)
        if kind < 3:
            return self.word()
        if kind < 5:
            return self.luck.choice(self.decoys)
        if kind < 11:
            name = self.luck.choice(BLOCKS)
            return f"{self.open(name)}{self.some(depth - 1)}{self.word()}</{name}>"
        return self.group(depth - 1)

    def group(self, depth: int) -> str:  # noqa: PLR0911 - a kind a line
        """Write elements whose ends may be left out."""
        kind = self.luck.randrange(6 if self.is_plain else 7)
        word = self.word()
        if kind == 0:
            return (
                f"{self.open('p')}{word}{self.phrase()}{self.end('p')}<div>{word}</div>"
            )
        if kind == 1:
            items = [
                f"{self.open('li')}{self.some(depth)}{self.end('li')}" for _ in "12"
            ]
            return f"{self.open('ul')}{''.join(items)}</ul>"
        if kind == 2:
            items = [
                f"{self.open(n)}{self.some(depth)}{self.end(n)}" for n in ("dt", "dd")
            ]
            return f"{self.open('dl')}{''.join(items)}</dl>"
        if kind == 3:
            cells = [
                f"{self.open(n)}{self.some(depth)}{self.end(n)}" for n in ("td", "th")
            ]
            return f"{self.open('table')}<tr>{''.join(cells)}</table>"
        if kind == 4:
            return f"{self.open('h2')}{word}{self.phrase()}</h{self.luck.choice('23')}>"
        if kind == 5:
            return self.open("img", 0.8) + self.open("span") + word + "</span>"
        return f"{self.open('svg')}{self.open('g')}{self.open('circle')}</svg>{word}"

    def end(self, name: str) -> str:
        return self.luck.choice((f"</{name}>", "", f"</{name.upper()} >"))

    def phrase(self) -> str:
        inner = self.luck.choice(("", "<br>", "<em>x</em>", "<i title='>'>y</i>"))
        return f"{self.open('span')}{self.word()}{inner}</span>"


Slots = list[tuple[str, list[str] | None]]


def told(document: str) -> Slots:
    """Ask the tree: each slot's name, and the words in it."""
    nodes = LexborHTMLParser(document).css("[data-sarto]")
    return [
        (node.attributes["data-sarto"] or "", WORD.findall(node.text(deep=True)))
        for node in nodes
        if not is_in_template(node)
    ]


def is_in_template(node: LexborNode) -> bool:
    around = node.parent
    return around is not None and (around.tag == "template" or is_in_template(around))


def found(body: bytes, spans: Iterable[Span]) -> Slots:
    """Say the same of spans; `None` for the words of a slot without an end."""
    return [
        (
            span.name,
            None
            if span.end is None
            else [word.decode() for word in WORDS.findall(body[span.inner : span.end])],
        )
        for span in spans
    ]


def streamed(
    chunks: Iterable[bytes], scanner: Scanner | StreamScanner
) -> Iterator[Span]:
    events = [event for chunk in chunks for event in scanner.feed(chunk)]
    ends = {event.opened: event for event in events if isinstance(event, Closed)}
    for event in events:
        if isinstance(event, Opened):
            yield span_of(event, ends.get(event))


def cuts(body: bytes, luck: random.Random) -> Iterator[list[bytes]]:
    """Cut a body into bytes, into pieces of one size, and anywhere."""
    size = luck.randint(2, 40)
    yield [body[at : at + 1] for at in range(len(body))]
    yield [body[at : at + size] for at in range(0, len(body), size)]
    places = sorted(luck.randrange(len(body) + 1) for _ in range(4))
    yield [body[a:b] for a, b in zip([0, *places], [*places, len(body)], strict=True)]


@pytest.mark.slow
def test_the_slots_of_a_page_are_those_of_its_tree() -> None:
    luck = random.Random(SEED)  # noqa: S311 - chance that can be repeated
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    glanced = slots = open_ones = 0
    for _ in range(DOCUMENTS):
        document = Writer(luck).document()
        body = document.encode()
        spans, _ = looked_through(body)
        ours, truth = found(body, spans), told(document)
        assert [name for name, _ in ours] == [name for name, _ in truth], body
        for (name, words), (_, expected) in zip(ours, truth, strict=True):
            assert words is None or words == expected, (name, body)
        seen = glance(body)
        assert seen is None or seen[0] == spans, body
        for chunks in cuts(body, luck):
            for scanner in (Scanner(), StreamScanner()):
                assert tuple(streamed(chunks, scanner)) == spans, chunks
        glanced += seen is not None
        slots += len(spans)
        open_ones += sum(span.end is None for span in spans)
    print(f"{slots} slots, {open_ones} left open, {glanced} pages at a glance")  # noqa: T201 - the figures
    assert glanced > DOCUMENTS // 10
    assert open_ones < slots // 5


@pytest.mark.slow
def test_a_glance_at_a_stream_says_what_a_scan_says_at_each_chunk() -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    luck = random.Random(SEED)  # noqa: S311 - as above
    soup, glanced = Soup(luck), 0
    for number in range(SOUPS // 20):
        document = soup.document() if number % 2 else Writer(luck).document().encode()
        for chunks in cuts(document, luck):
            scan, stream = Scanner(), StreamScanner()
            for chunk in chunks:
                assert stream.feed(chunk) == scan.feed(chunk), chunks
                assert stream.settled >= scan.settled, chunks
            glanced += stream._look is not None
    assert glanced > SOUPS // 50


@pytest.mark.slow
def test_a_glance_finds_what_the_scan_finds() -> None:
    print(f"SARTO_SEED={SEED}")  # noqa: T201 - to be repeated by
    soup, taken = Soup(random.Random(SEED)), 0  # noqa: S311 - as above
    for _ in range(SOUPS):
        body = soup.document()
        seen = glance(body)
        if seen is not None:
            taken += 1
            assert seen == looked_through(body), body
    assert taken > SOUPS // 50
