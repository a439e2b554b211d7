"""What an element must have in its start tag for any selector to say something of it.

In: one element's part of a selector. Out: the name of a type, or a pattern of an
attribute as usually written; a tag that has neither cannot match. Never: a tag left out
that a parser would see match; where bytes are unsure (references, other letters than
ASCII's), the pattern takes more.
"""

import re

from sarto.vocabulary.selectors import Compound

_SURE = re.compile(r"[\x20-\x7e]+")  # spelt so, or with "&"


def trigger(compound: Compound) -> bytes:
    """Give the pattern of the rarest attribute it must have; b"" if it needs none."""
    if compound.ids:
        return _valued("id", compound.ids[0])
    for each in compound.attributes:
        if each.sign and _SURE.fullmatch(each.value):
            return _valued(each.name, each.value)
    if compound.classes:
        return _valued("class", compound.classes[0])
    if compound.attributes:
        return _named(compound.attributes[0].name)
    return b""


def keys(compound: Compound) -> set[bytes]:
    """Name the attributes that are read to know whether it matches."""
    asked: set[bytes] = {each.name.encode() for each in compound.attributes}
    asked |= {b"id"} if compound.ids else set()
    return asked | ({b"class"} if compound.classes else set())


def _named(name: str) -> bytes:
    return rb"(?i:%b)(?=[\t\n\f\r />=])" % re.escape(name.encode())


def _valued(name: str, value: str) -> bytes:
    if not _SURE.fullmatch(value):
        return _named(name)
    part = b"(?:&|(?i:%b))" % re.escape(value.encode())
    quoted = rb"\"[^\"]*?%b|'[^']*?%b|[^\t\n\f\r >]*?%b" % (part, part, part)
    return b"(?i:%b)=(?:%b)" % (re.escape(name.encode()), quoted)
