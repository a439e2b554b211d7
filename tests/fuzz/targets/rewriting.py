"""Rewriting: the same bytes at any chunking, by an outline and by a cut as well.

Slots and regions of a page, by attribute, by mark and by selector; what fills them is
chosen, too. Outside of what is swapped no byte changes: a page without them is itself.
"""

from functools import cache

from fuzz import pages
from fuzz.dice import BYTE, Dice, parted
from sarto.compose.cuts import cut
from sarto.compose.html.wanted import NOTHING, Wanted
from sarto.compose.learning import scanned
from sarto.compose.outlines import Outlines
from sarto.compose.rewrite import Rewriter, Terms, rewritten
from sarto.compose.scanner import looked_through
from sarto.compose.swap import Html, Swap
from sarto.vocabulary.selectors import selectors

TYPES = (
    b"text/html; charset=utf-8",
    b"text/html; charset=utf-8",
    b"text/html",
    b"text/html; charset=windows-1252",
    b"text/html; charset=shift_jis",
    b"text/html; charset=utf-16",
)
FILLS: tuple[Html | None, ...] = (
    ("new",),
    ("",),
    ("[", "]"),
    ("(", "|", ")"),
    ("<b>é</b><p data-sarto=s1>",),
    None,
)
LAYOUTS: tuple[Html | None, ...] = (
    ("[", "s1", "|", "", "]"),
    ("", "s2", "", "s1", ""),
    ("none",),
    ("", "", ""),
    None,
)
CAPS = (1 << 18, 1 << 18, 1 << 18, 0, 40, 200)
SWAPPED = ("s1", "s2", "s3", "m")
SELECTORS = (
    "",
    "",
    "",
    "p",
    "div .c",
    "ul > li, span[t]",
    '#x[a="b" i]',
    "table td",
    "svg path",
    "body",
    "b > a",
    "main",
    "body, html",
)
REGIONS = ("", "", "", "section", "div")


def fuzz(data: bytes) -> None:
    """Rewrite one page in every way."""
    dice = Dice(data)
    terms = termed(dice)
    places = [dice.byte() for _ in range(dice.below(9))]
    gaps = [dice.byte() for _ in range(dice.below(5))]
    body = pages.page(dice)
    chunks = parted(body, sorted(place * len(body) // BYTE for place in places))
    whole = passed(terms, [body], ends=True)
    assert passed(terms, chunks, ends=False) == whole
    assert passed(terms, chunks, ends=True) == whole
    assert rewritten(body, terms, scanned(body, terms.wanted)) == whole
    outlined(body, terms, gaps)
    if not (terms.swaps or terms.layouts):
        assert whole == body


def passed(terms: Terms, chunks: list[bytes], *, ends: bool) -> bytes:
    """Pass a body through; what is held is always what was not yet let go."""
    rewriter, chunks = Rewriter(terms), [*chunks]
    last = chunks.pop() if ends else b""
    out = b"".join([*map(rewriter.feed, chunks), rewriter.finish(last)])
    assert not rewriter.held
    return out


def outlined(body: bytes, terms: Terms, gaps: list[int]) -> None:
    """Ask for a page again and again, a little changed each time."""
    outlines, bodies = Outlines(), [body, body]
    for gap in gaps:
        at = (gap >> 2) * len(body) // (BYTE >> 2)
        word = (b"other ", b"<", b"x", b'"')[gap & 3]
        bodies += [body[:at] + word + body[at:]] * 2
    for each in (*bodies, body):
        seen = outlines.find("/", each, terms.wanted)
        spans, language = looked_through(each, terms.wanted)
        assert seen.spans == spans
        assert not spans or seen.language == language
        assert cut(each, terms, seen) == passed(terms, [each], ends=True)


def termed(dice: Dice) -> Terms:
    """Choose what becomes of slots and regions."""
    swaps = {name: swap(dice) for name in SWAPPED if dice.below(4)}
    layouts = {}
    regions = {"r": dice.pick(REGIONS)} if dice.below(4) == 1 else None
    if regions:
        layouts = {"r": Swap(render=constant(dice.pick(LAYOUTS)))}
    return Terms(
        swaps=swaps,
        content_type=dice.pick(TYPES),
        hold_cap=dice.pick(CAPS),
        signature=None if dice.below(4) == 1 else repr(swaps).encode(),
        wanted=wanted(dice.pick(SELECTORS), (regions or {}).get("r")),
        layouts=layouts,
    )


def swap(dice: Dice) -> Swap:
    kind = dice.byte()
    attrs = (("class", "n"), ("title", 'a"b')) if kind & 1 else ()
    fill = dice.pick(FILLS)
    render = None if kind & 6 == 6 else constant(fill)
    language = "fa" if kind & 24 == 24 else None
    direction = "rtl" if language else None
    return Swap(attrs=attrs, render=render, language=language, direction=direction)


@cache
def constant(fill: Html | None):
    return lambda: fill


@cache
def wanted(slot: str, region: str | None) -> Wanted:
    if not slot and region is None:
        return NOTHING
    slots = {"s2": selectors(slot)} if slot else {}
    regions = (
        None if region is None else {"r": selectors(region)} if region else {"r": ()}
    )
    return Wanted(slots, regions)
