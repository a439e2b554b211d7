"""The words that pages are written in: tags, attributes, texts, in any order.

A slot's name and a text are numbered, so that each is told apart from all others.
"""

from fuzz.dice import BYTE, Dice
from fuzz.words import words

NAMES = (  # noqa: SIM905 - words are read as words
    "div p span a b ul li ol dl dd table tr td th tbody caption h1 h2 section main form"
    " button select option input hr br img object marquee svg path g title math mi x-y"
    " template script style textarea xmp iframe noembed noscript plaintext nobr font"
    " label ruby rt dialog body html head frameset colgroup foreignobject pre desc"
    " details optgroup applet article DIV annotation-xml image address meta keygen"
).split()
SLOT, TEXT = b" data-sarto=s%d", b" t%d "
OTHERS = words("pages")
BEGUN = "div p span b a td img input svg math html body".split()  # noqa: SIM905 - as above
WORDS = (
    *(f"<{name}>".encode() for name in NAMES),
    *(f"<{name}".encode() for name in BEGUN),
    *(f"</{name}>".encode() for name in NAMES),
    *OTHERS,
)
assert len(WORDS) < BYTE - 10, len(WORDS)
LATER = (SLOT, TEXT, SLOT + b">", TEXT)
LONGEST = 4096  # bytes of a page


def page(dice: Dice) -> bytes:
    """Write a page, or take one as it is."""
    if dice.byte() == BYTE - 1:
        return dice.rest()[:LONGEST]
    out, count, size = list[bytes](), 0, 0
    while dice.is_more and size < LONGEST:
        said = dice.byte()
        if said == BYTE - 1:
            break
        if said == BYTE - 2:
            word = dice.take(1)
        elif said < len(WORDS):
            word = WORDS[said]
        else:
            word = LATER[said % len(LATER)]
        if b"%d" in word:
            count += 1
            word = word.replace(b"%d", b"%d" % count)
        out.append(word)
        size += len(word)
    return b"".join(out)
