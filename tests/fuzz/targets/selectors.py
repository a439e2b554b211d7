"""Selectors: a text is one, and finds the same in any pieces, or it is told why not.

What is found on a small page is held against an independent implementation, where that
one understands the selector as CSS does.
"""

import re

from selectolax.lexbor import LexborHTMLParser

from fuzz.dice import BYTE, Dice
from fuzz.words import words
from sarto.compose.html.wanted import Wanted
from sarto.compose.scanner import Opened, Scanner
from sarto.vocabulary.selectors import LONGEST, Selector, SelectorError, selectors

WORDS = words("selectors")
PAGE = (
    b'<!doctype html><html lang=en><body data-n=1><main id=x class="c wide" data-n=2>'
    b'<div class="md:flex Card" title="t u" data-n=3><p data-n=4>a<p class=c data-n=5>b'
    b"<ul id=X data-n=6><li data-n=7 title=''>c<li class='c wide' data-n=8>d <b data-n=9"
    b" title=t>e</b></ul><x-y -x=1 data-n=10><svg class=c data-n=11><g id=x data-n=12 /></svg>"
    b"</x-y></div></main><div data-n=13 title=T\xc3\xa9><p id=a data-n=14>f</div></body></html>"
)
NUMBER = re.compile(rb"data-n=(\d+)")
TREE = LexborHTMLParser(PAGE.decode())
AS_CSS = re.compile(
    r"[\w\-.#\[\]=\"'~|^$* >,]+", re.ASCII
)  # without escapes and oddities
MOST = 6  # bytes of a piece


def fuzz(data: bytes) -> None:
    """Read one text as selectors, and seek them."""
    dice = Dice(data)
    size = dice.below(MOST) + 1
    is_raw = dice.byte() == BYTE - 1
    text = (dice.rest() if is_raw else dice.written(WORDS)).decode("utf-8", "replace")
    found = read(text)
    if isinstance(found, SelectorError):
        assert found.message
        assert found.help
        return
    assert len(text) <= LONGEST
    assert found
    assert all(found)
    sought = Wanted({"x": found})
    ours = numbers(sought, len(PAGE))
    assert numbers(sought, size) == ours
    if AS_CSS.fullmatch(text) and len(text) <= BYTE:
        assert ours == told(text), (text, ours, told(text))


def read(text: str) -> tuple[Selector, ...] | SelectorError:
    try:
        return selectors(text)
    except SelectorError as error:
        return error


def numbers(sought: Wanted, size: int) -> list[int]:
    """Number the elements that are found, the page coming in pieces of that size."""
    scanner = Scanner(sought)
    found = [
        event
        for at in range(0, len(PAGE), size)
        for event in scanner.feed(PAGE[at : at + size])
        if isinstance(event, Opened)
    ]
    numbered = [NUMBER.search(PAGE[event.start : event.inner]) for event in found]
    return sorted(int(each[1]) for each in numbered if each)


def told(text: str) -> list[int]:
    nodes = TREE.css(text)
    return sorted(
        {
            int(node.attributes["data-n"] or 0)
            for node in nodes
            if node.attributes.get("data-n")
        }
    )
