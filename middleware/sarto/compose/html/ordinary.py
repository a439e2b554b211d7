"""Ordinary markup, as patterns: what of a page may be passed over as one unit.

In: nothing. Out: patterns over bytes, each linear in what it reads. A start tag here is
one whose attributes are written without surprise, `values` reads them; whatever does
not match is for the tokenizer. White space is HTML's five bytes.
"""

import re
from typing import NamedTuple

from sarto.compose.html.entities import attribute_text
from sarto.compose.html.patterns import compiled

_S = rb"[\t\n\f\r ]"
_QUOTED = rb"\"[^\"]*+\"|'[^']*+'"
_VALUE = rb"(?:%b|[^\t\n\f\r \"'<=>`][^\t\n\f\r \"'<=>`]*+)" % _QUOTED
_ATTRIBUTES = rb"(?:%b++[^\t\n\f\r \"'/<=>]++(?:=%b)?+)*+%b*+" % (_S, _VALUE, _S)


def spelt(name: str) -> bytes:
    """Write a pattern for a name in any case: so "<" stays a fixed beginning."""
    pairs = (f"[{a}{a.upper()}]" if a.isalpha() else re.escape(a) for a in name)
    return "".join(pairs).encode()


def _any_of(names: str) -> bytes:
    return b"(?:%b)" % b"|".join(map(spelt, names.split()))


# What makes an attribute a slot's, or a comment a mark, in any spelling: "-" is rare.
MARKER = compiled(rb"-(?:%b|-#)" % spelt("sarto"))
START = compiled(rb"<([a-zA-Z][a-zA-Z0-9-]*+)(%b)/?>" % _ATTRIBUTES)
ATTRIBUTE = compiled(rb"([^\t\n\f\r \"'/<=>]++)(?:=(%b))?+" % _VALUE)
_COMMENT = rb"<!--(?!-?>|#)(?:[^-]++|-(?!-))*+-->"
# The page's beginning: byte order mark, comments, doctype, the tag of html.
BEGINNING = compiled(
    rb"(?:\xef\xbb\xbf)?+(?:%b++|%b|<\?[^>]*+>)*+(<!%b[^>]{0,999}+>)?+(?:%b++|%b)*+"
    rb"(?:<%b(?=[\t\n\f\r >])(%b)>)?+"
    % (_S, _COMMENT, spelt("doctype"), _S, _COMMENT, spelt("html"), _ATTRIBUTES)
)
# All that may change what the bytes after it mean, or what slots after it depend on:
# comments, doctypes, script style svg select, title template textarea table, xmp,
# iframe, noembed noframes, plaintext, form frame frameset, math, button, html. One set
# of letters after another is the fastest way to pass the other tags; a few of these are
# met for nothing. Behind: which pairs count, and which of them by a third letter.
_PECULIAR = (
    rb"[!sStTxXiInNpPfFmMbBhH][-dDcCvVtTeEiIaAmMfFoOlLrRuU]"
    rb"(?<=!.|[sS][cCvVtTeE]|[tT][eEiIaA]|[xX][mM]|[iI][fF]|[nN][oO]|[pP][lL]|[fF][oOrR]"
    rb"|[mM][aA]|[bB][uU]|[hH][tT])"
    rb"(?:(?<=[^sStTmM].|[sS][cCvV]|[tT][eE])|[yYlLtTbB])"
)
PECULIAR = compiled(rb"<" + _PECULIAR)
PECULIAR_OR_FORM_END = compiled(rb"<(?:/%b|%b)" % (spelt("form"), _PECULIAR))
_PHRASES = _any_of(
    "a span i b em strong small img br abbr sub sup u s code time label kbd wbr var"
    " samp cite q mark dfn data bdi bdo del ins"
)
_SHAPES = _any_of(
    "path g circle ellipse rect line polyline polygon use defs symbol lineargradient"
    " radialgradient stop clippath mask text tspan"
)
_RAW = "script style title textarea iframe noembed noframes xmp"
_TEXT = rb"[^<]++|%b|</?%b%b/?>" % (_COMMENT, _PHRASES, _ATTRIBUTES)


def _element(name: bytes, inside: bytes, again: bytes = b"") -> bytes:
    """Write a pattern for an element and all that is in it."""
    parts = (name, _ATTRIBUTES, inside, again or name, _S)
    return rb"<%b%b>(?:%b)*+</%b%b*+>" % parts


