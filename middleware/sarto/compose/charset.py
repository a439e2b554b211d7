"""Which charset a page is in, so that what we insert is written in the same one."""

import codecs
import re
from collections.abc import Iterable

IN_TYPE = re.compile(rb"""charset\s*=\s*["']?([\w.:\-]+)""", re.IGNORECASE)
IN_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:\-]+)""", re.IGNORECASE)
PRESCAN = 1024  # bytes, HTML §13.2.3.2
ALIEN = ("utf-16", "utf-32", "utf_16", "utf_32", "utf-7", "iso2022", "hz")


def known(label: bytes) -> str | None:
    """Find Python's codec for a label; `None`: not one whose ASCII is ASCII."""
    try:
        name = codecs.lookup(label.decode("ascii", "replace")).name
    except LookupError:
        return None
    return None if name.startswith(ALIEN) else name


def declared(content_type: bytes) -> bytes | None:
    """Read the charset's label out of a Content-Type."""
    found = IN_TYPE.search(content_type)
    return found[1] if found else None


def of_page(content_type: bytes, beginning: bytes) -> str | None:
    """Tell the page's charset; `None`: leave the page alone.

    A page that nowhere says so gets ASCII with character references, right in any.
    """
    label = declared(content_type)
    if label is None and beginning.startswith((b"\xfe\xff", b"\xff\xfe")):
        return None
    if label is None and (found := IN_META.search(beginning[:PRESCAN])):
        label = found[1]
    if label is None and beginning.startswith(codecs.BOM_UTF8):
        label = b"utf-8"
    return "ascii" if label is None else known(label)


def encoded(parts: Iterable[str], charset: str) -> tuple[bytes, ...]:
    """Write text in a page's charset; what it lacks becomes character references."""
    return tuple(part.encode(charset, "xmlcharrefreplace") for part in parts)
