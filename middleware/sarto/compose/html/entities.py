"""The value of an attribute, as a parser reads it.

In: the raw bytes between the quotes. Out: text with newlines made one and character
references decoded (13.2.5.73: one without ";" stays before "=" or a letter or digit).
Never: an exception; bytes that are no UTF-8 become U+FFFD.
"""

import re
from html import unescape
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|([a-zA-Z0-9]+;?)(=?))")


def attribute_text(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace").replace("\0", "\ufffd")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_decoded, text) if "&" in text else text


def _decoded(reference: re.Match[str]) -> str:
    name, equals = reference[1], reference[2]
    if name is None:
        return unescape(reference[0])
    if name not in html5 or (equals and not name.endswith(";")):
        return reference[0]
    return html5[name] + equals
