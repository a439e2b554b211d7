"""Ordinary markup, as patterns: what of a page may be passed over as one unit.

In: nothing. Out: patterns over bytes, each linear in what it reads. A start tag here is
one whose attributes are written without surprise; whatever does not match is for the
tokenizer. White space is HTML's five bytes.
"""

import re
import sys

# Before, possessive groups with alternatives in them may match wrongly (gh-106052).
IS_SOUND = sys.version_info >= (3, 11, 5)
SPACE = b"\t\n\f\r "
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
MARKER = re.compile(rb"-(?:%b|-#)" % spelt("sarto"))
START = re.compile(rb"<([a-zA-Z][a-zA-Z0-9-]*+)(%b)/?>" % _ATTRIBUTES)
ATTRIBUTE = re.compile(rb"([^\t\n\f\r \"'/<=>]++)(?:=(%b))?+" % _VALUE)
_COMMENT = rb"<!--(?!-?>|#)(?:[^-]++|-(?!-))*+-->"
# The page's beginning: byte order mark, comments, doctype, the tag of html.
BEGINNING = re.compile(
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
PECULIAR = re.compile(rb"<" + _PECULIAR)
PECULIAR_OR_FORM_END = re.compile(rb"<(?:/%b|%b)" % (spelt("form"), _PECULIAR))
_PHRASES = _any_of("a span i b em strong small img br abbr sub sup u s code time label")
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
_SVG = rb"<%b%b(?:/>|>(?:[^<]++|%b|</?%b%b/?>|%b)*+</%b>)" % (
    *(spelt("svg"), _ATTRIBUTES, _COMMENT, _SHAPES, _ATTRIBUTES),
    *(_element(spelt("title"), b"[^<]++"), spelt("svg")),
)
_BUTTON = _element(
    spelt("button"),
    rb"[^<]++|%b|</?%b%b/?>|%b"
    % (_COMMENT, _any_of("span i b em strong small img br"), _ATTRIBUTES, _SVG),
)
_OPTIONS = rb"[^<]++|</?%b%b>" % (_any_of("option optgroup"), _ATTRIBUTES)
_BLOCKS = rb"%b|%b|</?%b%b/?>" % (
    *(_TEXT, _SVG),
    *(_any_of("div p ul ol li section h1 h2 button"), _ATTRIBUTES),
)
# A repetition with a named group in it must not be possessive: Python's re fails there.
# Units one after the other, each of which leaves nothing open, and tags among them that
# open nothing that matters.
RUN = re.compile(
    rb"(?:[\t\n\f\r ]++|%b|%b|%b|%b|%b|%b|</?%b%b/?>)+"
    % (
        *(_COMMENT, _RAWS, _SVG, _BUTTON),
        *(_element(spelt("select"), _OPTIONS), _element(spelt("template"), _BLOCKS)),
        *(_any_of("meta link base head body noscript"), _ATTRIBUTES),
    )
)
# What a slot has inside, where that cannot end it, and the next end tag: text and
# phrases; in a list, items and paragraphs, too; elsewhere paragraphs (the slot's own
# start ended any that was open), whole headings, lists, and text as it is laid out.
_END = rb"(?P<end></(?P<name>[a-zA-Z0-9]++)%b*+>)" % _S
_ITEMS = rb"%b|</?(?:%b|%b)%b>" % (_TEXT, spelt("li"), spelt("p"), _ATTRIBUTES)
_TEXT_INSIDE = re.compile(rb"(?:%b|%b)*+%b" % (_TEXT, _SVG, _END))
_LIST_INSIDE = re.compile(rb"(?:%b)*+%b" % (_ITEMS, _END))
_INSIDE = re.compile(
    rb"(?:%b|%b|</?%b%b>|%b|%b|%b)*%b"
    % (
        *(_TEXT, _SVG, spelt("p"), _ATTRIBUTES),
        _element(b"[hH](?P<level>[1-6])", _TEXT, b"[hH](?P=level)"),
        _element(b"(?P<list>[uUoO][lL])", _ITEMS, b"(?P=list)"),
        *(_element(spelt("pre"), _TEXT), _END),
    )
)
INSIDES = {
    **dict.fromkeys((b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"), _TEXT_INSIDE),
    **dict.fromkeys((b"ul", b"ol"), _LIST_INSIDE),
    **dict.fromkeys((b"div", b"section", b"article", b"main", b"aside"), _INSIDE),
    **dict.fromkeys((b"nav", b"header", b"footer"), _INSIDE),
}
INSIDE_MOST = 1500  # bytes: not so many elements that a scan forgets the slot
# One by one, where a marker is in them.
COMMENT = re.compile(rb"<!--(?!#)(-?>)?")
FORM = re.compile(rb"<(/?)%b(?=[\t\n\f\r />])" % spelt("form"))
NOT_RAW = re.compile(rb"<(?:![^-dD]|%b)" % _any_of("noscript nobr"))
SCRIPT = re.compile(rb"<%b" % spelt("script"))
RAW = re.compile(rb"<(%b)%b>" % (_any_of(_RAW), _ATTRIBUTES))
RAW_END = {
    name.encode(): re.compile(rb"</%b(?:%b*+(>)|[\t\n\f\r /])" % (spelt(name), _S))
    for name in _RAW.split()
}
