"""The element names of HTML parsing, as bytes, in the standard's groups.

In: nothing. Out: constant sets of lower-case tag names (HTML Standard, section 13.2).
Elements of SVG and MathML stand on the stack as b" svg NAME" and b" math NAME": no tag
name holds a space, so they are never mistaken for HTML's own.
"""


def _names(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


def _foreign(text: str) -> frozenset[bytes]:
    return frozenset(b" " + pair.replace(":", " ").encode() for pair in text.split())


VOID = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta"
    " param source track wbr"
)
RAW = _names("iframe noembed noframes plaintext script style textarea title xmp")
IN_HEAD = _names(
    "base basefont bgsound link meta noframes noscript script style template title"
)
VOID_IN_HEAD = VOID & IN_HEAD
IN_NOSCRIPT = _names("basefont bgsound link meta noframes style")
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")

# A start tag of these ends an open p (13.2.6.4.7); table only outside quirks mode.
ENDS_P = HEADINGS | _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr li listing main menu nav ol"
    " p plaintext pre search section summary ul xmp"
)
# Their end tags close up to a match in scope.
BLOCK = _names(
    "address applet article aside blockquote button center details dialog dir div dl"
    " dd dt fieldset figcaption figure footer header hgroup listing main marquee menu"
    " nav object ol pre search section select summary ul"
)
# Their end tag may be left out.
IMPLIED = _names("dd dt li optgroup option p rb rp rt rtc")

TABLE_SECTIONS = _names("tbody tfoot thead")
CELLS = _names("td th")
TABLE_PARTS = TABLE_SECTIONS | CELLS | _names("caption col colgroup tr")
TABLE_CONTEXT = TABLE_SECTIONS | _names("table tr")
TABLE_MODES = TABLE_CONTEXT | TABLE_PARTS

TEXT_POINTS = _foreign("math:mi math:mo math:mn math:ms math:mtext")
HTML_ANNOTATION = b" math annotation-xml html"
HTML_POINTS = _foreign("svg:foreignobject svg:desc svg:title") | {HTML_ANNOTATION}
ANNOTATIONS = _foreign("math:annotation-xml") | {HTML_ANNOTATION}

TABLE_SCOPE = _names("html table template")
SCOPE = (
    TABLE_SCOPE
    | TEXT_POINTS
    | HTML_POINTS
    | ANNOTATIONS
    | _names("applet caption marquee object select td th")
)
BUTTON_SCOPE = SCOPE | {b"button"}
LIST_SCOPE = SCOPE | {b"ol", b"ul"}

SPECIAL = (
    SCOPE
    | BLOCK
    | ENDS_P
    | TABLE_PARTS
    | IN_HEAD
    | _names(
        "area body br button dd dt embed frame frameset head html iframe img input"
        " keygen noembed p param script source style textarea title track wbr"
    )
) - _names("dialog")
# There is one at most, or it counts only among its like.
ONCE = _names("body frame frameset head html")
# An item's start tag looks for an open one past these only.
PASSED_BY_ITEMS = _names("address div p")

# A start tag of these leaves SVG and MathML (13.2.6.5); font only with BREAKOUT_FONT.
BREAKOUT = HEADINGS | _names(
    "b big blockquote body br center code dd div dl dt em embed head hr i img li"
    " listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt"
    " u ul var"
)
BREAKOUT_FONT = _names("color face size")
HTML_ENCODINGS = ("text/html", "application/xhtml+xml")
