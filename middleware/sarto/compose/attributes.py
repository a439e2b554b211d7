"""The attributes of one start tag, read and edited in its bytes.

In comes a complete start tag as the page has it, out comes the same tag with some
attributes set: replaced where they stand (the first of two counts), or added last. All
other bytes stay as they are.
"""

import re
from collections.abc import Iterable, Iterator

from sarto.compose.charset import encoded

# An attribute as the tokenizer sees it (HTML §13.2.5.32 ff.): only these five are white
# space, a stray "=" may begin a name, a value is quoted only right after "=", and after
# its closing quote the next name may follow at once.
ATTRIBUTE = re.compile(
    rb"""(?:[\t\n\f\r /]+|(?<=["']))([^\t\n\f\r />][^\t\n\f\r />=]*)"""
    rb"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*"""
    rb"""(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r "'>][^\t\n\f\r >]*)|(?=>)))?"""
)
NAME = re.compile(rb"<([A-Za-z][^\t\n\f\r />]*)")
PLAIN = re.compile(r"[A-Za-z_:@][\w:.\-@]*", re.ASCII)


def is_name(text: str) -> bool:
    """Whether it can be the name of an attribute we set."""
    return PLAIN.fullmatch(text) is not None


def escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")


def element(tag: bytes) -> bytes:
    """Name the element that a start tag begins, in lower case."""
    found = NAME.match(tag)
    return found[1].lower() if found else b""


def attributes(tag: bytes) -> Iterator[re.Match[bytes]]:
    """Give the attributes of a complete start tag, in order."""
    at = 1 + len(element(tag))
    while found := ATTRIBUTE.match(tag, at):
        yield found
        at = found.end()


def attribute(tag: bytes, name: str) -> bytes | None:
    """Read an attribute's value as it is spelt; `None` where there is no such one."""
    for found in attributes(tag):
        if found[1].lower() == name.encode():
            return b"".join(part for part in found.groups()[1:] if part)
    return None


def with_attributes(
    tag: bytes, wanted: Iterable[tuple[str, str]], charset: str
) -> bytes:
    """Set attributes of a complete start tag."""
    for name, value in wanted:
        tag = with_attribute(tag, name.lower(), value, charset)
    return tag


def with_attribute(tag: bytes, name: str, value: str, charset: str) -> bytes:
    text = encoded(f'{name}="{escaped(value)}"', charset)
    end, gap = 1 + len(element(tag)), b" "
    for found in attributes(tag):
        end = found.end()
        if found[1].lower() == name.encode():
            return tag[: found.start(1)] + text + tag[end:]
        is_open = found.lastindex == 1 and end > found.end(1)
        gap = b'"" ' if is_open else b" "  # after a "=" it would be the value
    return tag[:end] + gap + text + tag[end:]