# Text only; no "</" that may be its end, no script in a comment (13.2.5.15).
_RAWS = _element(
    b"(?P<raw>%b)" % _any_of(_RAW), rb"[^<]++|<(?!/[sStTiInNxX]|!--)", b"(?P=raw)"
)
_IN_SVG = rb"[^<]++|%b|</?%b%b/?>|%b" % (
    *(_COMMENT, _SHAPES, _ATTRIBUTES),
    _element(spelt("title"), b"[^<]++"),
)
_SVG = rb"<%b%b(?:/>|>(?:%b)*+</%b>)" % (
    *(spelt("svg"), _ATTRIBUTES, _IN_SVG, spelt("svg")),
)
_IN_BUTTON = rb"[^<]++|%b|</?%b%b/?>|%b" % (
    *(_COMMENT, _any_of("span i b em strong small img br"), _ATTRIBUTES, _SVG),
)
_BUTTON = _element(spelt("button"), _IN_BUTTON)
_OPTIONS = rb"[^<]++|</?%b%b>" % (_any_of("option optgroup"), _ATTRIBUTES)
_BLOCKS = rb"%b|%b|</?%b%b/?>" % (
    *(_TEXT, _SVG),
    *(_any_of("div p ul ol li section h1 h2 button"), _ATTRIBUTES),
)
# A repetition with a named group in it must not be possessive: Python's re fails there.
# Units one after the other, each of which leaves nothing open, and tags among them that
# open nothing that matters.
RUN = compiled(
    rb"(?:[\t\n\f\r ]++|%b|%b|%b|%b|%b|%b|</?%b%b/?>)+"
    % (
        *(_COMMENT, _RAWS, _SVG, _BUTTON),
        *(_element(spelt("select"), _OPTIONS), _element(spelt("template"), _BLOCKS)),
        *(_any_of("meta link base head body noscript"), _ATTRIBUTES),
    )
)
# What a slot has inside, up to the next tag of a block: html/nesting.py.
_BLOCK_NAMES = (
    "div section article main aside nav header footer ul ol li dl dt dd h1 h2 h3 h4 h5"
    " h6 pre blockquote figure figcaption address"
)
TEXT_ONLY = frozenset((b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"))
TEXT_END = compiled(rb"(?:%b|%b)*+(<(/[a-zA-Z0-9]++)%b*+>)" % (_TEXT, _SVG, _S))
BLOCKS = frozenset(_BLOCK_NAMES.encode().split()) - TEXT_ONLY - {b"li", b"dt", b"dd"}
BLOCK = compiled(
    rb"(?:%b|%b|</?%b%b>)*+(<(/?%b)%b>)"
    % (
        *(_TEXT, _SVG, spelt("p"), _ATTRIBUTES),
        *(_any_of(_BLOCK_NAMES), _ATTRIBUTES),
    )
)
# One by one, where a marker is in them.
COMMENT = compiled(rb"<!--(?!#)(-?>)?")
FORM = compiled(rb"<(/?)%b(?=[\t\n\f\r />])" % spelt("form"))
NOT_RAW = compiled(rb"<(?:![^-dD]|%b)" % _any_of("noscript nobr"))


class Unit(NamedTuple):
    """An element that may be passed as one, in its three parts."""

    name: bytes
    tag: re.Pattern[bytes]
    inside: re.Pattern[bytes]
    end: re.Pattern[bytes]


def _unit(name: str, inside: bytes) -> Unit:
    return Unit(
        name.encode(),
        compiled(rb"<%b%b>" % (spelt(name), _ATTRIBUTES)),
        compiled(rb"(?:%b)*+" % inside),
        compiled(rb"</%b%b*+>" % (spelt(name), _S)),
    )


UNITS = {  # by the two bytes after "<"
    b"sv": _unit("svg", _IN_SVG),
    b"bu": _unit("button", _IN_BUTTON),
    b"se": _unit("select", _OPTIONS),
    b"te": _unit("template", _BLOCKS),
}
SCRIPT = compiled(rb"<%b" % spelt("script"))
RAW = compiled(rb"<(%b)%b>" % (_any_of(_RAW), _ATTRIBUTES))
RAW_END = {
    name.encode(): compiled(rb"</%b(?:%b*+(>)|[\t\n\f\r /])" % (spelt(name), _S))
    for name in _RAW.split()
}
_KEYS = frozenset((b"data-sarto", b"data-sarto-swap", b"lang"))


def values(attributes: bytes) -> dict[bytes, str]:
    """Read a tag's attributes, as far as they count: the first of two does."""
    found: dict[bytes, str] = {}
    for key, value in ATTRIBUTE.findall(attributes):
        name = key.lower()
        if name in _KEYS:
            said = value[1:-1] if value[:1] in (b'"', b"'") else value
            found.setdefault(name, attribute_text(said))
    return found
