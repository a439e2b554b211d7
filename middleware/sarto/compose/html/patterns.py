"""What the tokenizer looks for, as compiled patterns over bytes.

In: nothing. Out: patterns that take time linear in what they read: every repetition is
possessive. White space is HTML's five bytes, never \\s, which has one more.
"""

import re
import sys

from sarto.compose.html import names

POSSESSIVE = re.compile(rb"(\)[*+?])\+")  # a group, not a single character
WRITTEN = rb"\1+" if sys.version_info >= (3, 11, 5) else rb"\1"


def compiled(pattern: bytes, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[bytes]:
    """Compile a pattern whose possessive groups, if greedy, would match the same.

    Greedy they are before Python 3.11.5: there a possessive group may go on from the
    middle of what it failed to match (gh-106052).
    """
    return re.compile(POSSESSIVE.sub(WRITTEN, pattern), flags)


def tag(*triggers: bytes) -> re.Pattern[bytes]:
    """Make the pattern of tags that say nothing; `triggers` are attributes that do.

    It finds a whole tag as usually written and without a marker, with it all of an
    element that holds text only; or a "<" that needs the long way. Groups: "/" and
    name, "/" at the end, where the tag stops, and one that a whole element has.
    """
    markers = b"|".join((b"(?i:data-sarto)", *triggers))
    return compiled(
        rb"<(?:(/?[a-zA-Z][^\t\n\f\r />]*+)"
        rb"(?:[\t\n\f\r ]++(?!" + markers + rb")[^\t\n\f\r \"'/<=>]++"
        rb"(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r \"'>][^\t\n\f\r >]*+))?+)*+"
        rb"[\t\n\f\r ]*+(/?)>()(?:[^<]*+</\1>())?+|(?=[a-zA-Z/!?]|\Z))"
    )


TAG = tag()
STOP, WHOLE = 3, 4
TEXT = re.compile(rb"[^\t\n\f\r \xef\xbb\xbf]")  # a byte order mark is no text
AFTER_NAME = re.compile(rb"[\t\n\f\r />]")
AFTER_GAP = re.compile(rb"[^\t\n\f\r /]")
AFTER_KEY = re.compile(rb"[\t\n\f\r />=]")
AFTER_SPACE = re.compile(rb"[^\t\n\f\r ]")
AFTER_UNQUOTED = re.compile(rb"[\t\n\f\r >]")
QUOTES = {b'"': re.compile(rb'"'), b"'": re.compile(rb"'")}
COMMENT_END = re.compile(rb"--!?>")
BOGUS_END = re.compile(rb">")
CDATA_END = re.compile(rb"\]\]>")
ESCAPE_OR_END = re.compile(rb"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE)
ESCAPED = re.compile(rb"-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
RAW_END = {
    name: re.compile(rb"</%b(?=[\t\n\f\r />])" % name, re.IGNORECASE)
    for name in names.RAW
} | {b"plaintext": re.compile(rb"(?!)")}
# What is not for quirks mode (13.2.6.4.1), by the public identifiers still met.
STANDARD = re.compile(
    rb"<!doctype[\t\n\f\r ]*html[\t\n\f\r ]*"
    rb"(?:>|system\b|public[\t\n\f\r ]*[\"'](?!-//(?!w3c//dtd )|-//w3c//dtd html "
    rb"(?:[23]|4\.0 [tf]|4\.01 [tf][^>\"']*[\"'][\t\n\f\r ]*>)))",
    re.IGNORECASE,
)
