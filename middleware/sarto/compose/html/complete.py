"""Complete markup, however strangely it is written, and what may be its beginning.

In: nothing. Out: patterns over bytes for places in the data state (13.2.5.1), that do
what the tokenizer does until it is back there. Every repetition is possessive, and none
can match in two ways: a pattern fails only where bytes are still to come, or at what it
is not for. Never: raw text, comments, CDATA; these are not told from other tags here.
"""

from sarto.compose.html.patterns import compiled

SPACE = b"\t\n\f\r "
_S = rb"[\t\n\f\r ]"
# An attribute (13.2.5.32 ff.): "=" may begin a name, a value is quoted only right after
# "=", and after its closing quote the next name may follow at once.
_VALUE = rb"(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r \"'>][^\t\n\f\r >]*+|(?=>))"
_ATTRIBUTE = (
    rb"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+(?:%b*+=%b*+%b|(?!%b*+=))"
    % (_S, _S, _VALUE, _S)
)
_TAG = rb"</?[a-zA-Z][^\t\n\f\r />]*+(?:%b)*+[\t\n\f\r /]*+>" % _ATTRIBUTE
_DECLARATION = rb"<(?:!(?!--)|\?|/(?![a-zA-Z]))[^>]*+>"
_COMMENT = rb"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+--!?>)"
TAG = compiled(_TAG)
# One piece of markup, or a "<" that is text.
MARKUP = compiled(rb"%b|%b|%b|<(?=[^a-zA-Z/!?])" % (_TAG, _COMMENT, _DECLARATION))
# Text, tags and declarations one after the other, up to a "<".
RUN = compiled(rb"(?:[^<]++|%b|%b|<(?![a-zA-Z/!?]))*+" % (_TAG, _DECLARATION))
_BEFORE_QUOTE = frozenset(b"=" + SPACE)
_NEAR = 64  # bytes of white space before a quote that are looked at
# What may be the beginning of a tag, or of a comment.
BEGUN = compiled(rb"<(?:/?(?:([a-zA-Z])|\Z)|!-?\Z)")
# What the last bytes of a page may be part of. Of a beginning it is not clear what of.
ANYTHING, TEXT, BEGINNING, TAG_BEGUN, DECLARATION = range(5)


def tail_at(body: bytes | bytearray, at: int) -> int:
    """Tell what an unfinished "<" is: a tag, a beginning, or anything else."""
    found = BEGUN.match(body, at)
    if found is None:
        return ANYTHING
    return TAG_BEGUN if found[1] else BEGINNING


def is_begun(body: bytes | bytearray, at: int) -> bool:
    """Whether a "<" begins a tag, or may, that has no end yet."""
    return BEGUN.match(body, at) is not None and TAG.match(body, at) is None


def is_text(body: bytes | bytearray, base: int, at: int) -> bool:
    """Whether a "<" is in the data state for sure, `base` being in it."""
    last = body.rfind(b">", base, at)
    if last < 0:
        return body.find(b"<", base, at) < 0
    if last + 1 < at and body.find(b"<", last, at) >= 0:
        return False
    return not (
        _may_open(body, base, body.rfind(b'"', base, last))
        or _may_open(body, base, body.rfind(b"'", base, last))
    )


def _may_open(body: bytes | bytearray, base: int, quote: int) -> bool:
    """Whether a quote may begin a value: after "=" and white space."""
    if quote < 0 or body[quote - 1] not in _BEFORE_QUOTE:
        return False
    before = body[max(base, quote - _NEAR) : quote].rstrip(SPACE)
    return not before or before.endswith(b"=")
