"""The attributes of one start tag, edited in its bytes; all others stay as they are."""

import re
from collections.abc import Iterable

# An attribute as the tokenizer sees it (HTML §13.2.5.32 ff.): a value is quoted only
# after "=", and a stray "=" may begin a name.
ATTRIBUTE = re.compile(
    rb"""[\s/]+([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?"""
)
NAME = re.compile(rb"<[A-Za-z][^\s/>]*")
PLAIN = re.compile(r"[A-Za-z_:@][\w:.\-@]*", re.ASCII)


def is_name(text: str) -> bool:
    """Whether it can be the name of an attribute we set."""
    return PLAIN.fullmatch(text) is not None


def escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;")


def with_attributes(
    tag: bytes, attributes: Iterable[tuple[str, str]], charset: str
) -> bytes:
    """Set attributes of a complete start tag: replaced in place, or added last."""
    for name, value in attributes:
        tag = with_attribute(tag, name.lower(), value, charset)
    return tag


def with_attribute(tag: bytes, name: str, value: str, charset: str) -> bytes:
    text = f' {name}="{escaped(value)}"'.encode(charset, "xmlcharrefreplace")
    start = NAME.match(tag)
    at = start.end() if start else 0
    while found := ATTRIBUTE.match(tag, at):
        if found[1].lower() == name.encode():
            return tag[: found.start()] + text + tag[found.end() :]
        at = found.end()
    return tag[:at] + text + tag[at:]
